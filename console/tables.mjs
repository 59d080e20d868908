// The tables of the core: errors, findings, and the codes of the vendor's SDKs. Nothing is written
// by hand here: each table is read where it is kept.
import { readFile } from 'node:fs/promises';

const root = new URL('../', import.meta.url);
const text = (path) => readFile(new URL(path, root), 'utf8');

/** `{ code, name, message }` of each error. */
export async function errors() {
  return JSON.parse(await text('tests/vectors/errors.json')).errors;
}

/** `{ id, severity, message, advice, sdkCodes }` of each finding, most likely cause first. */
export async function findings() {
  const source = await text('core/src/explain/findings.rs');
  const lists = new Map();
  for (const [, name, codes] of source.matchAll(/^const (\w+): &\[i32\] = &\[([\d, ]*)\];$/gm)) {
    lists.set(name, codes.split(',').filter((code) => code.trim()).map(Number));
  }
  const table = source.slice(source.indexOf('\nfindings! {'), source.indexOf('\n/// ', source.indexOf('\nfindings! {') + 10_000));
  const rows = [];
  let severity;
  const row = /^ {4}(\w+) \{$|^ {8}\w+: "(\w+)", (\w+),\n\s*"((?:[^"\\]|\\.)*)",\n\s*"((?:[^"\\]|\\.)*)";$/gm;
  for (const [, group, id, codes, message, advice] of table.matchAll(row)) {
    if (group) {
      severity = group.toLowerCase();
      continue;
    }
    const string = (escaped) => JSON.parse(`"${escaped}"`);
    if (!lists.has(codes)) throw new Error(`findings.rs: no list of codes named ${codes}`);
    rows.push({ id, severity, message: string(message), advice: string(advice), sdkCodes: lists.get(codes) });
  }
  const expected = table.match(/^ {8}[A-Z]\w+: "/gm)?.length ?? 0;
  if (rows.length !== expected || rows.length < 50) {
    throw new Error(`findings.rs: read ${rows.length} rows of ${expected}`);
  }
  return rows;
}

/** `{ code, meaning, sdk }` of the codes that the vendor's SDKs show, from docs/FORMAT.md. */
export async function sdkCodes() {
  const source = await text('docs/FORMAT.md');
  const rows = [];
  for (const [, code, meaning] of source.matchAll(/\| (\d{7}) \| ([^|]+?) (?=\|)/g)) {
    const sdk = code.startsWith('100') ? 'native' : code.startsWith('110') ? 'web' : 'chat (ZIM)';
    rows.push({ code: Number(code), meaning, sdk });
  }
  if (rows.length < 15) throw new Error('docs/FORMAT.md: the table of SDK codes was not found');
  return rows.sort((a, b) => a.code - b.code);
}
