// node operators.mjs FOLDER SEED: writes a module with a function for each integer operator and with
// functions of random expressions, and what they must return. The operators' results come from
// BigInt, not from WebAssembly; those of the expressions from Node's WebAssembly.
import { writeFileSync } from 'node:fs';
import { random } from './random.mjs';

const [, , folder, seedText] = process.argv;
const seed = Number(seedText);
const dice = random(seed);
const I32 = 0x7f;
const I64 = 0x7e;
const FUNCTIONS = 300;
const CALLS = 20;

// What each operator returns, for operands that are not negative and below 2^width.
const signed = (value, width) => BigInt.asIntN(width, value);
const leading = (value, width) => width - value.toString(2).padStart(width, '0').replace(/^0*/, '').length;
const bits = (value, width) => value.toString(2).padStart(width, '0');
const both = [
  // name, code for i32, code for i64, result, whether it is an i32 for both
  ['eqz', 0x45, 0x50, (a) => BigInt(a === 0n), true, 1],
  ['eq', 0x46, 0x51, (a, b) => BigInt(a === b), true],
  ['ne', 0x47, 0x52, (a, b) => BigInt(a !== b), true],
  ['lt_s', 0x48, 0x53, (a, b, w) => BigInt(signed(a, w) < signed(b, w)), true],
  ['lt_u', 0x49, 0x54, (a, b) => BigInt(a < b), true],
  ['gt_s', 0x4a, 0x55, (a, b, w) => BigInt(signed(a, w) > signed(b, w)), true],
  ['gt_u', 0x4b, 0x56, (a, b) => BigInt(a > b), true],
  ['le_s', 0x4c, 0x57, (a, b, w) => BigInt(signed(a, w) <= signed(b, w)), true],
  ['le_u', 0x4d, 0x58, (a, b) => BigInt(a <= b), true],
  ['ge_s', 0x4e, 0x59, (a, b, w) => BigInt(signed(a, w) >= signed(b, w)), true],
  ['ge_u', 0x4f, 0x5a, (a, b) => BigInt(a >= b), true],
  ['clz', 0x67, 0x79, (a, b, w) => BigInt(a === 0n ? w : leading(a, w)), false, 1],
  ['ctz', 0x68, 0x7a, (a, b, w) => BigInt(a === 0n ? w : bits(a, w).match(/0*$/)[0].length), false, 1],
  ['popcnt', 0x69, 0x7b, (a, b, w) => BigInt(bits(a, w).replaceAll('0', '').length), false, 1],
  ['add', 0x6a, 0x7c, (a, b) => a + b],
  ['sub', 0x6b, 0x7d, (a, b) => a - b],
  ['mul', 0x6c, 0x7e, (a, b) => a * b],
  ['div_s', 0x6d, 0x7f, (a, b, w) => signed(a, w) / signed(b, w)],
  ['div_u', 0x6e, 0x80, (a, b) => a / b],
  ['rem_s', 0x6f, 0x81, (a, b, w) => signed(a, w) % signed(b, w)],
  ['rem_u', 0x70, 0x82, (a, b) => a % b],
  ['and', 0x71, 0x83, (a, b) => a & b],
  ['or', 0x72, 0x84, (a, b) => a | b],
  ['xor', 0x73, 0x85, (a, b) => a ^ b],
  ['shl', 0x74, 0x86, (a, b, w) => a << (b % BigInt(w))],
  ['shr_s', 0x75, 0x87, (a, b, w) => signed(a, w) >> (b % BigInt(w))],
  ['shr_u', 0x76, 0x88, (a, b, w) => a >> (b % BigInt(w))],
  ['rotl', 0x77, 0x89, (a, b, w) => (a << (b % BigInt(w))) | (a >> ((BigInt(w) - (b % BigInt(w))) % BigInt(w))) * BigInt(b % BigInt(w) !== 0n)],
  ['rotr', 0x78, 0x8a, (a, b, w) => (a >> (b % BigInt(w))) | (a << ((BigInt(w) - (b % BigInt(w))) % BigInt(w))) * BigInt(b % BigInt(w) !== 0n)],
];
const others = [
  // name, code, the parameter's type, the result's type, result
  ['wrap', [0xa7], I64, I32, (a) => a],
  ['extend_i32_s', [0xac], I32, I64, (a) => signed(a, 32)],
  ['extend_i32_u', [0xad], I32, I64, (a) => a],
  ['i32_extend8_s', [0xc0], I32, I32, (a) => signed(a, 8)],
  ['i32_extend16_s', [0xc1], I32, I32, (a) => signed(a, 16)],
  ['i64_extend8_s', [0xc2], I64, I64, (a) => signed(a, 8)],
  ['i64_extend16_s', [0xc3], I64, I64, (a) => signed(a, 16)],
  ['i64_extend32_s', [0xc4], I64, I64, (a) => signed(a, 32)],
];

// The binary format.
const unsigned = (value) => {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
};
const leb = (value) => {
  const bytes = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    const low = Number(rest & 127n);
    if ((rest >> 7n === 0n && low < 64) || (rest >> 7n === -1n && low >= 64)) return [...bytes, low];
    bytes.push(low + 128);
  }
};
const vector = (items) => [...unsigned(items.length), ...items.flat()];
const section = (id, bytes) => [id, ...unsigned(bytes.length), ...bytes];
const text = (string) => vector([...Buffer.from(string)]);

