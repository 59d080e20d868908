'use strict';

// Loads the platform's add-on, or throws an error that says what was looked for.

const PREFIX = '@token04/';

// Hidden from bundlers: an add-on cannot be bundled, and where it is missing the WebAssembly
// engine is used.
const load = typeof __non_webpack_require__ === 'function' ? __non_webpack_require__ : require;

/** Package names by platform and cpu. */
function candidates(platform, cpu) {
  const libraries = { linux: ['gnu', 'musl'] }[platform] ?? [undefined];
  return libraries.map((library) => PREFIX + [platform, cpu, library].filter(Boolean).join('-'));
}

/** For the message alone: it takes milliseconds. */
function libc() {
  if (process.platform !== 'linux') return 'none of its own';
  const { glibcVersionRuntime } = process.report?.getReport?.().header ?? {};
  return glibcVersionRuntime ? `glibc ${glibcVersionRuntime}` : 'musl or unknown';
}

function loadNative(version) {
  const tried = [];
  for (const name of candidates(process.platform, process.arch)) {
    try {
      const addon = load(name);
      const found = addon.version();
      if (found === version) return addon;
      tried.push(`${name}: is of version ${found}, this package of ${version}`);
    } catch (error) {
      const [why] = String(error?.message ?? error).split('\n');
      tried.push(`${name}: ${why}`);
    }
  }
  const place = `os ${process.platform}, cpu ${process.arch}, libc ${libc()}`;
  throw new Error(
    `token04: no native add-on for ${place}. Looked for:\n  ${tried.join('\n  ')}\n` +
      'Install the package of this platform beside token04; without it the WebAssembly engine is used.',
  );
}

module.exports = { candidates, loadNative };
