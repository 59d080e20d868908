//! token04.wasm as Java source: one class, each function a method, the linear memory a byte array.
//!
//! It translates what the module contains: integers, numbers of 64 bits with a fraction, one memory,
//! one table of functions. Anything else is an error when the package is built. A trap is a
//! `RuntimeException`.

mod function;
mod operators;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use wasmparser::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExternalKind, FuncType, FunctionBody, Operator,
    Parser, Payload, TypeRef, ValType,
};
use xtask_lib::Result;

/// What is the same for each module: its memory.
const CLASS: &str = include_str!("Class.java.txt");
/// Memory grows to 64 MiB, far above what the longest arguments need.
const MOST_PAGES: u64 = 1024;
/// A constant string of a class file has at most 65535 bytes, and a byte needs up to two.
const CHUNK_BYTES: usize = 16_384;

/// The types of values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Int,
    Long,
    Double,
}

impl Kind {
    fn of(value: ValType) -> Result<Self> {
        match value {
            ValType::I32 => Ok(Self::Int),
            ValType::I64 => Ok(Self::Long),
            ValType::F64 => Ok(Self::Double),
            other => Err(format!("values of type {other} are not translated")),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Long => "long",
            Self::Double => "double",
        }
    }

    /// The first letter of variables of this type.
    fn letter(self) -> &'static str {
        match self {
            Self::Int => "i",
            Self::Long => "l",
            Self::Double => "d",
        }
    }
}

/// A function's type: with at most one result.
#[derive(Clone, PartialEq, Eq)]
struct Signature {
    parameters: Vec<Kind>,
    result: Option<Kind>,
}

impl Signature {
    fn of(function: &FuncType) -> Result<Self> {
        let parameters =
            function.params().iter().map(|&one| Kind::of(one)).collect::<Result<_>>()?;
        let result = match function.results() {
            [] => None,
            &[one] => Some(Kind::of(one)?),
            _ => return Err("functions with several results are not translated".into()),
        };
        Ok(Self { parameters, result })
    }

    fn result_name(&self) -> &'static str {
        self.result.map_or("void", Kind::name)
    }

    /// `int p0,long p1`
    fn declared(&self) -> Vec<String> {
        let names = self.parameters.iter().enumerate();
        names.map(|(index, kind)| format!("{} p{index}", kind.name())).collect()
    }

    /// `p0,p1`
    fn passed(&self) -> String {
        let names: Vec<String> =
            (0..self.parameters.len()).map(|index| format!("p{index}")).collect();
        names.join(",")
    }

    fn returns(&self) -> &'static str {
        if self.result.is_some() { "return " } else { "" }
    }
}

/// What function bodies refer to.
#[derive(Default)]
struct Module {
    types: Vec<Signature>,
    /// Names of the imported functions, which are the first ones.
    imports: Vec<String>,
    /// The type of each function.
    functions: Vec<usize>,
    globals: Vec<Kind>,
    /// The function in each slot of the table.
    table: BTreeMap<usize, usize>,
}

impl Module {
    fn signature(&self, index: usize) -> Result<&Signature> {
        self.types.get(index).ok_or_else(|| format!("there is no type {index}"))
    }

    fn function(&self, index: usize) -> Result<&Signature> {
        let index = self.functions.get(index).ok_or_else(|| format!("no function {index}"))?;
        self.signature(*index)
    }

    fn global(&self, index: u32) -> Result<Kind> {
        self.globals.get(number(index)).copied().ok_or_else(|| format!("no global {index}"))
    }

    /// How a function is called.
    fn callee(&self, index: usize) -> String {
        self.imports.get(index).map_or_else(|| format!("f{index}("), |name| format!("host.{name}("))
    }
}

fn number(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}

