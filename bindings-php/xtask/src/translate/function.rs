//! One function of the module as one method of PHP.
//!
//! The operand stack exists only here: it holds expressions that are not written yet. Before a
//! statement changes what such an expression reads, the expression is written to a variable.
//! Blocks become `goto`, since PHP has no jump out of several of them that is as fast.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use wasmparser::{BlockType, FuncType, MemArg, Operator, ValType};
use xtask_lib::Result;

use super::arithmetic;
use super::expression::{Expression, Level, MAX, MIN, U32, Width, binary, bitwise};
use super::module::{Function, Module, failed};

/// A block, loop, `if` or the body that is open.
struct Block {
    kind: Kind,
    id: usize,
    /// Operands below it.
    height: usize,
    result: Option<Width>,
    /// Something jumps to it.
    used: bool,
    /// Locals that have a value wherever control leaves it; `None`: nothing leaves it so far.
    assigned: Option<BTreeSet<u32>>,
    /// Of an `if`: those at its start, for the other branch.
    before: BTreeSet<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Block,
    Loop,
    If,
    Else,
    Body,
}

pub(super) struct Translator<'m> {
    module: &'m Module<'m>,
    names: &'m BTreeMap<u32, String>,
    kind: &'m FuncType,
    locals: Vec<Width>,
    statements: Vec<String>,
    stack: Vec<Expression>,
    /// Operands that were popped and are not written yet.
    held: Vec<Expression>,
    blocks: Vec<Block>,
    next_block: usize,
    /// Locals that have a value here.
    assigned: BTreeSet<u32>,
    /// Locals that may be read before they have one: they begin as 0.
    zeroed: BTreeSet<u32>,
    /// The bounds of each local, and those of what is assigned to it here.
    bounds: Vec<(i128, i128)>,
    found: Vec<(i128, i128)>,
    uses_memory: bool,
}

/// How often a function is translated, each time with the bounds of locals that the time before found.
const PASSES: usize = 3;
/// The stack pointer never gets here; the differential test shows it.
pub(super) const STACK_END: i128 = 4096;

/// The method of a function.
pub(super) fn method(
    module: &Module<'_>,
    names: &BTreeMap<u32, String>,
    number: u32,
) -> Result<String> {
    let function = module.own(number)?;
    let kind = module.kind(function.kind)?;
    let locals = function.locals.iter().map(|&local| width(local)).collect::<Result<Vec<_>>>()?;
    let parameters = u32::try_from(kind.params().len()).map_err(failed)?;
    let mut bounds: Vec<_> = locals.iter().map(|local| local.bounds()).collect();
    let mut translator = Translator::new(module, names, kind, &locals, &bounds);
    for _ in 0..PASSES {
        translator = Translator::new(module, names, kind, &locals, &bounds);
        translator.body(function)?;
        // Shown with wider bounds, so true with the narrower ones.
        bounds.clone_from(&translator.found);
    }
    let name = names.get(&number).ok_or_else(|| failed(format!("no name for {number}")))?;
    let heads: Vec<String> = (0..parameters).map(|local| format!("$l{local}")).collect();
    let mut text = format!("function {name}({}){{\n", heads.join(","));
    if translator.uses_memory {
        text.push_str("$m=&$this->m;\n");
    }
    if !translator.zeroed.is_empty() {
        let zeroed: Vec<String> = translator.zeroed.iter().map(|l| format!("$l{l}=")).collect();
        let _ = writeln!(text, "{}0;", zeroed.concat());
    }
    for statement in &translator.statements {
        text.push_str(statement);
        text.push('\n');
    }
    text.push_str("}\n");
    Ok(text)
}

fn width(kind: ValType) -> Result<Width> {
    match kind {
        ValType::I32 => Ok(Width::I32),
        ValType::I64 => Ok(Width::I64),
        ValType::F64 => Ok(Width::F64),
        other => Err(failed(format!("it uses {other}"))),
    }
}

