// Writes docs/ERRORS.md from the core's tables, or checks it: node errors.mjs [--check].
import { readFile, writeFile } from 'node:fs/promises';
import { errors, findings, sdkCodes } from './tables.mjs';

const target = new URL('../docs/ERRORS.md', import.meta.url);
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*').replaceAll('~', '\\~').replaceAll('`;', '\\`;').replaceAll('{}', '…');
const table = (heads, rows) => [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const [errorRows, findingRows, codeRows] = await Promise.all([errors(), findings(), sdkCodes()]);
const link = (id) => `[\`${id}\`](#${id})`;
const bySdk = codeRows.map(({ code, meaning, sdk }) => {
  const causes = findingRows.filter(({ sdkCodes }) => sdkCodes.includes(code)).map(({ id }) => link(id));
  return [code, sdk, meaning, causes.join(', ') || 'not explained by the token'];
});
const named = new Set(findingRows.map(({ id }) => id));
const byError = errorRows.map(({ code, name, message }) => [code, named.has(name) ? link(name) : `\`${name}\``, cell(message)]);
const byFinding = findingRows.map(({ id, severity, message, advice, sdkCodes }) => [
  `<a id="${id}"></a>\`${id}\``,
  severity,
  cell(message),
  cell(advice),
  sdkCodes.join(', '),
]);

const page = `# Errors: what they mean and what to do

Generated from the tables of the core by \`node console/errors.mjs\`; not edited by hand. The console page
(\`dist/token04-console.html\`) and \`token04 explain\` find the cause for one token.

## What the SDK shows

The code of a client SDK, and the causes that lead to it, the likeliest first.

${table(['code', 'SDK', 'meaning', 'causes'], bySdk)}

## Causes and fixes

What \`explain\` finds, the likeliest first. \`…\` is a number or the name of a field.

${table(['id', 'severity', 'cause', 'fix', 'SDK codes'], byFinding)}

## Errors of this library

Numbers and names never change. They are the same in every language.

${table(['code', 'name', 'message'], byError)}
`;

if (process.argv[2] === '--check') {
  const old = await readFile(target, 'utf8').catch(() => '');
  if (old !== page) throw new Error('docs/ERRORS.md is not fresh: node console/errors.mjs writes it');
} else {
  await writeFile(target, page);
}
