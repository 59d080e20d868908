/** The runtime and the processor, for the error message when the engine computes wrong results. */
export function runtime() {
  return `${engine()} on ${processor()}`;
}

function engine() {
  if (typeof Deno === 'object') return `deno ${Deno.version.deno}, V8 ${Deno.version.v8}`;
  if (typeof Bun === 'object') return `bun ${Bun.version}`;
  const versions = typeof process === 'object' ? process?.versions : undefined;
  if (versions?.node) return `node ${versions.node}, V8 ${versions.v8}`;
  if (typeof EdgeRuntime === 'string') return EdgeRuntime;
  return typeof navigator === 'object' ? String(navigator.userAgent) : 'an unknown runtime';
}

function processor() {
  const arch = typeof Deno === 'object' ? Deno.build.arch : globalThis.process?.arch;
  return [arch, model()].filter(Boolean).join(', ') || 'an unknown CPU';
}

/** The CPU's name, if the runtime shows it without a prompt. */
function model() {
  if (typeof Deno === 'object') return undefined;
  try {
    return os().cpus()[0].model.trim();
  } catch {
    return undefined;
  }
}

function os() {
  const built = process.getBuiltinModule?.('os');
  if (built) return built;
  const load = typeof __non_webpack_require__ === 'function' ? __non_webpack_require__ : require;
  return load('os');
}