impl<'m> Translator<'m> {
    fn new(
        module: &'m Module<'m>,
        names: &'m BTreeMap<u32, String>,
        kind: &'m FuncType,
        locals: &[Width],
        bounds: &[(i128, i128)],
    ) -> Self {
        let parameters = kind.params().len();
        // A parameter may be anything, any other local is 0 at first.
        let first = |(index, local): (usize, &Width)| {
            if index < parameters { local.bounds() } else { (0, 0) }
        };
        Self {
            module,
            names,
            kind,
            locals: locals.to_vec(),
            statements: Vec::new(),
            stack: Vec::new(),
            held: Vec::new(),
            blocks: Vec::new(),
            next_block: 0,
            assigned: (0_u32..).take(parameters).collect(),
            zeroed: BTreeSet::new(),
            bounds: bounds.to_vec(),
            found: locals.iter().enumerate().map(first).collect(),
            uses_memory: false,
        }
    }

    // Statements and variables

    fn emit(&mut self, statement: impl Into<String>) {
        self.statements.push(statement.into());
    }

    /// A name that no waiting operand reads.
    fn fresh(&self) -> String {
        let waiting = || self.stack.iter().chain(&self.held);
        let mut number = 0;
        loop {
            let name = format!("s{number}");
            if !waiting().any(|one| one.reads.variables.contains(&name)) {
                return name;
            }
            number += 1;
        }
    }

    /// Writes an expression to a variable of its own.
    fn named(&mut self, value: &Expression) -> Expression {
        if value.is_simple() {
            return value.clone();
        }
        let value = value.integer();
        let name = self.fresh();
        self.emit(format!("${name}={};", value.text));
        let (low, high) = (value.low, value.high);
        Expression { low, high, ..Expression::variable(&name, Width::I64) }
    }

    /// Writes the waiting operands that a statement is about to change.
    fn save(&mut self, changes: impl Fn(&Expression) -> bool) {
        for index in 0..self.stack.len() {
            let Some(value) = self.stack.get(index).cloned() else { continue };
            if value.constant.is_none() && changes(&value) {
                let value = value.integer();
                let name = self.fresh();
                self.emit(format!("${name}={};", value.text));
                let (low, high) = (value.low, value.high);
                if let Some(slot) = self.stack.get_mut(index) {
                    *slot = Expression { low, high, ..Expression::variable(&name, Width::I64) };
                }
            }
        }
    }

    /// Before memory changes.
    fn save_memory(&mut self) {
        self.save(|one| one.reads.memory);
    }

    /// Before anything may change, as in a call.
    fn save_state(&mut self) {
        self.save(|one| one.reads.memory || one.reads.globals);
    }

    /// Before control may go elsewhere: what waits must have the same value on each way.
    fn save_all(&mut self) {
        self.save(|one| !(one.is_variable() && one.text.starts_with("$s")));
    }

    fn pop(&mut self) -> Result<Expression> {
        self.stack.pop().ok_or_else(|| failed("an operand is missing"))
    }

    fn push(&mut self, value: Expression) {
        self.stack.push(value);
    }

    /// The value of the statement before, if all it does is to write this variable, which nobody
    /// else reads; and that statement is taken back.
    fn taken_back(&mut self, value: &Expression) -> Option<String> {
        let waits = self.stack.iter().chain(&self.held);
        let begin = format!("{}=", value.text);
        let is_own = value.is_variable() && value.text.starts_with("$s");
        let shared = waits
            .into_iter()
            .any(|one| one.reads.variables.contains(begin.trim_matches(['$', '='])));
        let last = self.statements.last()?;
        if !is_own || shared || !last.starts_with(&begin) {
            return None;
        }
        let taken = last.strip_prefix(&begin)?.strip_suffix(';')?.to_owned();
        // Not one of several statements.
        if taken.contains(';') {
            return None;
        }
        self.statements.pop();
        Some(taken)
    }

    /// The text of a value, or of the call that was written to a variable for it.
    fn consumed(&mut self, value: &Expression) -> String {
        self.taken_back(value).unwrap_or_else(|| value.text.clone())
    }

