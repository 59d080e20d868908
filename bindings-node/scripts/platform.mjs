// Puts the npm package of a platform together: node platform.mjs NAME ADDON OUT, with a NAME such
// as linux-x64-gnu. What it shares with the package of all platforms comes from there.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [name, addon, out] = process.argv.slice(2);
const source = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const whole = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8'));
const { version, license, author, repository, engines } = whole;

const [os, cpu, library] = name.split('-');
const libraries = { gnu: 'glibc', musl: 'musl' };
const file = `token04.${name}.node`;
const notices = ['LICENSE', 'THIRD-PARTY.md'];
const manifest = {
  name: `@${whole.name}/${name}`,
  version,
  description: `The native half of ${whole.name} for ${os} on ${cpu}${library ? ` with ${libraries[library]}` : ''}`,
  license,
  author,
  repository,
  type: 'commonjs',
  engines,
  os: [os],
  cpu: [cpu],
  ...(library && { libc: [libraries[library]] }),
  main: file,
  files: [file, ...notices],
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await writeFile(path.join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
await cp(addon, path.join(out, file));
for (const notice of notices) await cp(path.join(source, '..', notice), path.join(out, notice));