const functions = [];
const add = (name, params, result, locals, code) => functions.push({ name, params, result, locals, code });
const get = (index) => [0x20, index];

const rows = [];
const edges = [0n, 1n, 2n, 3n, 7n, 31n, 32n, 63n, 64n, 255n, 65535n, 0x7fffffffn, 0x80000000n, 0xffffffffn,
  0x100000000n, 0x7fffffffffffffffn, 0x8000000000000000n, 0x8000000000000001n, 0xfffffffffffffffen, 0xffffffffffffffffn];
const number = () => ((BigInt(dice.next()) << 32n) | BigInt(dice.next())) >> BigInt(dice.below(64));
for (let more = 0; more < 30; more += 1) edges.push(number());
/** How PHP has a value of that type. */
const written = (value, type) => String(type === I32 ? BigInt.asUintN(32, value) : BigInt.asIntN(64, value));

for (const [name, narrow, wide, result, isTest, count = 2] of both) {
  for (const [type, code, width] of [[I32, narrow, 32], [I64, wide, 64]]) {
    const own = `${width === 32 ? 'i32' : 'i64'}_${name}`;
    const out = isTest ? I32 : type;
    add(own, Array(count).fill(type), out, [], [...get(0), ...(count === 2 ? get(1) : []), code]);
    for (const a of edges.map((one) => BigInt.asUintN(width, one))) {
      for (const b of count === 1 ? [0n] : edges.map((one) => BigInt.asUintN(width, one))) {
        const divides = name.startsWith('div') || name.startsWith('rem');
        const overflows = name.endsWith('div_s') && a === 1n << BigInt(width - 1) && b === (1n << BigInt(width)) - 1n;
        const want = divides && (b === 0n || overflows) ? 'trap' : written(result(a, b, width), out);
        rows.push([own, [a, b].slice(0, count).map((one) => written(one, type)), want]);
      }
    }
  }
}
for (const [name, code, from, to, result] of others) {
  add(name, [from], to, [], [...get(0), ...code]);
  for (const a of edges.map((one) => BigInt.asUintN(from === I32 ? 32 : 64, one))) {
    rows.push([name, [written(a, from)], written(result(a), to)]);
  }
}

// Loads and stores of each size at each address of two words, with an alignment that holds.
for (const [name, store, load, sizes, type] of [
  ['i32', 0x36, 0x28, 4, I32], ['i64', 0x37, 0x29, 8, I64],
  ['i32_8u', 0x3a, 0x2d, 1, I32], ['i32_8s', 0x3a, 0x2c, 1, I32],
  ['i32_16u', 0x3b, 0x2f, 2, I32], ['i32_16s', 0x3b, 0x2e, 2, I32],
  ['i64_8u', 0x3c, 0x31, 1, I64], ['i64_8s', 0x3c, 0x30, 1, I64],
  ['i64_16u', 0x3d, 0x33, 2, I64], ['i64_16s', 0x3d, 0x32, 2, I64],
  ['i64_32u', 0x3e, 0x35, 4, I64], ['i64_32s', 0x3e, 0x34, 4, I64],
]) {
  for (const align of [0, 1, 2].filter((one) => 2 ** one <= sizes)) {
    const own = `memory_${name}_${align}`;
    // What is around stays: the sum of both words around tells.
    add(own, [I32, type], I64, [], [
      0x41, ...leb(64), 0x42, ...leb(-81985529216486896n), 0x37, 3, 0, 0x41, ...leb(72), 0x42, ...leb(1311768467463790320n), 0x37, 3, 0,
      ...get(0), ...get(1), store, align, ...unsigned(60),
      ...get(0), load, align, ...unsigned(60), ...(type === I32 ? [0xac] : []),
      0x41, ...leb(64), 0x29, 3, 0, 0x42, ...leb(3), 0x7e, 0x7c, 0x41, ...leb(72), 0x29, 3, 0, 0x42, ...leb(5), 0x7e, 0x7c,
    ]);
    for (let at = 4; at < 12; at += 2 ** align) {
      for (const value of edges) rows.push([own, [String(at), written(value, type)], null]);
    }
  }
}