    fn assign(&mut self, local: u32, value: &Expression) {
        let name = format!("l{local}");
        if value.text != format!("${name}") {
            self.held.push(value.clone());
            self.save(|one| one.reads.variables.contains(&name));
            self.held.pop();
            let text = self.consumed(value);
            self.emit(format!("${name}={text};"));
        }
        if let Some((low, high)) = self.found.get_mut(local as usize) {
            (*low, *high) = ((*low).min(value.low), (*high).max(value.high));
        }
        self.assigned.insert(local);
    }

    fn local_width(&self, local: u32) -> Width {
        self.locals.get(local as usize).copied().unwrap_or(Width::I64)
    }

    fn local(&mut self, local: u32) -> Expression {
        if !self.assigned.contains(&local) {
            self.zeroed.insert(local);
        }
        let made = Expression::variable(&format!("l{local}"), self.local_width(local));
        let (low, high) = self.bounds.get(local as usize).copied().unwrap_or((made.low, made.high));
        Expression { low, high, ..made }
    }

    // Control

    fn open(&mut self, kind: Kind, block: BlockType) -> Result {
        let result = match block {
            BlockType::Empty => None,
            BlockType::Type(kind) => Some(width(kind)?),
            BlockType::FuncType(_) => return Err(failed("a block has parameters")),
        };
        self.next_block += 1;
        self.blocks.push(Block {
            kind,
            id: self.next_block,
            height: self.stack.len(),
            result,
            used: false,
            assigned: None,
            before: self.assigned.clone(),
        });
        Ok(())
    }

    /// Control leaves a block here.
    fn joins(assigned: &BTreeSet<u32>, block: &mut Block) {
        block.assigned = Some(match block.assigned.take() {
            Some(before) => before.intersection(assigned).copied().collect(),
            None => assigned.clone(),
        });
    }

    /// The statements of a jump.
    fn jump(&mut self, depth: u32) -> Result<String> {
        let index = self.blocks.len().checked_sub(1 + depth as usize);
        let top = self.stack.last().cloned();
        let assigned = self.assigned.clone();
        let block = index
            .and_then(|index| self.blocks.get_mut(index))
            .ok_or_else(|| failed("a jump goes nowhere"))?;
        if block.kind == Kind::Body {
            return self.leave();
        }
        block.used = true;
        if block.kind == Kind::Loop {
            return Ok(format!("goto L{};", block.id));
        }
        Self::joins(&assigned, block);
        let id = block.id;
        match block.result {
            None => Ok(format!("goto L{id};")),
            Some(width) => {
                let value = width.stored(&top.ok_or_else(|| failed("a result is missing"))?);
                let text = value.text;
                if text == format!("$r{id}") {
                    return Ok(format!("goto L{id};"));
                }
                Ok(format!("$r{id}={text};goto L{id};"))
            }
        }
    }

    /// The statement that returns.
    fn leave(&mut self) -> Result<String> {
        match self.kind.results() {
            [] => Ok("return;".to_owned()),
            [kind] => {
                let top = self.stack.last().cloned();
                let value = top.ok_or_else(|| failed("a result is missing"))?;
                Ok(format!("return {};", width(*kind)?.stored(&value).text))
            }
            _ => Err(failed("a function has several results")),
        }
    }

    /// A condition as the test of an `if`.
    fn test(&mut self, condition: &Expression) -> String {
        match condition.negation {
            Some(_) => condition.text.clone(),
            None => self.consumed(&condition.unsigned()),
        }
    }

    /// The value of a block that ends by running off its end.
    fn write_result(&mut self) -> Result {
        let Some(block) = self.blocks.last() else { return Ok(()) };
        if let (Some(width), id) = (block.result, block.id) {
            let value = self.pop()?;
            let value = width.stored(&value);
            let text = self.consumed(&value);
            self.emit(format!("$r{id}={text};"));
        }
        Ok(())
    }

