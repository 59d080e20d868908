//! The translator against Node: each operator that it knows, with all pairs of many numbers, and
//! what traps.

use std::fmt::Write;
use std::fs;

use super::{folder, remove, translate};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

const BINARY: &str = "add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr";
const COMPARED: &str = "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u";
const UNARY: &str = "clz ctz popcnt extend8_s extend16_s";
const CONVERTED: &[(&str, &str, &str)] = &[
    ("i32.wrap_i64", "i64", "i32"),
    ("i64.extend_i32_s", "i32", "i64"),
    ("i64.extend_i32_u", "i32", "i64"),
    ("i64.extend32_s", "i64", "i64"),
    ("i32.eqz", "i32", "i32"),
    ("i64.eqz", "i64", "i32"),
];
const LOADED: &[&str] = &[
    "i32.load",
    "i32.load8_s",
    "i32.load8_u",
    "i32.load16_s",
    "i32.load16_u",
    "i64.load",
    "i64.load8_s",
    "i64.load8_u",
    "i64.load16_s",
    "i64.load16_u",
    "i64.load32_s",
    "i64.load32_u",
];
const STORED: &[&str] = &[
    "i32.store",
    "i32.store8",
    "i32.store16",
    "i64.store",
    "i64.store8",
    "i64.store16",
    "i64.store32",
];
/// With a fraction: of numbers that integers become, as bits; of no number the bits differ.
const FRACTIONS: &str = "add sub mul div";
const EDGES: &[i64] = &[
    0,
    1,
    2,
    3,
    7,
    8,
    31,
    32,
    33,
    63,
    64,
    65,
    127,
    128,
    255,
    256,
    32767,
    32768,
    65528,
    65535,
    65536,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    0x1_0000_0000,
    1 << 53,
    (1 << 53) + 1,
    i64::MAX,
    i64::MIN,
    i64::MIN + 1,
];
const RANDOM: usize = 30;
const SEED: u64 = 0x746f_6b65_6e30_3431;

/// Blocks, branches, calls through the table, and what changes memory while values wait.
const CONTROL: &str = r#"
(func (export "sum__i") (param i32) (result i32) (local i32 i32)
  (local.set 1 (i32.and (local.get 0) (i32.const 1023)))
  (block (loop
    (br_if 1 (i32.eqz (local.get 1)))
    (local.set 2 (i32.add (local.get 2) (local.get 1)))
    (local.set 1 (i32.sub (local.get 1) (i32.const 1)))
    (br 0)))
  (local.get 2))
(func (export "table__i") (param i32) (result i32)
  (block (block (block (br_table 0 1 2 1 2 (local.get 0)))
    (return (i32.const 10))) (return (i32.const 20))) (i32.const 30))
(func (export "value__ii") (param i32 i32) (result i32)
  (i32.add (local.get 0) (block (result i32)
    (drop (br_if 0 (local.get 1) (i32.gt_s (local.get 0) (local.get 1))))
    (if (result i32) (i32.lt_u (local.get 0) (i32.const 99))
      (then (unreachable)) (else (i32.const 5))))))
(func (export "order__ii") (param i32 i32) (result i32)
  (i32.sub
    (i32.add (i32.load8_u (i32.const 9)) (local.get 0))
    (block (result i32)
      (i32.store8 (i32.const 9) (local.get 1))
      (local.set 0 (i32.const 77))
      (global.set $g (i32.add (global.get $g) (i32.const 1)))
      (i32.mul (global.get $g) (local.get 0)))))
(func (export "indirect__ii") (param i32 i32) (result i32)
  (call_indirect (type $unary) (local.get 1) (i32.and (local.get 0) (i32.const 7))))
(func (export "select__ll") (param i64 i64) (result i64)
  (select (local.get 0) (i64.add (local.get 1) (i64.const 3)) (i64.ne (local.get 0) (local.get 1))))
(func (export "move__ii") (param i32 i32) (result i64)
  (memory.fill (i32.const 256) (local.get 0) (i32.const 16))
  (memory.copy (i32.const 260) (local.get 0) (i32.and (local.get 1) (i32.const 63)))
  (i64.xor (i64.load (i32.const 256)) (i64.load (i32.const 264))))
(func (export "grow__i") (param i32) (result i32)
  (i32.add (i32.mul (memory.grow (i32.and (local.get 0) (i32.const 0x80000001))) (i32.const 1000))
    (memory.size)))
"#;

