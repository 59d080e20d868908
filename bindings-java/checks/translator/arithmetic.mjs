// The results of each function of a module, as Arithmetic.java prints them.
import { readFileSync } from 'node:fs';

const [wasm, numbers] = process.argv.slice(2);
const values = readFileSync(numbers, 'utf8').trim().split('\n').map(BigInt);
const module = new WebAssembly.Module(readFileSync(wasm));
const names = Object.keys(new WebAssembly.Instance(module).exports).filter((n) => n.includes('__'));

function result(run, kinds, numbers) {
  const given = kinds.map((kind, at) => (kind === 'i' ? Number(BigInt.asIntN(32, numbers[at])) : numbers[at]));
  try {
    return `${run(...given)};`;
  } catch {
    return 'trap;';
  }
}

for (const name of names.sort()) {
  const run = new WebAssembly.Instance(module).exports[name];
  const kinds = [...name.split('__')[1]];
  let hash = 0x811c9dc5;
  for (const first of values) {
    for (const second of values) {
      for (const one of result(run, kinds, [first, second])) {
        hash = Math.imul(hash ^ one.charCodeAt(0), 0x01000193);
      }
    }
  }
  console.log(`${name} ${hash >>> 0}`);
}
