//! `token04.wasm` as plain PHP: two classes, of which the second extends the first and holds what
//! only rarely runs, so that it is loaded only then.
//!
//! The classes are integers, arrays and `goto`; everything else (memory, arithmetic that PHP does
//! not have, and what the module imports) is in `Machine.php`, written by hand.

mod arithmetic;
mod expression;
mod function;
mod module;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use wasmparser::Operator;
use xtask_lib::Result;

use module::{Module, failed};

/// What the names of the module's functions begin with, there and not in PHP.
const PREFIX: &str = "token04_";

/// The two classes.
pub struct Classes<'a> {
    /// The namespace, in which the class `Machine` is too.
    pub namespace: &'a str,
    /// Extends `Machine`; has what `roots` run.
    pub first: &'a str,
    /// Extends `first`; has all other functions. `Machine` loads it when one of them is called.
    pub second: &'a str,
    /// Exported functions, without the prefix.
    pub roots: &'a [&'a str],
    /// Parts of the symbols of functions that the roots could call and hardly ever do.
    pub rare: &'a [&'a str],
}

/// Translates a module. Returns the sources of the two classes; the same bytes for the same module.
pub fn translate(bytes: &[u8], classes: &Classes<'_>) -> Result<(String, String)> {
    let module = Module::read(bytes)?;
    let names = names(&module)?;
    let mut roots = Vec::new();
    for root in classes.roots {
        let export = module.exports.iter().find(|(name, _)| short(name) == *root);
        roots.push(export.ok_or_else(|| failed(format!("it exports no {root}")))?.1);
    }
    let is_rare = |function: u32| {
        let symbol = module.symbols.get(&function).copied().unwrap_or_default();
        classes.rare.iter().any(|part| symbol.contains(part))
    };
    let often = reachable(&module, &roots, is_rare)?;
    let exported: Vec<u32> = module.exports.iter().map(|(_, function)| *function).collect();
    let all = reachable(&module, &exported, |_| false)?;

    let mut first = head(classes.namespace, &format!("class {} extends Machine", classes.first));
    let _ = writeln!(first, "protected const REST={}::class;", classes.second);
    let _ = writeln!(first, "protected const PAGES={};", module.pages);
    let (empty, words) = initial(&module);
    let _ = writeln!(first, "protected const EMPTY={empty};\nprotected const DATA=[{words}];");
    let _ = writeln!(first, "protected const GLOBALS={};", module.globals.len());
    for (number, value) in module.globals.iter().enumerate() {
        let _ = writeln!(first, "public $g{number}={value};");
    }
    let mut second =
        head(classes.namespace, &format!("class {} extends {}", classes.second, classes.first));
    for number in all {
        let text = function::method(&module, &names, number)?;
        if often.contains(&number) { first.push_str(&text) } else { second.push_str(&text) }
    }
    let called = indirect(&module, &often)?;
    for kind in (0_u32..).take(module.types.len()) {
        if module.table.values().any(|function| module.kind_of(*function) == Ok(kind)) {
            let text = dispatch(&module, &names, kind)?;
            if called.contains(&kind) { first.push_str(&text) } else { second.push_str(&text) }
        }
    }
    first.push_str("}\n");
    second.push_str("}\n");
    Ok((first, second))
}

fn head(namespace: &str, class: &str) -> String {
    format!(
        "<?php\n/*\n * Generated from token04.wasm when this package was built: do not edit, and \
         do not read.\n * How: CONTRIBUTING.md, \"The core as PHP\".\n *\n * @internal\n * \
         @generated\n */\ndeclare(strict_types=1);\nnamespace {namespace};\n/** @internal */\n{class}\n{{\n"
    )
}

/// The name of each function in PHP.
fn names(module: &Module<'_>) -> Result<BTreeMap<u32, String>> {
    let mut names = BTreeMap::new();
    for (number, (name, _)) in module.imports.iter().enumerate() {
        names.insert(u32::try_from(number).map_err(failed)?, short(name).to_owned());
    }
    let own = u32::try_from(module.functions.len()).map_err(failed)?;
    let imports = u32::try_from(module.imports.len()).map_err(failed)?;
    for number in imports..imports + own {
        names.insert(number, format!("f{number}"));
    }
    for (name, number) in &module.exports {
        names.insert(*number, short(name).to_owned());
    }
    Ok(names)
}

fn short(name: &str) -> &str {
    name.strip_prefix(PREFIX).unwrap_or(name)
}

