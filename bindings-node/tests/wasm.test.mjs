// node wasm.test.mjs INSTALLED: the module in its two forms, and that a trap affects only one call.
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const home = path.join(path.resolve(process.argv[2]), 'node_modules/token04');
const bytes = readFileSync(path.join(home, 'wasm/token04.wasm'));
const module = new WebAssembly.Module(bytes);

const inline = (await import(pathToFileURL(path.join(home, 'wasm/token04.b64.mjs')))).default;
assert(Buffer.from(inline, 'base64').equals(bytes));

const { createWasmApi } = await import(pathToFileURL(path.join(home, 'lib/wasm.mjs')));
const { Instance } = WebAssembly;
let instances = 0;
let trap = false;
WebAssembly.Instance = function counted(...args) {
  instances += 1;
  const { exports } = new Instance(...args);
  const generate = (...inputs) => {
    if (trap) throw new WebAssembly.RuntimeError('unreachable');
    return exports.token04_generator_generate(...inputs);
  };
  return { exports: { ...exports, token04_generator_generate: generate } };
};
const { TokenGenerator } = createWasmApi(() => module);
assert.strictEqual(instances, 0, 'nothing runs before the first call');
const generator = new TokenGenerator(1, 'fa94dd0f974cf2e293728a526b028271');
trap = true;
assert.throws(() => generator.identityToken('u', 60), { code: 90 });
trap = false;
assert(generator.identityToken('u', 60).startsWith('04'));
assert.strictEqual(instances, 3, 'one was for the check; the one that trapped was discarded');
console.log('ok   a trap is error 90, and the next call has a new instance');
