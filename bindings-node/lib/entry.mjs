// What node.cjs needs from lib/, built as one CommonJS file: lib/api.cjs.
export { createApi } from './api.mjs';
export { demandedEngine } from './env.mjs';
export { version } from './version.mjs';