// Random expressions with locals, blocks, loops and jumps.
const OPERATORS = { [I32]: both.map((one) => [one[1], one[5] ?? 2, I32]), [I64]: both.filter((one) => !one[4]).map((one) => [one[2], one[5] ?? 2, I64]) };
const isDivision = (code) => (code >= 0x6d && code <= 0x70) || (code >= 0x7f && code <= 0x82);
function expression(type, depth, locals) {
  const own = locals.flatMap((one, index) => (one === type ? [index] : []));
  const kind = depth === 0 ? dice.below(2) : dice.below(12);
  if (kind === 0) return type === I32 ? [0x41, ...leb(BigInt.asIntN(32, dice.pick(edges)))] : [0x42, ...leb(BigInt.asIntN(64, dice.pick(edges)))];
  if (kind === 1 && own.length) return get(dice.pick(own));
  const sub = (of = type) => expression(of, Math.max(depth - 1, 0), locals);
  if (kind === 2) return type === I32 ? [...sub(I64), 0xa7] : [...sub(I32), dice.pick([0xac, 0xad])];
  if (kind === 3) return [...sub(), ...sub(), ...sub(I32), 0x1b];
  if (kind === 4 && own.length) return [...sub(), 0x22, dice.pick(own)];
  if (kind === 5) return [...sub(I32), 0x04, type, ...sub(), 0x05, ...sub(), 0x0b];
  if (kind === 6) return [0x02, type, ...sub(), ...sub(I32), 0x0d, 0, 0x1a, ...sub(), 0x0b];
  if (kind === 7) return [...sub(I32), 0x41, ...leb(0x7c), 0x71, type === I32 ? 0x28 : 0x35, 2, ...unsigned(dice.below(16) * 4)];
  if (kind === 8 && type === I32) return [...sub(I64), ...sub(I64), dice.pick([0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a])];
  if (kind === 9) return type === I32 ? [...sub(), dice.pick([0xc0, 0xc1])] : [...sub(), dice.pick([0xc2, 0xc3, 0xc4])];
  const [code, count] = dice.pick(OPERATORS[type]);
  if (count === 1) return [...sub(), code];
  // A divisor that is never 0, and not -1 either.
  if (isDivision(code)) return [...sub(), ...sub(), ...(type === I32 ? [0x41, ...leb(0x7ffffff0), 0x71, 0x41, 3, 0x72] : [0x42, ...leb(0x7ffffffffffffff0n), 0x83, 0x42, 3, 0x84]), code];
  return [...sub(), ...sub(), code];
}
function statement(depth, locals) {
  const kind = dice.below(6);
  if (kind === 0) return [...expression(I32, 1, locals), 0x41, ...leb(0x7c), 0x71, ...expression(I32, depth, locals), dice.pick([0x36, 0x3a, 0x3b]), 0, ...unsigned(dice.below(60))];
  if (kind === 1) return [...expression(I32, 1, locals), 0x41, ...leb(0x7c), 0x71, ...expression(I64, depth, locals), 0x37, 2, ...unsigned(dice.below(16) * 4)];
  if (kind === 2) return [0x02, 0x40, ...expression(I32, depth, locals), 0x0d, 0, ...statement(1, locals), 0x0b];
  const index = dice.below(locals.length);
  return [...expression(locals[index], depth, locals), 0x21, index];
}
for (let made = 0; made < FUNCTIONS; made += 1) {
  const params = Array.from({ length: 1 + dice.below(4) }, () => dice.pick([I32, I64]));
  const locals = Array.from({ length: dice.below(4) }, () => dice.pick([I32, I64]));
  const result = dice.pick([I32, I64]);
  const all = [...params, ...locals];
  const body = Array.from({ length: 1 + dice.below(5) }, () => statement(3, all)).flat();
  // A loop of four rounds around it, whose counter is a local of its own.
  const loop = [0x03, 0x40, ...body, ...get(all.length), 0x41, 1, 0x6a, 0x22, all.length, 0x41, 4, 0x49, 0x0d, 0, 0x0b];
  add(`random${made}`, params, result, [...locals, I32], [...loop, ...expression(result, 4, all)]);
  for (let call = 0; call < CALLS; call += 1) {
    const given = params.map((type) => written(dice.below(2) ? number() : dice.pick(edges), type));
    rows.push([`random${made}`, given, null]);
  }
}

const bytes = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  ...section(1, vector(functions.map(({ params, result }) => [0x60, ...vector(params.map((one) => [one])), 1, result]))),
  ...section(3, vector(functions.map((one, index) => unsigned(index)))),
  ...section(5, [1, 0, 1]),
  ...section(7, vector([...functions.map(({ name }, index) => [...text(name), 0, ...unsigned(index)]), [...text('memory'), 2, 0]])),
  ...section(10, vector(functions.map(({ locals, code }) => {
    const body = [...vector(locals.map((one) => [1, one])), ...code, 0x0b];
    return [...unsigned(body.length), ...body];
  })))]);
writeFileSync(`${folder}/operators.wasm`, bytes);

const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
const kinds = new Map(functions.map((one) => [one.name, one]));
let fromNode = 0;
const table = rows.map(([name, given, want]) => {
  const { params, result } = kinds.get(name);
  let found;
  try {
    found = written(BigInt(exports[name](...given.map((one, at) => (params[at] === I32 ? Number(one) : BigInt(one))))), result);
  } catch (trap) {
    if (!(trap instanceof WebAssembly.RuntimeError)) throw trap;
    found = 'trap';
  }
  if (want === null) fromNode += 1;
  else if (want !== found) throw new Error(`${name}(${given}) is ${found}, BigInt says ${want}`);
  return `${name} ${given.join(',')} ${found}`;
});
writeFileSync(`${folder}/operators.txt`, `${table.join('\n')}\n`);
console.log(`seed ${seed}: ${rows.length - fromNode} results of BigInt, ${fromNode} of WebAssembly`);