/// The module's own functions that these may call, without those at which to stop.
fn reachable(
    module: &Module<'_>,
    roots: &[u32],
    stops_at: impl Fn(u32) -> bool,
) -> Result<BTreeSet<u32>> {
    let mut found = BTreeSet::new();
    let mut waiting = roots.to_vec();
    while let Some(number) = waiting.pop() {
        let is_import = (number as usize) < module.imports.len();
        if is_import || stops_at(number) || !found.insert(number) {
            continue;
        }
        for operator in &module.own(number)?.body {
            match operator {
                Operator::Call { function_index } => waiting.push(*function_index),
                Operator::CallIndirect { type_index, .. } => {
                    for function in module.table.values() {
                        if module.kind_of(*function)? == *type_index {
                            waiting.push(*function);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    Ok(found)
}

/// The types of the calls by the table that these functions make.
fn indirect(module: &Module<'_>, functions: &BTreeSet<u32>) -> Result<BTreeSet<u32>> {
    let mut kinds = BTreeSet::new();
    for number in functions {
        for operator in &module.own(*number)?.body {
            if let Operator::CallIndirect { type_index, .. } = operator {
                kinds.insert(*type_index);
            }
        }
    }
    Ok(kinds)
}

/// The method that calls a function of a type by its index in the table.
fn dispatch(module: &Module<'_>, names: &BTreeMap<u32, String>, kind: u32) -> Result<String> {
    let count = module.kind(kind)?.params().len();
    let arguments: Vec<String> = (0..count).map(|number| format!("$l{number}")).collect();
    let list = arguments.join(",");
    let comma = if count == 0 { "" } else { "," };
    let mut text = format!("function indirect{kind}($i{comma}{list}){{switch($i){{\n");
    for (index, function) in &module.table {
        if module.kind_of(*function)? == kind {
            let name = names.get(function).ok_or_else(|| failed("a function has no name"))?;
            let _ = writeln!(text, "case {index}:return $this->{name}({list});");
        }
    }
    text.push_str("}throw self::trap();}\n");
    Ok(text)
}

/// The memory at the start: how many words of 0 it begins with, and the words behind them. A list of
/// numbers costs a request nothing where opcache keeps it; a string would have to be unpacked.
fn initial(module: &Module<'_>) -> (usize, String) {
    let mut image: Vec<u8> = Vec::new();
    for (at, bytes) in &module.data {
        let end = *at as usize + bytes.len();
        image.resize(image.len().max(end.next_multiple_of(4)), 0);
        if let Some(place) = image.get_mut(*at as usize..end) {
            place.copy_from_slice(bytes);
        }
    }
    let (words, _) = image.as_chunks::<4>();
    let words: Vec<u32> = words.iter().map(|word| u32::from_le_bytes(*word)).collect();
    let empty = words.iter().take_while(|word| **word == 0).count();
    let rest: Vec<String> = words.iter().skip(empty).map(u32::to_string).collect();
    (empty, rest.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8], roots: &[&str]) -> String {
        let (namespace, first, second) = ("N", "First", "Second");
        translate(bytes, &Classes { namespace, first, second, roots, rare: &[] }).unwrap_err()
    }

    #[test]
    fn what_cannot_be_translated_is_an_error() {
        let empty = b"\0asm\x01\0\0\0";
        assert!(refused(b"", &[]).starts_with("the module cannot be translated"));
        assert!(refused(b"\0asm\x01\0\0\0\x01\xff", &[]).starts_with("the module cannot"));
        assert_eq!(refused(empty, &["f"]), "the module cannot be translated: it exports no f");
        // A function with a parameter of 32-bit floats.
        let mut floats = empty.to_vec();
        floats.extend(
            b"\x01\x05\x01\x60\x01\x7d\0\x03\x02\x01\0\x07\x05\x01\x01f\0\0\x0a\x04\x01\x02\0\x0b",
        );
        assert_eq!(refused(&floats, &["f"]), "the module cannot be translated: it uses f32");
    }

    #[test]
    fn the_same_module_gives_the_same_source() {
        // (func (export "f") (param i32) (result i32) local.get 0 i32.const 1 i32.add)
        let mut module = b"\0asm\x01\0\0\0\x01\x06\x01\x60\x01\x7f\x01\x7f\x03\x02\x01\0".to_vec();
        module.extend(b"\x07\x05\x01\x01f\0\0\x0a\x09\x01\x07\0\x20\0\x41\x01\x6a\x0b");
        let classes =
            Classes { namespace: "N", first: "First", second: "Second", roots: &["f"], rare: &[] };
        let (first, second) = translate(&module, &classes).unwrap();
        assert!(first.contains("function f($l0){\nreturn $l0+1&4294967295;\n}\n"), "{first}");
        assert!(first.starts_with("<?php\n/*\n * Generated from token04.wasm"), "{first}");
        assert!(second.ends_with("class Second extends First\n{\n}\n"), "{second}");
        assert_eq!(translate(&module, &classes).unwrap(), (first, second));
    }
}
