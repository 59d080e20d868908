/** What the form of the third tab asks for. */
export interface Wanted {
  user: string;
  rights: 'identity' | 'login' | 'publish' | 'both';
  room: string;
  streams: string[];
  any: boolean;
  ttl: string;
  mode: 'cbc' | 'gcm';
  kit: boolean;
  name: string;
  app: string;
}

interface Sample {
  name: string;
  write(wanted: Wanted): string;
}

/** A string literal in double quotes that all of these languages but PHP and shells read alike. */
const quoted = (text: string) => JSON.stringify(text).replace(/[\u2028\u2029]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
/** Rust writes escapes of control characters otherwise. */
const rust = (text: string) => quoted(text).replace(/\\u([0-9a-f]{4})/g, '\\u{$1}').replace(/\\[bf]/g, (two) => (two === '\\b' ? '\\u{8}' : '\\u{c}'));
const single = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
const shell = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const number = (text: string) => (/^\d+$/.test(text.trim()) ? text.trim() : '3600');

interface Names {
  login: string;
  publish: string;
  both: string;
  any: string;
}

/** The call that makes the privileges. */
function privileges(wanted: Wanted, names: Names, string: (text: string) => string, list: (items: string[]) => string): string {
  const room = string(wanted.room);
  if (wanted.rights === 'login') return `${names.login}(${room})`;
  if (wanted.rights === 'both' && wanted.any) return `${names.any}(${room})`;
  const call = wanted.rights === 'publish' ? names.publish : names.both;
  return `${call}(${room}, ${list(wanted.streams.map(string))})`;
}

const snake: Names = { login: 'login_only', publish: 'publish_only', both: 'login_and_publish', any: 'login_and_publish_any' };
const camel: Names = { login: 'loginOnly', publish: 'publishOnly', both: 'loginAndPublish', any: 'loginAndPublishAny' };
const pascal: Names = { login: 'LoginOnly', publish: 'PublishOnly', both: 'LoginAndPublish', any: 'LoginAndPublishAny' };
const of = (prefix: string, names: Names): Names => ({
  login: prefix + names.login,
  publish: prefix + names.publish,
  both: prefix + names.both,
  any: prefix + names.any,
});
const brackets = (items: string[]) => `[${items.join(', ')}]`;
const app = (wanted: Wanted) => (/^\d+$/.test(wanted.app.trim()) ? wanted.app.trim() : '1234567890');
const isIdentity = (wanted: Wanted) => wanted.rights === 'identity';

const cli: Sample = {
  name: 'Command line',
  write(wanted) {
    const words = [`token04 generate --user ${shell(wanted.user)} --ttl ${number(wanted.ttl)}`];
    if (wanted.mode === 'gcm') words.push('--mode gcm');
    if (!isIdentity(wanted)) {
      words.push(`--room ${shell(wanted.room)}`);
      if (wanted.rights !== 'publish') words.push('--login');
      if (wanted.rights !== 'login') {
        words.push('--publish');
        if (wanted.any && wanted.rights === 'both') words.push('--any-stream');
        else words.push(...wanted.streams.map((stream) => `--stream ${shell(stream)}`));
      }
    } else if (wanted.kit) words.push(`--room ${shell(wanted.room)} --login`);
    if (wanted.kit) words.push(`--kit --user-name ${shell(wanted.name)}`);
    const note = wanted.kit && isIdentity(wanted) ? '# The command line wraps only tokens with privileges for the kit.\n' : '';
    return `${note}export ZEGO_APP_ID=${app(wanted)}\nread -rs ZEGO_SERVER_SECRET && export ZEGO_SERVER_SECRET\n${words.join(' \\\n  ')}`;
  },
};

const node: Sample = {
  name: 'Node.js',
  write(wanted) {
    const imports = [wanted.kit && 'kitToken', !isIdentity(wanted) && 'RoomPrivileges', 'TokenGenerator'].filter(Boolean).join(', ');
    const rights = privileges(wanted, of('RoomPrivileges.', camel), single, brackets);
    const mode = wanted.mode === 'gcm' ? `{ mode: 'gcm' }` : '';
    const lines = [
      `import { ${imports} } from 'token04';`,
      '',
      `const generator = TokenGenerator.fromEnv(${mode}); // once: ZEGO_APP_ID, ZEGO_SERVER_SECRET`,
      isIdentity(wanted)
        ? `const token = generator.identityToken(${single(wanted.user)}, ${number(wanted.ttl)});`
        : `const token = generator.privilegeToken(${single(wanted.user)}, ${number(wanted.ttl)}, ${rights});`,
    ];
    if (wanted.kit) lines.push(`const kit = kitToken(token, ${single(wanted.room)}, ${single(wanted.user)}, ${single(wanted.name)}, ${app(wanted)});`);
    return lines.join('\n');
  },
};

const python: Sample = {
  name: 'Python',
  write(wanted) {
    const imports = [!isIdentity(wanted) && 'RoomPrivileges', 'TokenGenerator', wanted.kit && 'kit_token'].filter(Boolean).join(', ');
    const rights = privileges(wanted, of('RoomPrivileges.', snake), quoted, brackets);
    const lines = [
      `from token04 import ${imports}`,
      '',
      `generator = TokenGenerator.from_env(${wanted.mode === 'gcm' ? 'mode="gcm"' : ''})  # once: ZEGO_APP_ID, ZEGO_SERVER_SECRET`,
      isIdentity(wanted)
        ? `token = generator.identity_token(${quoted(wanted.user)}, ${number(wanted.ttl)})`
        : `token = generator.privilege_token(${quoted(wanted.user)}, ${number(wanted.ttl)}, ${rights})`,
    ];
    if (wanted.kit) lines.push(`kit = kit_token(token, ${quoted(wanted.room)}, ${quoted(wanted.user)}, ${quoted(wanted.name)}, ${app(wanted)})`);
    return lines.join('\n');
  },
};

const java: Sample = {
  name: 'Java',
  write(wanted) {
    const rights = privileges(wanted, of('RoomPrivileges.', camel), quoted, (items) => items.join(', '));
    const time = `Duration.ofSeconds(${number(wanted.ttl)})`;
    const lines = [
      'import io.token04.*;',
      'import java.time.Duration;',
      '',
      '// once: ZEGO_APP_ID, ZEGO_SERVER_SECRET',
      `TokenGenerator generator = TokenGenerator.fromEnv(${wanted.mode === 'gcm' ? 'Mode.GCM' : ''});`,
      isIdentity(wanted)
        ? `String token = generator.identityToken(${quoted(wanted.user)}, ${time});`
        : `String token = generator.privilegeToken(${quoted(wanted.user)}, ${time},\n    ${rights});`,
    ];
    if (wanted.kit) lines.push(`String kit = Token04.kitToken(token, ${quoted(wanted.room)}, ${quoted(wanted.user)}, ${quoted(wanted.name)}, ${app(wanted)}L);`);
    return lines.join('\n');
  },
};

const go: Sample = {
  name: 'Go',
  write(wanted) {
    const rights = privileges(wanted, of('token04.', pascal), quoted, (items) => items.join(', '));
    const time = `${number(wanted.ttl)}*time.Second`;
    const check = 'if err != nil {\n\treturn err\n}';
    const lines = [
      '// import "time" and "github.com/token04/token04-go"; once: ZEGO_APP_ID, ZEGO_SERVER_SECRET',
      `generator, err := token04.GeneratorFromEnv(${wanted.mode === 'gcm' ? 'token04.WithMode(token04.GCM)' : ''})`,
      check,
    ];
    if (isIdentity(wanted)) lines.push(`token, err := generator.IdentityToken(${quoted(wanted.user)}, ${time})`, check);
    else {
      lines.push(`privileges, err := ${rights}`, check);
      lines.push(`token, err := generator.PrivilegeToken(${quoted(wanted.user)}, ${time}, privileges)`, check);
    }
    if (wanted.kit) lines.push(`kit, err := token04.KitToken(token, ${quoted(wanted.room)}, ${quoted(wanted.user)}, ${quoted(wanted.name)}, ${app(wanted)})`, check);
    return lines.join('\n');
  },
};

const php: Sample = {
  name: 'PHP',
  write(wanted) {
    const rights = privileges(wanted, of('RoomPrivileges::', camel), single, brackets);
    const uses = ['Generator', wanted.mode === 'gcm' && 'Mode', !isIdentity(wanted) && 'RoomPrivileges', wanted.kit && 'Token04'];
    const lines = [
      '<?php',
      ...uses.filter(Boolean).map((name) => `use Token04\\${name};`),
      '',
      `$generator = Generator::fromEnv(${wanted.mode === 'gcm' ? 'Mode::GCM' : ''}); // once: ZEGO_APP_ID, ZEGO_SERVER_SECRET`,
      isIdentity(wanted)
        ? `$token = $generator->identityToken(${single(wanted.user)}, ${number(wanted.ttl)});`
        : `$token = $generator->privilegeToken(${single(wanted.user)}, ${number(wanted.ttl)}, ${rights});`,
    ];
    if (wanted.kit) lines.push(`$kit = Token04::kitToken($token, ${single(wanted.room)}, ${single(wanted.user)}, ${single(wanted.name)}, ${app(wanted)});`);
    return lines.join('\n');
  },
};

const dotnet: Sample = {
  name: 'C#',
  write(wanted) {
    const rights = privileges(wanted, of('RoomPrivileges.', pascal), quoted, (items) => `new[] { ${items.join(', ')} }`);
    const time = `TimeSpan.FromSeconds(${number(wanted.ttl)})`;
    const lines = [
      'using System;',
      'using Token04;',
      '',
      '// once: ZEGO_APP_ID, ZEGO_SERVER_SECRET',
      `TokenGenerator generator = TokenGenerator.FromEnv(${wanted.mode === 'gcm' ? 'TokenMode.Gcm' : ''});`,
      isIdentity(wanted)
        ? `string token = generator.IdentityToken(${quoted(wanted.user)}, ${time});`
        : `string token = generator.PrivilegeToken(${quoted(wanted.user)}, ${time},\n    ${rights});`,
    ];
    if (wanted.kit) lines.push(`string kit = Tokens.KitToken(token, ${quoted(wanted.room)}, ${quoted(wanted.user)}, ${quoted(wanted.name)}, ${app(wanted)});`);
    return lines.join('\n');
  },
};

const cpp: Sample = {
  name: 'C++',
  write(wanted) {
    const rights = privileges(wanted, of('token04::RoomPrivileges::', snake), quoted, (items) => `{${items.join(', ')}}`);
    const time = `std::chrono::seconds(${number(wanted.ttl)})`;
    const lines = [
      '#include <token04.hpp>',
      '',
      '// once: ZEGO_APP_ID, ZEGO_SERVER_SECRET',
      `auto generator = token04::TokenGenerator::from_env(${wanted.mode === 'gcm' ? 'token04::Mode::gcm' : ''});`,
      isIdentity(wanted)
        ? `auto token = generator.identity_token(${quoted(wanted.user)}, ${time});`
        : `auto token = generator.privilege_token(${quoted(wanted.user)}, ${time},\n    ${rights});`,
    ];
    if (wanted.kit) lines.push(`auto kit = token04::kit_token(token, ${quoted(wanted.room)}, ${quoted(wanted.user)}, ${quoted(wanted.name)}, ${app(wanted)});`);
    return lines.join('\n');
  },
};

const rustSample: Sample = {
  name: 'Rust',
  write(wanted) {
    const rights = privileges(wanted, of('RoomPrivileges::', snake), rust, (items) => `&${brackets(items)}`);
    const time = `Duration::from_secs(${number(wanted.ttl)})`;
    const uses = [wanted.kit && 'kit_token', wanted.mode === 'gcm' && 'Mode', !isIdentity(wanted) && 'RoomPrivileges', 'TokenGenerator'].filter(Boolean).join(', ');
    const lines = [
      'use std::time::Duration;',
      `use token04::{${uses}};`,
      '',
      '// once: ZEGO_APP_ID, ZEGO_SERVER_SECRET',
      `let generator = TokenGenerator::from_env()?${wanted.mode === 'gcm' ? '.with_mode(Mode::Gcm)' : ''};`,
      isIdentity(wanted)
        ? `let token = generator.identity_token(${rust(wanted.user)}, ${time})?;`
        : `let token = generator.privilege_token(${rust(wanted.user)}, ${time}, &${rights}?)?;`,
    ];
    if (wanted.kit) lines.push(`let kit = kit_token(&token, ${rust(wanted.room)}, ${rust(wanted.user)}, ${rust(wanted.name)}, ${app(wanted)})?;`);
    return lines.join('\n');
  },
};

/** The same token in each language. The secret comes from the environment, never from the page. */
export const SAMPLES: Sample[] = [cli, node, python, java, go, php, dotnet, cpp, rustSample];
