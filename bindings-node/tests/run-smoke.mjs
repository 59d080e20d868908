// Run next to an installed package: run-smoke.mjs ENGINE.
import * as token04 from 'token04';
import { smoke } from './smoke.mjs';

const wanted = globalThis.Deno?.args[0] ?? process.argv[2];
const engine = await smoke(token04);
if (engine !== wanted) throw new Error(`the engine is ${engine}, not ${wanted}`);
console.log(`ok   ${engine}`);
