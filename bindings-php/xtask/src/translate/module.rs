//! The parts of a WebAssembly module that the translation needs.

use std::collections::BTreeMap;

use wasmparser::{
    DataKind, ElementItems, ElementKind, ExternalKind, FuncType, KnownCustom, Name, Operator,
    Parser, Payload, TypeRef, ValType,
};
use xtask_lib::Result;

/// What every error of the reader becomes.
pub(super) fn failed(error: impl std::fmt::Display) -> String {
    format!("the module cannot be translated: {error}")
}

/// A module with one memory, at most one table, and integers only.
#[derive(Default)]
pub(super) struct Module<'a> {
    pub(super) types: Vec<FuncType>,
    /// Name and type of each imported function.
    pub(super) imports: Vec<(&'a str, u32)>,
    /// Behind the imports, which have the first numbers.
    pub(super) functions: Vec<Function<'a>>,
    pub(super) globals: Vec<i64>,
    /// Exported functions: the name and the function's number.
    pub(super) exports: Vec<(&'a str, u32)>,
    /// The table: which function is at which index.
    pub(super) table: BTreeMap<u32, u32>,
    pub(super) data: Vec<(u32, &'a [u8])>,
    pub(super) pages: u32,
    /// What the compiler called a function, where the module says so.
    pub(super) symbols: BTreeMap<u32, &'a str>,
}

pub(super) struct Function<'a> {
    pub(super) kind: u32,
    /// The types of all locals, the parameters first.
    pub(super) locals: Vec<ValType>,
    pub(super) body: Vec<Operator<'a>>,
}

impl<'a> Module<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut module = Self::default();
        let mut kinds = Vec::new();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.map_err(failed)? {
                Payload::TypeSection(section) => {
                    for kind in section.into_iter_err_on_gc_types() {
                        module.types.push(kind.map_err(failed)?);
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import.map_err(failed)?;
                        let TypeRef::Func(kind) = import.ty else {
                            return Err(failed("it imports what is no function"));
                        };
                        module.imports.push((import.name, kind));
                    }
                }
                Payload::FunctionSection(section) => {
                    for kind in section {
                        kinds.push(kind.map_err(failed)?);
                    }
                }
                Payload::MemorySection(section) => {
                    for memory in section {
                        let pages = memory.map_err(failed)?.initial;
                        module.pages = u32::try_from(pages).map_err(failed)?;
                    }
                }
                Payload::GlobalSection(section) => {
                    for global in section {
                        let value = constant(&global.map_err(failed)?.init_expr)?;
                        module.globals.push(value);
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export.map_err(failed)?;
                        if export.kind == ExternalKind::Func {
                            module.exports.push((export.name, export.index));
                        }
                    }
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        module.element(&element.map_err(failed)?)?;
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let kind = kinds.get(module.functions.len()).copied();
                    let kind = kind.ok_or_else(|| failed("it has a body too many"))?;
                    let mut locals = module.kind(kind)?.params().to_vec();
                    for group in body.get_locals_reader().map_err(failed)? {
                        let (count, local) = group.map_err(failed)?;
                        locals.extend((0..count).map(|_| local));
                    }
                    let operators = body.get_operators_reader().map_err(failed)?;
                    let body = operators
                        .into_iter()
                        .collect::<std::result::Result<_, _>>()
                        .map_err(failed)?;
                    module.functions.push(Function { kind, locals, body });
                }
                Payload::DataSection(section) => {
                    for data in section {
                        let data = data.map_err(failed)?;
                        let DataKind::Active { offset_expr, .. } = data.kind else {
                            return Err(failed("it has passive data"));
                        };
                        let at = u32::try_from(constant(&offset_expr)?).map_err(failed)?;
                        module.data.push((at, data.data));
                    }
                }
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        module.symbols(names)?;
                    }
                }
                Payload::StartSection { .. } => return Err(failed("it has a start function")),
                _ => {}
            }
        }
        Ok(module)
    }

    fn symbols(&mut self, names: wasmparser::NameSectionReader<'a>) -> Result {
        for name in names {
            if let Name::Function(functions) = name.map_err(failed)? {
                for function in functions {
                    let function = function.map_err(failed)?;
                    self.symbols.insert(function.index, function.name);
                }
            }
        }
        Ok(())
    }

    fn element(&mut self, element: &wasmparser::Element<'a>) -> Result {
        let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
            (&element.kind, &element.items)
        else {
            return Err(failed("it fills its table at run time"));
        };
        let first = u32::try_from(constant(offset_expr)?).map_err(failed)?;
        for (at, function) in (first..).zip(functions.clone()) {
            self.table.insert(at, function.map_err(failed)?);
        }
        Ok(())
    }

    pub(super) fn kind(&self, index: u32) -> Result<&FuncType> {
        self.types.get(index as usize).ok_or_else(|| failed(format!("there is no type {index}")))
    }

    /// The number of an imported or own function's type.
    pub(super) fn kind_of(&self, function: u32) -> Result<u32> {
        let index = function as usize;
        match self.imports.get(index) {
            Some((_, kind)) => Ok(*kind),
            None => Ok(self.own(function)?.kind),
        }
    }

    /// A function of the module's own.
    pub(super) fn own(&self, function: u32) -> Result<&Function<'a>> {
        let index = (function as usize).checked_sub(self.imports.len());
        index
            .and_then(|index| self.functions.get(index))
            .ok_or_else(|| failed(format!("there is no function {function}")))
    }
}

/// The value of an initial expression, which is one constant.
fn constant(expression: &wasmparser::ConstExpr<'_>) -> Result<i64> {
    match expression.get_operators_reader().read().map_err(failed)? {
        Operator::I32Const { value } => Ok(i64::from(value.cast_unsigned())),
        Operator::I64Const { value } => Ok(value),
        other => Err(failed(format!("an initial value is {other:?}"))),
    }
}
