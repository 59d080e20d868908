// node registry.test.mjs PACKED TOOLS: one lock file that is made here fits every platform. PACKED
// has the tarballs of token04 and of all its platforms; TOOLS has verdaccio, pnpm and yarn.
import assert from 'node:assert';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const [packed, tools] = process.argv.slice(2).map((name) => path.resolve(name));
const bin = (name) => path.join(tools, 'node_modules', name);
const run = promisify(execFile);
const PLATFORMS = [
  ['linux', 'x64', 'glibc', 'linux-x64-gnu'],
  ['linux', 'arm64', 'glibc', 'linux-arm64-gnu'],
  ['linux', 'x64', 'musl', 'linux-x64-musl'],
  ['linux', 'arm64', 'musl', 'linux-arm64-musl'],
  ['win32', 'x64', undefined, 'win32-x64'],
  ['darwin', 'arm64', undefined, 'darwin-arm64'],
  ['darwin', 'x64', undefined, 'darwin-x64'],
  // No package is for these: the WebAssembly engine is used.
  ['freebsd', 'x64', undefined, undefined],
  ['win32', 'ia32', undefined, undefined],
];
// Which packages there are.
const files = readdirSync(packed);
for (const platform of PLATFORMS) {
  const [, , , name] = platform;
  if (!files.some((file) => file.startsWith(`token04-${name}-`))) platform[3] = undefined;
}
const PROGRAM = "require('token04').engine";

const place = mkdtempSync(path.join(os.tmpdir(), 'token04-registry-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}/`;
const config = `storage: ${place}/storage
auth: { htpasswd: { file: ${place}/htpasswd, max_users: 10 } }
uplinks: {}
packages: { '**': { access: $all, publish: $all } }
log: { type: stdout, format: pretty, level: error }
`;
writeFileSync(path.join(place, 'config.yaml'), config);
const words = [bin('verdaccio/bin/verdaccio'), '-c', path.join(place, 'config.yaml')];
const registry = spawn(process.execPath, [...words, '-l', `127.0.0.1:${port}`], {
  stdio: 'inherit',
  env: { PATH: process.env.PATH, HOME: place },
});
const env = {
  PATH: process.env.PATH,
  HOME: place,
  npm_config_registry: url,
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  YARN_ENABLE_TELEMETRY: '0',
};

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

async function publishAll() {
  for (let tries = 0; ; tries += 1) {
    const up = await fetch(`${url}-/ping`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) break;
    assert(tries < 300 && registry.exitCode === null, 'the registry does not start');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const user = { name: 'test', password: 'not-a-secret', type: 'user', roles: [] };
  const answer = await fetch(`${url}-/user/org.couchdb.user:test`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(user),
  });
  const { token } = await answer.json();
  assert(token, 'the registry makes no user');
  const npmrc = `//127.0.0.1:${port}/:_authToken=${token}\n`;
  writeFileSync(path.join(place, '.npmrc'), npmrc);
  for (const file of readdirSync(packed).filter((name) => name.endsWith('.tgz'))) {
    await run('npm', ['publish', '--access=public', path.join(packed, file)], { cwd: place, env });
  }
}

/** What a package manager writes on this machine, and how it installs that for another. */
const MANAGERS = {
  npm: {
    lock: 'package-lock.json',
    files: {},
    add: ['npm', ['install', 'token04']],
    settings: () => ({}),
    frozen: (system, cpu, libc) => [
      'npm',
      ['ci', `--os=${system}`, `--cpu=${cpu}`, ...(libc ? [`--libc=${libc}`] : [])],
    ],
  },
  pnpm: {
    lock: 'pnpm-lock.yaml',
    files: {},
    add: [process.execPath, [bin('pnpm/bin/pnpm.cjs'), 'add', 'token04']],
    settings: (system, cpu, libc) => ({
      'pnpm-workspace.yaml': `supportedArchitectures:\n${architectures(system, cpu, libc)}`,
    }),
    frozen: () => [process.execPath, [bin('pnpm/bin/pnpm.cjs'), 'install', '--frozen-lockfile']],
  },
  yarn: {
    lock: 'yarn.lock',
    files: { '.yarnrc.yml': yarnrc() },
    add: [process.execPath, [bin('@yarnpkg/cli-dist/bin/yarn.js'), 'add', 'token04']],
    settings: (system, cpu, libc) => ({
      '.yarnrc.yml': `${yarnrc()}supportedArchitectures:\n${architectures(system, cpu, libc)}`,
    }),
    frozen: () => [
      process.execPath,
      [bin('@yarnpkg/cli-dist/bin/yarn.js'), 'install', '--immutable'],
    ],
  },
};

function yarnrc() {
  return (
    `npmRegistryServer: '${url}'\nunsafeHttpWhitelist: ['127.0.0.1']\nnodeLinker: node-modules\n` +
    'enableGlobalCache: false\nnpmMinimalAgeGate: 0\n'
  );
}

function architectures(system, cpu, libc) {
  return `  os: [${system}]\n  cpu: [${cpu}]\n${libc ? `  libc: [${libc}]\n` : ''}`;
}

function project(name, files) {
  const cwd = path.join(place, name);
  mkdirSync(cwd, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(cwd, file), text);
  return cwd;
}

/** The packages of platforms that are there: pnpm has them beside the package's own folder. */
function installed(cwd) {
  const folders = [path.join(cwd, 'node_modules/@token04')];
  const store = path.join(cwd, 'node_modules/.pnpm');
  try {
    for (const name of readdirSync(store)) {
      folders.push(path.join(store, name, 'node_modules/@token04'));
    }
  } catch {
    // Not pnpm.
  }
  const found = new Set();
  for (const folder of folders) {
    try {
      for (const name of readdirSync(folder)) found.add(name);
    } catch {
      // None here.
    }
  }
  return [...found].sort();
}

async function trial(name) {
  const { lock, files, add, settings, frozen } = MANAGERS[name];
  const manifest = '{"name": "app", "private": true}\n';
  const first = project(`${name}-here`, { 'package.json': manifest, ...files });
  await run(...add, { cwd: first, env });
  assert.deepStrictEqual(installed(first), ['linux-x64-gnu'], name);
  const { stdout } = await run(process.execPath, ['-p', PROGRAM], { cwd: first, env });
  assert.strictEqual(stdout.trim(), 'native');
  for (const [system, cpu, libc, wanted] of PLATFORMS) {
    const cwd = project(`${name}-${system}-${cpu}-${libc}`, {
      ...files,
      ...settings(system, cpu, libc),
    });
    for (const file of ['package.json', lock]) {
      copyFileSync(path.join(first, file), path.join(cwd, file));
    }
    await run(...frozen(system, cpu, libc), { cwd, env });
    assert.deepStrictEqual(installed(cwd), wanted ? [wanted] : [], `${name} ${cwd}`);
    if (wanted !== 'linux-x64-gnu') {
      const { stdout } = await run(process.execPath, ['-p', PROGRAM], { cwd, env });
      assert.strictEqual(stdout.trim(), 'wasm', `${name} ${cwd}`);
    }
  }
  console.log(`ok   ${name}: one ${lock} for ${PLATFORMS.length} platforms`);
}

try {
  await publishAll();
  for (const name of Object.keys(MANAGERS)) await trial(name);
} finally {
  registry.kill();
  rmSync(place, { recursive: true, force: true });
}