fn says(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// The class of a module.
pub fn class(wasm: &[u8], package: &str, name: &str) -> Result<String> {
    let mut module = Module::default();
    let mut bodies: Vec<FunctionBody<'_>> = Vec::new();
    let mut exports = Vec::new();
    let mut fields = String::new();
    let mut filled = String::new();
    let (mut pages, mut most_pages) = (0, 0);
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(says)? {
            Payload::TypeSection(types) => {
                for function in types.into_iter_err_on_gc_types() {
                    module.types.push(Signature::of(&function.map_err(says)?)?);
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import.map_err(says)?;
                    let TypeRef::Func(index) = import.ty else {
                        return Err(format!("{} is not a function", import.name));
                    };
                    module.imports.push(import.name.to_owned());
                    module.functions.push(number(index));
                }
            }
            Payload::FunctionSection(functions) => {
                for index in functions {
                    module.functions.push(number(index.map_err(says)?));
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    let memory = memory.map_err(says)?;
                    pages = memory.initial;
                    most_pages = memory.maximum.map_or(MOST_PAGES, |most| most.min(MOST_PAGES));
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    let global = global.map_err(says)?;
                    let kind = Kind::of(global.ty.content_type)?;
                    let (index, start) = (module.globals.len(), constant(&global.init_expr)?);
                    let _ = writeln!(fields, "  private {} g{index} = {start};", kind.name());
                    module.globals.push(kind);
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export.map_err(says)?;
                    if export.kind == ExternalKind::Func {
                        exports.push((export.name.to_owned(), number(export.index)));
                    }
                }
            }
            Payload::ElementSection(elements) => {
                for element in elements {
                    let element = element.map_err(says)?;
                    let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(items)) =
                        (element.kind, element.items)
                    else {
                        return Err("a table that is not filled with functions at the start".into());
                    };
                    let start: usize = constant(&offset_expr)?.parse().map_err(says)?;
                    for (slot, function) in items.into_iter().enumerate() {
                        module.table.insert(start + slot, number(function.map_err(says)?));
                    }
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body),
            Payload::DataSection(segments) => {
                for segment in segments {
                    let segment = segment.map_err(says)?;
                    let DataKind::Active { offset_expr, .. } = segment.kind else {
                        return Err("data that is not in memory from the start".into());
                    };
                    let start: usize = constant(&offset_expr)?.parse().map_err(says)?;
                    for (index, chunk) in segment.data.chunks(CHUNK_BYTES).enumerate() {
                        let at = start + index * CHUNK_BYTES;
                        let _ = writeln!(filled, "    put({at}, \"{}\");", literal(chunk));
                    }
                }
            }
            Payload::StartSection { .. } => return Err("a start function is not translated".into()),
            _ => {}
        }
    }

    let mut methods = String::new();
    let mut indirect = BTreeSet::new();
    for (index, body) in bodies.iter().enumerate() {
        let index = module.imports.len() + index;
        methods += &function::method(&module, index, body, &mut indirect)?;
    }
    for index in indirect {
        methods += &indirect_call(&module, index)?;
    }
    for (export, index) in exports {
        let signature = module.function(index)?;
        let (result, returns) = (signature.result_name(), signature.returns());
        let (declared, callee) = (signature.declared().join(","), module.callee(index));
        let passed = signature.passed();
        let _ =
            writeln!(methods, "  {result} {export}({declared}) {{ {returns}{callee}{passed}); }}");
    }
    // The module's own strings last: they may contain the words that are replaced.
    Ok(CLASS
        .replace("PACKAGE", package)
        .replace("NAME", name)
        .replace("MOST_PAGES", &most_pages.to_string())
        .replace("PAGES", &pages.to_string())
        .replace("    // HOST\n", &host(&module)?)
        .replace("  // FIELDS\n", &fields)
        .replace("  // METHODS\n", &methods)
        .replace("    // DATA\n", &filled))
}

/// The imports, as methods of the interface that a host implements.
fn host(module: &Module) -> Result<String> {
    let mut host = String::new();
    for (index, name) in module.imports.iter().enumerate() {
        let signature = module.function(index)?;
        let (result, declared) = (signature.result_name(), signature.declared().join(", "));
        let _ = writeln!(host, "    {result} {name}({declared});");
    }
    Ok(host)
}

/// A method that calls the function in a slot of the table, if it has this type.
fn indirect_call(module: &Module, index: usize) -> Result<String> {
    let signature = module.signature(index)?;
    let (result, returns) = (signature.result_name(), signature.returns());
    let mut declared = signature.declared();
    declared.push("int slot".to_owned());
    let mut text = format!("  private {result} t{index}({}) {{\n", declared.join(","));
    text += "    switch (slot) {\n";
    for (slot, &function) in &module.table {
        if module.function(function)? == signature {
            let (callee, passed) = (module.callee(function), signature.passed());
            let end = if signature.result.is_some() { "" } else { " return;" };
            let _ = writeln!(text, "      case {slot}: {returns}{callee}{passed});{end}");
        }
    }
    Ok(text + "      default: throw trap();\n    }\n  }\n")
}

/// The number that an initial value is.
fn constant(expression: &ConstExpr<'_>) -> Result<String> {
    match expression.get_operators_reader().read().map_err(says)? {
        Operator::I32Const { value } => Ok(value.to_string()),
        Operator::I64Const { value } => Ok(format!("{value}L")),
        other => Err(format!("an initial value that is no number: {other:?}")),
    }
}

/// Bytes as a string of as many characters.
fn literal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => text.extend(['\\', char::from(byte)]),
            b' '..=b'~' => text.push(char::from(byte)),
            _ => {
                let _ = write!(text, "\\{byte:03o}");
            }
        }
    }
    text
}
