// The code of the Mint tab in the languages that must be compiled: every form, by the language's own compiler.
// test in console.test.mjs runs the code for Node.js.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { buildSync } = createRequire(path.join(process.env.TOKEN04_WEB_TOOLS, 'package.json'))('esbuild');
const { outputFiles } = buildSync({ entryPoints: [path.join(root, 'console/src/samples.ts')], bundle: true, format: 'esm', write: false });
const { SAMPLES } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
const folder = mkdtempSync(path.join(tmpdir(), 'token04-samples-'));
after(() => rmSync(folder, { recursive: true }));

const name = `it's "user"\\ $1`;
const forms = ['identity', 'login', 'publish', 'both', 'any'].flatMap((rights) => [true, false].map((kit) => (
  { user: name, rights: rights === 'any' ? 'both' : rights, any: rights === 'any', room: name, streams: [name, 'b'], ttl: '77', mode: kit ? 'gcm' : 'cbc', kit, name, app: '1234567890' }
)));
const written = (language) => forms.map((form) => SAMPLES.find((sample) => sample.name === language).write(form));
const file = (place, text) => {
  const full = path.join(folder, place);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
};
const run = (program, args, options = {}) => execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options });
/** The lines that belong in front of a function, once, and each sample as a function's body. */
function apart(samples, isHead) {
  const lines = samples.map((sample) => sample.split('\n'));
  const heads = [...new Set(lines.flat().filter(isHead))];
  return { heads: heads.join('\n'), bodies: lines.map((all) => all.filter((line) => !isHead(line)).join('\n')) };
}

test('C++', () => {
  const { heads, bodies } = apart(written('C++'), (line) => line.startsWith('#include'));
  const source = file('samples.cpp', `${heads}\n${bodies.map((body, n) => `void f${n}() {\n${body}\n}`).join('\n')}\n`);
  run('g++', ['-std=c++17', '-fsyntax-only', '-Wall', '-Wno-unused-variable', '-Werror', '-I', path.join(root, 'ffi-c/include'), source]);
});

test('C#', () => {
  const { heads, bodies } = apart(written('C#'), (line) => line.startsWith('using'));
  const source = file('Samples.cs', `${heads}\nclass Samples {\n${bodies.map((body, n) => `void F${n}() {\n${body}\n}`).join('\n')}\n}\n`);
  const library = path.join(root, 'bindings-dotnet/src/Token04');
  const sources = readdirSync(library).filter((each) => each.endsWith('.cs')).map((each) => path.join(library, each));
  run('mcs', ['-langversion:7', '-unsafe', '-target:library', '-out:samples.dll', source, ...sources]);
});

test('Java', () => {
  const { heads, bodies } = apart(written('Java'), (line) => line.startsWith('import'));
  const source = file('java/Samples.java', `${heads}\nclass Samples {\n${bodies.map((body, n) => `void f${n}() {\n${body}\n}`).join('\n')}\n}\n`);
  const released = path.join(root, 'dist/maven/io/token04/token04');
  const [version] = readdirSync(released);
  const jar = path.join(released, version, `token04-${version}.jar`);
  run('javac', ['-proc:none', '-nowarn', '-d', path.join(folder, 'classes'), '-cp', jar, source]);
});

test('Go', () => {
  const bodies = written('Go').map((body, n) => `func f${n}() error {\n${body}\n_ = token\n${body.includes('kit, err') ? '_ = kit\n' : ''}return nil\n}`);
  file('go/samples.go', `package samples\n\nimport (\n"time"\n"github.com/token04/token04-go"\n)\n\n${bodies.join('\n')}\n`);
  const module = path.join(folder, 'go/module');
  cpSync(path.join(root, 'bindings-go'), module, { recursive: true });
  cpSync(process.env.TOKEN04_WASM, path.join(module, 'token04.wasm'));
  cpSync(path.join(module, 'go.sum'), path.join(folder, 'go/go.sum'));
  file('go/go.mod', 'module example.com/samples\n\ngo 1.24\n\nrequire github.com/token04/token04-go v0.1.0\n\nreplace github.com/token04/token04-go => ./module\n');
  const options = { cwd: path.join(folder, 'go'), env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod' } };
  run('go', ['build', './...'], options);
});

test('PHP', () => {
  for (const [n, body] of written('PHP').entries()) {
    run('php', ['-l', file(`sample${n}.php`, body)]);
  }
  // Every name that they use is there.
  const used = new Set(written('PHP').flatMap((body) => [...body.matchAll(/(\w+)::(\w+)|generator->(\w+)/g)].map(([, type = 'Generator', member, method]) => `${type}::${member ?? method}`)));
  assert.ok(used.size >= 8, [...used].join());
  const check = file('check.php', `<?php
spl_autoload_register(fn ($c) => require '${path.join(root, 'bindings-php/src')}/' . str_replace('\\\\', '/', substr($c, 8)) . '.php');
foreach (array_slice($argv, 1) as $name) {
  [$type, $member] = explode('::', $name);
  method_exists("Token04\\\\$type", $member) || defined("Token04\\\\$type::$member") || exit("no $name\\n");
}
echo 'all there';
`);
  assert.equal(run('php', [check, ...used]), 'all there');
});

test('Rust', () => {
  const bodies = written('Rust').map((body, n) => `pub fn f${n}() -> Result<(), Box<dyn std::error::Error>> {\n${body}\nlet _ = token;\n${body.includes('let kit') ? 'let _ = kit;\n' : ''}Ok(())\n}`);
  file('rust/src/lib.rs', bodies.join('\n'));
  file('rust/Cargo.toml', `[package]\nname = "samples"\nversion = "0.1.0"\nedition = "2024"\n\n[dependencies]\ntoken04 = { path = ${JSON.stringify(path.join(root, 'core'))} }\n\n[workspace]\n`);
  cpSync(path.join(root, 'Cargo.lock'), path.join(folder, 'rust/Cargo.lock'));
  run('cargo', ['check', '--quiet'], { cwd: path.join(folder, 'rust'), env: { ...process.env, CARGO_TARGET_DIR: path.join(root, 'target/console/samples') } });
});