    fn body(&mut self, function: &Function<'_>) -> Result {
        self.open(Kind::Body, BlockType::Empty)?;
        // Depth of blocks in code that control does not reach.
        let mut dead: Option<u32> = None;
        for operator in &function.body {
            if let Some(depth) = dead {
                match operator {
                    Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                        dead = Some(depth + 1);
                        continue;
                    }
                    Operator::End if depth > 0 => {
                        dead = Some(depth - 1);
                        continue;
                    }
                    Operator::Else if depth == 0 => {}
                    Operator::End => {}
                    _ => continue,
                }
            }
            let reached = dead.is_none();
            match operator {
                Operator::End => dead = (!self.end(reached)?).then_some(0),
                Operator::Else => {
                    self.other_branch(reached)?;
                    dead = None;
                }
                other => {
                    if self.operator(other)? {
                        dead = Some(0);
                    }
                }
            }
        }
        Ok(())
    }

    /// The end of a block; returns whether control goes on behind it.
    fn end(&mut self, reached: bool) -> Result<bool> {
        let kind = self.blocks.last().map(|block| block.kind);
        if kind == Some(Kind::Body) {
            if reached && !self.kind.results().is_empty() {
                let value = self.pop()?;
                let call = self.taken_back(&value);
                self.push(value);
                let statement = match call {
                    Some(call) => format!("return {call};"),
                    None => self.leave()?,
                };
                self.emit(statement);
            }
            return Ok(false);
        }
        if reached {
            self.write_result()?;
            let assigned = self.assigned.clone();
            if let Some(block) = self.blocks.last_mut() {
                Self::joins(&assigned, block);
            }
        }
        let mut block = self.blocks.pop().ok_or_else(|| failed("an end too many"))?;
        match block.kind {
            Kind::If => {
                self.emit("}");
                // Without a second branch control may pass it by.
                let before = block.before.clone();
                Self::joins(&before, &mut block);
            }
            Kind::Else => self.emit("}"),
            Kind::Block | Kind::Loop | Kind::Body => {}
        }
        self.stack.truncate(block.height);
        if block.kind != Kind::Loop && block.used {
            self.emit(format!("L{}:", block.id));
        }
        // What leaves a loop is only what runs off its end.
        let Some(assigned) = block.assigned else { return Ok(false) };
        self.assigned = assigned;
        if let Some(width) = block.result {
            self.push(Expression::variable(&format!("r{}", block.id), width));
        }
        Ok(true)
    }

    fn other_branch(&mut self, reached: bool) -> Result {
        if reached {
            self.write_result()?;
        }
        let assigned = self.assigned.clone();
        let block = self.blocks.last_mut().ok_or_else(|| failed("an else without an if"))?;
        if reached {
            Self::joins(&assigned, block);
        }
        block.kind = Kind::Else;
        self.assigned = block.before.clone();
        let height = block.height;
        self.stack.truncate(height);
        self.emit("}else{");
        Ok(())
    }

    // Memory

    fn address(base: &Expression, memory: &MemArg) -> Result<Expression> {
        let offset = i64::try_from(memory.offset).map_err(failed)?;
        let base = base.unsigned();
        if let Some(base) = base.constant {
            return Ok(Expression::number(base + offset));
        }
        if offset == 0 {
            return Ok(base);
        }
        let offset = Expression::number(offset);
        Ok(binary("+", Level::Sum, &base, &offset, base.low + offset.low, base.high + offset.high))
    }

    /// The word at an index.
    fn word(&mut self, index: &Expression) -> Expression {
        self.uses_memory = true;
        let mut reads = index.reads.clone();
        reads.memory = true;
        Expression::new(format!("$m[{}]", index.text), Level::Atom, 0, U32).reading(reads)
    }

    fn index_of(address: &Expression) -> Expression {
        match address.constant {
            Some(address) => Expression::number(address >> 2),
            None => {
                binary(">>", Level::Shift, address, &Expression::number(2), 0, address.high >> 2)
            }
        }
    }

    /// A method of `Machine` that reads memory.
    fn reading(name: &str, address: &Expression, low: i128, high: i128) -> Expression {
        let mut reads = address.reads.clone();
        reads.memory = true;
        let text = format!("$this->{name}({})", address.text);
        Expression::new(text, Level::Atom, low, high).reading(reads)
    }

    /// So many bytes at an address, as an unsigned number (8 bytes: as a PHP integer).
    fn load(&mut self, bytes: u32, align: u8, address: &Expression) -> Expression {
        let aligned = align >= 2;
        match bytes {
            8 if aligned => {
                let index = Self::index_of(address);
                let (low, high) = match index.constant {
                    Some(at) => (self.word(&index), self.word(&Expression::number(at + 1))),
                    None => {
                        let first = Expression::new(
                            format!("$t={}", index.text),
                            Level::Assignment,
                            0,
                            U32,
                        );
                        let mut low = self.word(&first);
                        low.reads = low.reads.and(&index.reads);
                        low.reads.scratch = true;
                        let next = Expression::new("$t+1", Level::Sum, 0, U32);
                        (low, self.word(&next))
                    }
                };
                let thirty_two = Expression::number(32);
                let high = binary("<<", Level::Shift, &high, &thirty_two, MIN, MAX);
                let both = binary("|", Level::Or, &low, &high, MIN, MAX);
                Expression { words: Some(index.text), ..both }
            }
            4 if aligned => self.word(&Self::index_of(address)),
            8 => Self::reading("load64", address, MIN, MAX),
            4 => Self::reading("load32", address, 0, U32),
            2 if align == 0 => Self::reading("load16", address, 0, 0xffff),
            _ => self.part(bytes, address),
        }
    }

    /// One or two bytes of a word.
    fn part(&mut self, bytes: u32, address: &Expression) -> Expression {
        let (all, within) = if bytes == 1 { (0xff_i64, 3) } else { (0xffff, 2) };
        let index = Self::index_of(address);
        if let Some(address) = address.constant {
            let shift = Expression::number((address & within) * 8);
            let word = self.word(&index);
            let shifted = if shift.constant == Some(0) {
                word
            } else {
                binary(">>", Level::Shift, &word, &shift, 0, U32)
            };
            return bitwise("&", &shifted, &Expression::number(all));
        }
        let (name, index) = if address.is_simple() {
            (address.text.clone(), index)
        } else {
            let mut index =
                Expression::new(format!("($t={})>>2", address.text), Level::Shift, 0, U32)
                    .reading(address.reads.clone());
            index.reads.scratch = true;
            ("$t".to_owned(), index)
        };
        let word = self.word(&index);
        let text = format!("{}>>(({name}&{within})<<3)&{all}", word.text);
        Expression::new(text, Level::And, 0, i128::from(all)).reading(word.reads)
    }

    fn store(&mut self, bytes: u32, align: u8, address: &Expression, value: &Expression) {
        self.held.extend([address.clone(), value.clone()]);
        self.save_memory();
        let low = |value: &Expression, bits: u32| {
            let all = (1_i64 << bits) - 1;
            if let Some(value) = value.constant {
                return Expression::number(value & all);
            }
            if value.low >= 0 && value.high <= i128::from(all) {
                value.integer()
            } else {
                bitwise("&", value, &Expression::number(all))
            }
        };
        match bytes {
            4 if align >= 2 => {
                self.uses_memory = true;
                let index = Self::index_of(address);
                self.emit(format!("$m[{}]={};", index.text, low(value, 32).text));
            }
            8 if align >= 2 && value.words.is_some() => {
                let (from, to) = (value.words.clone().unwrap_or_default(), Self::index_of(address));
                // Both are read before either is written: they may overlap.
                self.emit(format!(
                    "$t={from};$v=$m[$t];$w=$m[$t+1];$t={};$m[$t]=$v;$m[$t+1]=$w;",
                    to.text
                ));
            }
            8 if align >= 2 => {
                self.uses_memory = true;
                let value = self.named(value);
                let high = match value.constant {
                    Some(value) => Expression::number(value >> 32),
                    None => binary(
                        ">>",
                        Level::Shift,
                        &value,
                        &Expression::number(32),
                        value.low >> 32,
                        value.high >> 32,
                    ),
                };
                let (index, low, high) = (Self::index_of(address), low(&value, 32), low(&high, 32));
                self.emit(match index.constant {
                    Some(at) => format!("$m[{at}]={};$m[{}]={};", low.text, at + 1, high.text),
                    None => {
                        format!("$t={};$m[$t]={};$m[$t+1]={};", index.text, low.text, high.text)
                    }
                });
            }
            1 => self.store_part(1, address, &low(value, 8)),
            2 if align >= 1 => self.store_part(2, address, &low(value, 16)),
            _ => {
                let value = value.integer();
                self.emit(format!("$this->store{}({},{});", bytes * 8, address.text, value.text));
            }
        }
        self.held.clear();
    }

    fn store_part(&mut self, bytes: u32, address: &Expression, value: &Expression) {
        self.uses_memory = true;
        let (all, within) = if bytes == 1 { (0xff_i64, 3) } else { (0xffff, 2) };
        if let Some(at) = address.constant {
            let (index, shift) = (at >> 2, (at & within) * 8);
            let shifted = match value.constant {
                Some(value) => (value << shift).to_string(),
                None => format!("{}<<{shift}", value.within(Level::Sum)),
            };
            self.emit(format!(
                "$m[{index}]=$m[{index}]&{}|{shifted};",
                0xffff_ffff & !(all << shift)
            ));
            return;
        }
        // `$t` is used here: not within the value.
        let value = if value.reads.scratch { self.named(value) } else { value.clone() };
        let set = match value.constant {
            Some(0) => String::new(),
            _ => format!("|{}<<$u", value.within(Level::Sum)),
        };
        self.emit(format!(
            "$t={};$u=($t&{within})<<3;$t>>=2;$m[$t]=$m[$t]&~({all}<<$u){set};",
            address.text
        ));
    }

    // Operators

    /// Translates an operator; returns whether control never goes on behind it.
    fn operator(&mut self, operator: &Operator<'_>) -> Result<bool> {
        use Operator as O;
        match operator {
            O::Nop => {}
            O::Unreachable => {
                self.emit("throw self::trap();");
                return Ok(true);
            }
            O::Block { blockty } => {
                self.save_all();
                self.open(Kind::Block, *blockty)?;
            }
            O::Loop { blockty } => {
                self.save_all();
                self.open(Kind::Loop, *blockty)?;
                self.emit(format!("L{}:", self.next_block));
            }
            O::If { blockty } => {
                let condition = self.pop()?;
                self.held.push(condition.clone());
                self.save_all();
                self.held.clear();
                let test = self.test(&condition);
                self.open(Kind::If, *blockty)?;
                self.emit(format!("if({test}){{"));
            }
            O::Br { relative_depth } => {
                let jump = self.jump(*relative_depth)?;
                self.emit(jump);
                return Ok(true);
            }
            O::BrIf { relative_depth } => {
                let condition = self.pop()?;
                let test = self.test(&condition);
                let jump = self.jump(*relative_depth)?;
                let one = jump.matches(';').count() == 1;
                self.emit(if one {
                    format!("if({test}){jump}")
                } else {
                    format!("if({test}){{{jump}}}")
                });
            }
            O::BrTable { targets } => {
                let index = self.pop()?.unsigned();
                self.table_jump(&index, targets)?;
                return Ok(true);
            }
            O::Return => {
                let statement = self.leave()?;
                self.emit(statement);
                return Ok(true);
            }
            O::Call { function_index } => {
                let kind = self.module.kind(self.module.kind_of(*function_index)?)?.clone();
                let name = self.names.get(function_index).cloned();
                let name = name.ok_or_else(|| failed("a function has no name"))?;
                self.call(&format!("$this->{name}"), &kind, None)?;
            }
            O::CallIndirect { type_index, .. } => {
                let kind = self.module.kind(*type_index)?.clone();
                let index = self.pop()?.unsigned();
                self.call(&format!("$this->indirect{type_index}"), &kind, Some(index))?;
            }
            O::Drop => {
                self.pop()?;
            }
            O::Select | O::TypedSelect { .. } => self.select()?,
            O::LocalGet { local_index } => {
                let value = self.local(*local_index);
                self.push(value);
            }
            O::LocalSet { local_index } => {
                let value = self.pop()?;
                let value = self.local_width(*local_index).stored(&value);
                self.assign(*local_index, &value);
            }
            O::LocalTee { local_index } => {
                let value = self.pop()?;
                let value = self.local_width(*local_index).stored(&value);
                self.assign(*local_index, &value);
                let mut local = self.local(*local_index);
                (local.low, local.high) = (local.low.max(value.low), local.high.min(value.high));
                self.push(local);
            }
            O::GlobalGet { global_index } => {
                // The one global is the stack pointer: it begins at the end of the stack.
                let end = self.module.globals.get(*global_index as usize).copied().unwrap_or(0);
                let text = format!("$this->g{global_index}");
                let mut value = Expression::new(text, Level::Atom, STACK_END, i128::from(end));
                value.reads.globals = true;
                self.push(value);
            }
            O::GlobalSet { global_index } => {
                let value = self.pop()?.unsigned();
                self.held.push(value.clone());
                self.save(|one| one.reads.globals);
                self.held.clear();
                self.emit(format!("$this->g{global_index}={};", value.text));
            }
            O::MemorySize { .. } => {
                self.uses_memory = true;
                let mut value = Expression::new("\\count($m)>>14", Level::Shift, 0, 0xffff);
                value.reads.memory = true;
                self.push(value);
            }
            O::MemoryGrow { .. } => {
                let pages = self.pop()?.unsigned();
                self.effect("$this->grow", &[pages], Some(Width::I32));
            }
            O::MemoryCopy { .. } => self.bulk("$this->copy")?,
            O::MemoryFill { .. } => self.bulk("$this->fill")?,
            O::I32Const { value } => {
                self.push(Expression::number(i64::from(value.cast_unsigned())))
            }
            O::I64Const { value } => self.push(Expression::number(*value)),
            O::F64Const { value } => {
                let bits = Expression::number(value.bits().cast_signed());
                self.push(arithmetic::float(&bits));
            }
            O::F64Load { memarg } => {
                let base = self.pop()?;
                let bits = self.load(8, memarg.align, &Self::address(&base, memarg)?);
                self.push(arithmetic::float(&bits));
            }
            O::F64Store { memarg } => {
                let (value, base) = (self.pop()?, self.pop()?);
                let (address, bits) =
                    (Self::address(&base, memarg)?, arithmetic::float_bits(&value));
                self.store(8, memarg.align, &address, &bits);
            }
            other => self.plain(other)?,
        }
        Ok(false)
    }

    fn table_jump(&mut self, index: &Expression, targets: &wasmparser::BrTable<'_>) -> Result {
        let otherwise = self.jump(targets.default())?;
        let mut cases: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, depth) in targets.targets().enumerate() {
            let jump = self.jump(depth.map_err(failed)?)?;
            if jump != otherwise {
                cases.entry(jump).or_default().push(number);
            }
        }
        let mut text = format!("switch({}){{", index.text);
        for (jump, numbers) in cases {
            for number in numbers {
                let _ = write!(text, "case {number}:");
            }
            text.push_str(&jump);
        }
        self.emit(format!("{text}default:{otherwise}}}"));
        Ok(())
    }

    fn call(&mut self, callee: &str, kind: &FuncType, first: Option<Expression>) -> Result {
        let mut arguments = Vec::new();
        for parameter in kind.params().iter().rev() {
            let value = self.pop()?;
            arguments.push(width(*parameter)?.stored(&value));
        }
        arguments.extend(first);
        arguments.reverse();
        let result = kind.results().first().map(|kind| width(*kind)).transpose()?;
        self.effect(callee, &arguments, result);
        Ok(())
    }

    fn bulk(&mut self, callee: &str) -> Result {
        let (count, second, to) = (self.pop()?, self.pop()?, self.pop()?);
        let arguments = [to.unsigned(), second.unsigned(), count.unsigned()];
        self.effect(callee, &arguments, None);
        Ok(())
    }

    /// A call that may change anything; its result is written to a variable at once.
    fn effect(&mut self, callee: &str, arguments: &[Expression], result: Option<Width>) {
        self.held.extend(arguments.iter().cloned());
        self.save_state();
        self.held.clear();
        let texts: Vec<&str> = arguments.iter().map(|one| one.text.as_str()).collect();
        let call = format!("{callee}({})", texts.join(","));
        match result {
            None => self.emit(call + ";"),
            Some(width) => {
                let name = self.fresh();
                self.emit(format!("${name}={call};"));
                self.push(Expression::variable(&name, width));
            }
        }
    }

    fn select(&mut self) -> Result {
        let (condition, no, yes) = (self.pop()?, self.pop()?, self.pop()?);
        if yes.constant == Some(1) && no.constant == Some(0) && condition.negation.is_some() {
            self.push(condition);
            return Ok(());
        }
        let (yes, no) = (yes.integer(), no.integer());
        let reads = condition.reads.and(&yes.reads).and(&no.reads);
        let test = if condition.negation.is_some() {
            condition.within(Level::Or)
        } else {
            condition.unsigned().within(Level::Or)
        };
        let text = format!("({test}?{}:{})", yes.text, no.text);
        let (low, high) = (yes.low.min(no.low), yes.high.max(no.high));
        self.push(Expression::new(text, Level::Atom, low, high).reading(reads));
        Ok(())
    }

    /// Loads, stores and numeric operators.
    fn plain(&mut self, operator: &Operator<'_>) -> Result {
        use Operator as O;
        let loads = match operator {
            O::I32Load { memarg } | O::I64Load32U { memarg } => Some((4, false, memarg)),
            O::I64Load { memarg } => Some((8, false, memarg)),
            O::I32Load8U { memarg } | O::I64Load8U { memarg } => Some((1, false, memarg)),
            O::I32Load8S { memarg } | O::I64Load8S { memarg } => Some((1, true, memarg)),
            O::I32Load16U { memarg } | O::I64Load16U { memarg } => Some((2, false, memarg)),
            O::I32Load16S { memarg } | O::I64Load16S { memarg } => Some((2, true, memarg)),
            O::I64Load32S { memarg } => Some((4, true, memarg)),
            _ => None,
        };
        if let Some((bytes, signed, memory)) = loads {
            let base = self.pop()?;
            let value = self.load(bytes, memory.align, &Self::address(&base, memory)?);
            self.push(if signed { value.extended(8 * bytes) } else { value });
            return Ok(());
        }
        let stores = match operator {
            O::I32Store { memarg } | O::I64Store32 { memarg } => Some((4, memarg)),
            O::I64Store { memarg } => Some((8, memarg)),
            O::I32Store8 { memarg } | O::I64Store8 { memarg } => Some((1, memarg)),
            O::I32Store16 { memarg } | O::I64Store16 { memarg } => Some((2, memarg)),
            _ => None,
        };
        if let Some((bytes, memory)) = stores {
            let (value, base) = (self.pop()?, self.pop()?);
            self.store(bytes, memory.align, &Self::address(&base, memory)?, &value);
            return Ok(());
        }
        let b = self.pop()?;
        if let Some(value) = arithmetic::one(operator, &b) {
            self.push(value);
            return Ok(());
        }
        let a = self.pop()?;
        let mut name = |a: &Expression, b: &Expression| {
            self.held.extend([a.clone(), b.clone()]);
            let first = self.named(a);
            self.held.push(first.clone());
            let second = self.named(b);
            self.held.clear();
            (first, second)
        };
        let value = arithmetic::two(operator, &a, &b, &mut name);
        self.push(value.ok_or_else(|| failed(format!("there is {operator:?}")))?);
        Ok(())
    }
}