/// See the module.
pub fn check(sh: &Shell) -> Result {
    let home = folder().join("translator");
    remove(&home)?;
    fs::create_dir_all(&home).map_err(|e| e.to_string())?;
    let (text, wasm) = (home.join("module.wat"), home.join("module.wasm"));
    let numbers = home.join("numbers.txt");
    write(&text, &module())?;
    write(&numbers, &values())?;
    let features = ["--enable-sign-ext", "--enable-bulk-memory"];
    sh.run(command(&["wasm-as"]).args(features).arg(&text).arg("-o").arg(&wasm))?;
    let bytes = fs::read(&wasm).map_err(|e| e.to_string())?;
    write(&home.join("Module.java"), &translate::class(&bytes, "check", "Module")?)?;
    let sources = paths::root().join("bindings-java/checks/translator");
    let mut compile = command(&["javac", "--release", "8", "-Xlint:all,-options", "-Werror", "-d"]);
    compile.arg(&home).arg(home.join("Module.java")).arg(sources.join("Arithmetic.java"));
    sh.run(&mut compile)?;
    let mut java = command(&["java", "-cp"]);
    let ours = sh.output(java.arg(&home).arg("check.Arithmetic").arg(&numbers))?;
    let mut node = command(&["node"]);
    let theirs = sh.output(node.arg(sources.join("arithmetic.mjs")).arg(&wasm).arg(&numbers))?;
    let count = ours.lines().count();
    let pairs = theirs.lines().zip(ours.lines());
    match pairs.into_iter().find(|(theirs, ours)| theirs != ours) {
        Some((theirs, ours)) => Err(format!("Node: {theirs}, Java: {ours}")),
        None if count == theirs.lines().count() && count > 100 => {
            let numbers = values().lines().count();
            sh.note(format!("{count} functions, {} pairs each: as in Node", numbers * numbers))
        }
        None => Err(format!("{count} functions were called")),
    }
}

fn write(path: &std::path::Path, text: &str) -> Result {
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}

/// The numbers, one a line.
fn values() -> String {
    let mut text = String::new();
    for number in EDGES {
        let _ = writeln!(text, "{number}\n{}", number.wrapping_neg());
    }
    let mut state = SEED;
    for _ in 0..RANDOM {
        // Xorshift.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let _ = writeln!(text, "{}", state.cast_signed());
    }
    text
}

/// A module with a function for each operator; its name ends with the types of its parameters.
fn module() -> String {
    let mut text = String::from(
        "(module (type $unary (func (param i32) (result i32))) (memory 1 3)
(global $g (mut i32) (i32.const 5)) (table 6 funcref) (elem (i32.const 1) $double $other $double)
(func $double (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
(func $other (param i64) (result i32) (i32.const 1))\n",
    );
    let pattern: String = (0..=255).map(|byte| format!("\\{:02x}", 255 - byte)).collect();
    let _ = writeln!(
        text,
        "(data (i32.const 0) \"{pattern}\") (data (i32.const 65500) \"{pattern:.60}\")"
    );
    for kind in ["i32", "i64"] {
        for name in BINARY.split(' ') {
            function(&mut text, &format!("{kind}.{name}"), &[kind, kind], kind);
        }
        for name in COMPARED.split(' ') {
            function(&mut text, &format!("{kind}.{name}"), &[kind, kind], "i32");
        }
        for name in UNARY.split(' ') {
            function(&mut text, &format!("{kind}.{name}"), &[kind], kind);
        }
    }
    for (name, from, to) in CONVERTED {
        function(&mut text, name, &[from], to);
    }
    for name in LOADED {
        let kind = name.get(..3).unwrap_or_default();
        for offset in ["0", "5", "65530"] {
            let export = format!("{}_{offset}__i", name.replace('.', "_"));
            let _ = writeln!(
                text,
                "(func (export \"{export}\") (param i32) (result {kind}) \
                 ({name} offset={offset} (local.get 0)))"
            );
        }
    }
    for name in STORED {
        let kind = name.get(..3).unwrap_or_default();
        let export = format!("{}__i{}", name.replace('.', "_"), letter(kind));
        let _ = writeln!(
            text,
            "(func (export \"{export}\") (param i32 {kind}) (result i64) \
             ({name} offset=3 (local.get 0) (local.get 1)) (i64.load offset=1 (local.get 0)))"
        );
    }
    for name in FRACTIONS.split(' ') {
        let _ = writeln!(
            text,
            "(func (export \"f64_{name}__ll\") (param i64 i64) (result i64) (local f64)
  (local.set 2 (f64.{name} (f64.neg (f64.convert_i64_u (local.get 0)))
    (f64.convert_i64_s (local.get 1))))
  (if (f64.ne (local.get 2) (local.get 2)) (then (return (i64.const 0))))
  (f64.store offset=300 (i32.const 8) (f64.abs (local.get 2)))
  (i64.xor (i64.reinterpret_f64 (f64.load (i32.const 308)))
    (i64.reinterpret_f64 (local.get 2))))"
        );
    }
    text + CONTROL + ")\n"
}

fn function(text: &mut String, operator: &str, parameters: &[&str], result: &str) {
    let letters: String = parameters.iter().map(|kind| letter(kind)).collect();
    let (name, kinds) = (operator.replace('.', "_"), parameters.join(" "));
    let given: String =
        (0..parameters.len()).map(|index| format!(" (local.get {index})")).collect();
    let _ = writeln!(
        text,
        "(func (export \"{name}__{letters}\") (param {kinds}) (result {result}) ({operator}{given}))"
    );
}

fn letter(kind: &str) -> &'static str {
    if kind == "i32" { "i" } else { "l" }
}
