// Puts the npm package together: node assemble.mjs WASM OUT. Generated files go into OUT and not
// into the source tree.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [wasm, out] = process.argv.slice(2);
const source = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { build } = createRequire(path.join(process.cwd(), 'package.json'))('esbuild');

await rm(out, { recursive: true, force: true });
await mkdir(path.join(out, 'wasm'), { recursive: true });
const { files } = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8'));
const plain = [
  'lib',
  'examples',
  'package.json',
  'README.md',
  'native.cjs',
  'node.cjs',
  'inline.cjs',
];
const entries = ['node.mjs', 'inline.mjs', 'edge.mjs'];
for (const file of [...plain, ...entries]) {
  await cp(path.join(source, file), path.join(out, file), { recursive: true });
}
// The same types twice: the file extension tells TypeScript which module system they describe.
for (const ending of ['mts', 'cts']) {
  await cp(path.join(source, 'token04.d.ts'), path.join(out, `token04.d.${ending}`));
}
for (const file of ['LICENSE', 'THIRD-PARTY.md']) {
  await cp(path.join(source, '..', file), path.join(out, file));
}

const bytes = await readFile(wasm);
await writeFile(path.join(out, 'wasm/token04.wasm'), bytes);
await writeFile(
  path.join(out, 'wasm/token04.b64.mjs'),
  `// Generated: token04.wasm in base64.\nexport default '${bytes.toString('base64')}';\n`,
);

for (const [ending, exported] of Object.entries({ mts: 'export default', cts: 'export =' })) {
  await writeFile(
    path.join(out, `wasm/token04.wasm.d.${ending}`),
    '/** The module, for tools that compile it: it exports the functions of the C header. */\n' +
      `declare const module: WebAssembly.Module;\n${exported} module;\n`,
  );
}

// The expected results of the engine's self-check: what this module returns on this machine, where
// all tests of the package run.
const { fingerprintOf } = await import(pathToFileURL(path.join(out, 'lib/wasm-engine.mjs')));
const module = new WebAssembly.Module(bytes);
const known = { fingerprint: fingerprintOf(module), ...internalError(module) };
await writeFile(
  path.join(out, 'lib/known.mjs'),
  `// Generated from token04.wasm.\nexport default ${JSON.stringify(known)};\n`,
);

/** Name and message of error 90. */
function internalError(module) {
  const nothing = ['entropy', 'cipher', 'hmac'].map((name) => [`token04_host_${name}`, () => 2]);
  const host = Object.fromEntries(nothing);
  const wasm = new WebAssembly.Instance(module, { token04: host }).exports;
  const text = (at) => {
    const rest = Buffer.from(wasm.memory.buffer).subarray(at);
    return rest.toString('utf8', 0, rest.indexOf(0));
  };
  return { name: text(wasm.token04_error_name(90)), message: text(wasm.token04_error_message(90)) };
}

// The CommonJS versions of what node.cjs and inline.cjs need from lib/.
const twins = { 'lib/entry.mjs': 'lib/api.cjs', 'lib/inline.mjs': 'lib/inline.cjs' };
for (const [entry, made] of Object.entries(twins)) {
  await build({
    entryPoints: [path.join(out, entry)],
    outfile: path.join(out, made),
    bundle: true,
    format: 'cjs',
    platform: 'neutral',
    target: 'node16',
    charset: 'utf8',
    banner: { js: `// Generated from ${entry}.` },
    logLevel: 'warning',
  });
}
if (files === undefined) throw new Error('package.json names no files');
