// Draws what a command printed as an SVG: node terminal.mjs COMMAND < OUTPUT > FILE.
import { readFileSync } from 'node:fs';

const [SIZE, LINE, WIDTH] = [14, 21, 100];
const escape = (text) => text.replace(/[&<>]/g, (unit) => `&#${unit.charCodeAt(0)};`);
const wrap = (line) => line.match(new RegExp(`.{1,${WIDTH - 2}}(?:\\s|$)|.{1,${WIDTH - 2}}`, 'g')) ?? [''];
const colour = (line) => {
  if (line.startsWith('$')) return '#ffffff';
  if (/^(critical|error) \[/.test(line)) return '#ff9ea4';
  if (/^warning \[/.test(line)) return '#ffce7a';
  if (/^\s+->/.test(line)) return '#86dba3';
  return /^\s+SDK codes/.test(line) ? '#a3aebd' : '#e6eaf0';
};
const lines = [`$ ${process.argv[2]}`, '', ...readFileSync(0, 'utf8').trimEnd().split('\n')].flatMap((line) =>
  wrap(line).map((part, index) => [(index > 0 ? '     ' : '') + part.trimEnd(), colour(line)]),
);
const height = lines.length * LINE + 36;
const texts = lines.map(([text, fill], index) => `<text x="18" y="${32 + index * LINE}" fill="${fill}" xml:space="preserve">${escape(text)}</text>`);
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 880 ${height}" role="img" aria-label="${escape(process.argv[2]).replaceAll('"', '')}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="${SIZE}">
<rect width="880" height="${height}" rx="8" fill="#161b22"/>
${texts.join('\n')}
</svg>
`);
