//! One function as a method.
//!
//! A value on the stack is an expression that is not evaluated yet, as long as that is the same as
//! evaluating it at once; otherwise it is in the variable of its place. Blocks become labelled
//! blocks of Java, and branches become `break` and `continue`.

use std::collections::BTreeSet;
use std::fmt::Write;

use wasmparser::{BlockType, BrTable, FunctionBody, MemArg, Operator};
use xtask_lib::Result;

use super::operators::{compared, computed, loaded, stored};
use super::{Kind, Module, Signature, number, says};

/// A value on the stack.
struct Value {
    kind: Kind,
    code: String,
    /// Of a comparison: the condition itself.
    condition: Option<String>,
    /// The variables that the expression reads.
    reads: BTreeSet<String>,
    /// Whether it reads what another function may change: memory or a global.
    impure: bool,
}

impl Value {
    /// True or false: whether it is not 0.
    fn condition(&self) -> String {
        self.condition.clone().unwrap_or_else(|| format!("({}!=0)", self.code))
    }
}

#[derive(PartialEq, Eq)]
enum Shape {
    Block,
    Loop,
    Function,
}

/// A block that has begun.
struct Frame {
    shape: Shape,
    label: usize,
    /// Values on the stack below its own.
    height: usize,
    result: Option<Kind>,
}

struct Body<'m> {
    module: &'m Module,
    locals: Vec<Kind>,
    stack: Vec<Value>,
    frames: Vec<Frame>,
    out: String,
    /// The places on the stack that have a variable.
    places: BTreeSet<(Kind, usize)>,
    labels: usize,
    /// Blocks that began in code that is never reached, and one for that code itself; else 0.
    dead: usize,
    indirect: &'m mut BTreeSet<usize>,
}

/// The method of a function. `indirect` collects the types of calls through the table.
pub(super) fn method(
    module: &Module,
    index: usize,
    function: &FunctionBody<'_>,
    indirect: &mut BTreeSet<usize>,
) -> Result<String> {
    let signature = module.function(index)?;
    let mut locals = signature.parameters.clone();
    for group in function.get_locals_reader().map_err(says)? {
        let (count, kind) = group.map_err(says)?;
        locals.extend(std::iter::repeat_n(Kind::of(kind)?, number(count)));
    }
    let whole = Frame { shape: Shape::Function, label: 0, height: 0, result: signature.result };
    let mut body = Body {
        module,
        locals,
        stack: Vec::new(),
        frames: vec![whole],
        out: String::new(),
        places: BTreeSet::new(),
        labels: 0,
        dead: 0,
        indirect,
    };
    let reader = function.get_operators_reader().map_err(says)?;
    for operator in reader {
        let operator = operator.map_err(says)?;
        body.next(&operator).map_err(|error| format!("function {index}: {error}"))?;
    }
    let (result, declared) = (signature.result_name(), signature.declared().join(","));
    Ok(format!(
        "  private {result} f{index}({declared}) {{\n{}{}  }}\n",
        body.variables(signature),
        body.out
    ))
}

impl Body<'_> {
    fn variables(&self, signature: &Signature) -> String {
        let mut text = String::new();
        for (index, kind) in self.locals.iter().enumerate().skip(signature.parameters.len()) {
            let _ = writeln!(text, "{} p{index}=0;", kind.name());
        }
        for &(kind, place) in &self.places {
            let _ = writeln!(text, "{} {}{place}=0;", kind.name(), kind.letter());
        }
        text
    }

    fn next(&mut self, operator: &Operator<'_>) -> Result {
        if self.dead > 0 {
            match operator {
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                    self.dead += 1;
                }
                Operator::Else if self.dead == 1 => return self.otherwise(),
                Operator::End if self.dead == 1 => return self.end(),
                Operator::End => self.dead -= 1,
                _ => {}
            }
            return Ok(());
        }
        if let Some((operands, kind, code)) = computed(operator) {
            return self.compute(operands, kind, code);
        }
        if let Some((operands, condition)) = compared(operator) {
            return self.compare(operator, operands, condition);
        }
        if let Some((memory, kind, code)) = loaded(operator) {
            self.address(memory)?;
            self.compute(1, kind, code)?;
            self.top()?.impure = true;
            return Ok(());
        }
        if let Some((memory, code)) = stored(operator) {
            let value = self.pop()?;
            self.address(memory)?;
            let address = self.pop()?;
            return self.effect(&code.replace("$0", &address.code).replace("$1", &value.code));
        }
        self.control(operator)
    }

    fn control(&mut self, operator: &Operator<'_>) -> Result {
        match operator {
            Operator::Nop => {}
            Operator::Unreachable => self.leave("throw trap();"),
            Operator::Block { blockty } => {
                self.settle_all();
                let label = self.begin(Shape::Block, *blockty)?;
                self.write(&format!("A{label}: {{"));
            }
            Operator::Loop { blockty } => {
                self.settle_all();
                let label = self.begin(Shape::Loop, *blockty)?;
                self.write(&format!("A{label}: while (true) {{"));
            }
            Operator::If { blockty } => {
                let condition = self.pop()?.condition();
                self.settle_all();
                let label = self.begin(Shape::Block, *blockty)?;
                self.write(&format!("A{label}: if {condition} {{"));
            }
            Operator::Else => self.otherwise()?,
            Operator::End => self.end()?,
            Operator::Br { relative_depth } => {
                self.settle_all();
                let jump = self.jump(*relative_depth)?;
                self.leave(&jump);
            }
            Operator::BrIf { relative_depth } => {
                let condition = self.pop()?.condition();
                self.settle_all();
                let jump = self.jump(*relative_depth)?;
                self.write(&format!("if {condition} {{ {jump} }}"));
            }
            Operator::BrTable { targets } => self.table(targets)?,
            Operator::Return => {
                let value = self.returned()?;
                self.leave(&value);
            }
            Operator::Call { function_index } => {
                let index = number(*function_index);
                let callee = self.module.callee(index);
                self.call(&callee, self.module.function(index)?, None)?;
            }
            Operator::CallIndirect { type_index, .. } => {
                let index = number(*type_index);
                self.indirect.insert(index);
                let slot = self.pop()?;
                self.call(&format!("t{index}("), self.module.signature(index)?, Some(slot))?;
            }
            Operator::Drop => drop(self.pop()?),
            Operator::Select | Operator::TypedSelect { .. } => self.select()?,
            Operator::LocalGet { local_index } => {
                let kind = self.local(*local_index)?;
                self.push_variable(kind, format!("p{local_index}"), false);
            }
            Operator::LocalSet { local_index } => self.set(*local_index)?,
            Operator::LocalTee { local_index } => {
                self.set(*local_index)?;
                let kind = self.local(*local_index)?;
                self.push_variable(kind, format!("p{local_index}"), false);
            }
            Operator::GlobalGet { global_index } => {
                let kind = self.module.global(*global_index)?;
                self.push_variable(kind, format!("g{global_index}"), true);
            }
            Operator::GlobalSet { global_index } => {
                let value = self.pop()?;
                self.effect(&format!("g{global_index}={};", value.code))?;
            }
            Operator::I32Const { value } => self.push_constant(Kind::Int, value.to_string()),
            Operator::I64Const { value } => self.push_constant(Kind::Long, format!("{value}L")),
            Operator::F64Const { value } => {
                // Its bits: no digits are rounded, and it may be infinite.
                let bits = value.bits();
                self.push_constant(Kind::Double, format!("Double.longBitsToDouble({bits:#x}L)"));
            }
            Operator::MemorySize { .. } => {
                self.push_variable(Kind::Int, "(b.length>>>PAGE_BITS)".into(), true);
            }
            Operator::MemoryGrow { .. } => {
                let pages = self.pop()?;
                self.settle_impure();
                self.push_settled(Kind::Int, format!("grow({})", pages.code));
            }
            Operator::MemoryCopy { .. } => self.bulk("copy")?,
            Operator::MemoryFill { .. } => self.bulk("fill")?,
            other => return Err(format!("{other:?} is not translated")),
        }
        Ok(())
    }

    fn write(&mut self, line: &str) {
        self.out += line;
        self.out.push('\n');
    }

    /// A statement after which nothing of this block is reached. Java refuses statements that are
    /// not reached, unless it is by this form.
    fn leave(&mut self, statement: &str) {
        self.write(&format!("if (true) {{ {statement} }}"));
        self.dead = 1;
    }

    fn pop(&mut self) -> Result<Value> {
        self.stack.pop().ok_or_else(|| "the stack is empty".into())
    }

    fn top(&mut self) -> Result<&mut Value> {
        self.stack.last_mut().ok_or_else(|| "the stack is empty".into())
    }

    fn local(&self, index: u32) -> Result<Kind> {
        self.locals.get(number(index)).copied().ok_or_else(|| format!("no local {index}"))
    }

    fn push_constant(&mut self, kind: Kind, code: String) {
        let code = if code.starts_with('-') { format!("({code})") } else { code };
        let reads = BTreeSet::new();
        self.stack.push(Value { kind, code, condition: None, reads, impure: false });
    }

    fn push_variable(&mut self, kind: Kind, name: String, impure: bool) {
        let reads = BTreeSet::from([name.clone()]);
        self.stack.push(Value { kind, code: name, condition: None, reads, impure });
    }

    /// A value that is evaluated now.
    fn push_settled(&mut self, kind: Kind, code: String) {
        self.push_constant(kind, code);
        self.settle(self.stack.len() - 1);
    }

    /// The variable of a place on the stack.
    fn place(&mut self, kind: Kind, place: usize) -> String {
        self.places.insert((kind, place));
        format!("{}{place}", kind.letter())
    }

    /// Evaluates a value into the variable of its place, after those that read this variable: they
    /// are below it.
    fn settle(&mut self, place: usize) {
        let Some(kind) = self.stack.get(place).map(|value| value.kind) else { return };
        let name = format!("{}{place}", kind.letter());
        if self.stack.get(place).is_some_and(|value| value.code == name) {
            return;
        }
        for below in 0..place {
            if self.stack.get(below).is_some_and(|value| value.reads.contains(&name)) {
                self.settle(below);
            }
        }
        let name = self.place(kind, place);
        if let Some(value) = self.stack.get_mut(place) {
            let line = format!("{name}={};", value.code);
            let reads = BTreeSet::from([name.clone()]);
            *value = Value { kind, code: name, condition: None, reads, impure: false };
            self.write(&line);
        }
    }

    fn settle_where(&mut self, changes: impl Fn(&Value) -> bool) {
        for place in 0..self.stack.len() {
            if self.stack.get(place).is_some_and(&changes) {
                self.settle(place);
            }
        }
    }

    fn settle_all(&mut self) {
        self.settle_where(|_| true);
    }

    fn settle_impure(&mut self) {
        self.settle_where(|value| value.impure);
    }

    /// A statement that changes memory or globals.
    fn effect(&mut self, statement: &str) -> Result {
        self.settle_impure();
        self.write(statement);
        Ok(())
    }

    fn bulk(&mut self, name: &str) -> Result {
        let (length, from, to) = (self.pop()?, self.pop()?, self.pop()?);
        self.effect(&format!("{name}({},{},{});", to.code, from.code, length.code))
    }

    fn set(&mut self, index: u32) -> Result {
        let (value, name) = (self.pop()?, format!("p{index}"));
        self.settle_where(|other| other.reads.contains(&name));
        self.write(&format!("{name}={};", value.code));
        Ok(())
    }

    /// Replaces operands by an expression of them.
    fn compute(&mut self, operands: usize, kind: Kind, code: &str) -> Result {
        let second = if operands == 2 { Some(self.pop()?) } else { None };
        let mut value = self.pop()?;
        value.kind = kind;
        value.code = format!("({})", code.replace("$0", &value.code));
        value.condition = None;
        if let Some(second) = second {
            value.code = value.code.replace("$1", &second.code);
            value.reads.extend(second.reads);
            value.impure |= second.impure;
        }
        self.stack.push(value);
        Ok(())
    }

    fn compare(&mut self, operator: &Operator<'_>, operands: usize, condition: &str) -> Result {
        let negated = match (operator, self.top()?) {
            (Operator::I32Eqz, value) => value.condition.as_ref().map(|held| format!("(!{held})")),
            _ => None,
        };
        self.compute(operands, Kind::Int, condition)?;
        let value = self.top()?;
        let condition = negated.unwrap_or_else(|| value.code.clone());
        value.code = format!("({condition}?1:0)");
        value.condition = Some(condition);
        Ok(())
    }

    fn select(&mut self) -> Result {
        let (test, other) = (self.pop()?, self.pop()?);
        let value = self.top()?;
        value.code = format!("({}?{}:{})", test.condition(), value.code, other.code);
        value.condition = None;
        for one in [test, other] {
            value.reads.extend(one.reads);
            value.impure |= one.impure;
        }
        Ok(())
    }

    /// Adds an instruction's offset to the address on the stack.
    fn address(&mut self, memory: &MemArg) -> Result {
        let value = self.top()?;
        if memory.offset > 0 {
            value.code = format!("at({},{})", value.code, memory.offset);
        }
        Ok(())
    }

    fn call(&mut self, callee: &str, signature: &Signature, slot: Option<Value>) -> Result {
        let mut passed: Vec<String> = slot.into_iter().map(|value| value.code).collect();
        for _ in &signature.parameters {
            passed.insert(0, self.pop()?.code);
        }
        let call = format!("{callee}{})", passed.join(","));
        self.settle_impure();
        match signature.result {
            Some(kind) => self.push_settled(kind, call),
            None => self.write(&format!("{call};")),
        }
        Ok(())
    }

    /// Begins a block, and returns its label.
    fn begin(&mut self, shape: Shape, kind: BlockType) -> Result<usize> {
        let result = match kind {
            BlockType::Empty => None,
            BlockType::Type(value) => Some(Kind::of(value)?),
            BlockType::FuncType(_) => return Err("a block with parameters".into()),
        };
        self.labels += 1;
        self.frames.push(Frame { shape, label: self.labels, height: self.stack.len(), result });
        Ok(self.labels)
    }

    fn otherwise(&mut self) -> Result {
        if self.dead == 0 {
            self.settle_all();
        }
        self.dead = 0;
        let frame = self.frames.last().ok_or("an else without a block")?;
        self.stack.truncate(frame.height);
        self.write("} else {");
        Ok(())
    }

    fn end(&mut self) -> Result {
        let reached = self.dead == 0;
        let whole = self.frames.len() == 1;
        if reached && !whole {
            self.settle_all();
        }
        if whole {
            let last = if reached { self.returned()? } else { "throw trap();".to_owned() };
            self.write(&last);
        }
        self.dead = 0;
        let frame = self.frames.pop().ok_or("an end without a block")?;
        self.stack.truncate(frame.height);
        if whole {
            return Ok(());
        }
        if let Some(kind) = frame.result {
            let name = self.place(kind, frame.height);
            self.push_variable(kind, name, false);
        }
        let line = match frame.shape {
            Shape::Loop => format!("break A{}; }}", frame.label),
            _ => "}".to_owned(),
        };
        self.write(&line);
        Ok(())
    }

    /// The statement that returns the value on the stack.
    fn returned(&mut self) -> Result<String> {
        match self.frames.first().and_then(|frame| frame.result) {
            Some(_) => Ok(format!("return {};", self.pop()?.code)),
            None => Ok("return;".to_owned()),
        }
    }

    /// The statements of a branch, after all values are in their variables.
    fn jump(&mut self, depth: u32) -> Result<String> {
        let index = self.frames.len().checked_sub(number(depth) + 1).ok_or("no such block")?;
        let frame = self.frames.get(index).ok_or("no such block")?;
        let value = self.stack.last().map(|value| value.code.clone());
        let (label, height, result) = (frame.label, frame.height, frame.result);
        Ok(match (&frame.shape, result, value) {
            (Shape::Loop, ..) => format!("continue A{label};"),
            (Shape::Function, None, _) => "return;".to_owned(),
            (Shape::Function, Some(_), Some(value)) => format!("return {value};"),
            (Shape::Block, None, _) => format!("break A{label};"),
            (Shape::Block, Some(kind), Some(value)) => {
                let name = self.place(kind, height);
                let moved = if name == value { String::new() } else { format!("{name}={value}; ") };
                format!("{moved}break A{label};")
            }
            (_, Some(_), None) => return Err("a branch without its value".into()),
        })
    }

    fn table(&mut self, targets: &BrTable<'_>) -> Result {
        let value = self.pop()?;
        self.settle_all();
        let mut lines = format!("switch ({}) {{\n", value.code);
        let targets_in_order = targets.targets().collect::<std::result::Result<Vec<u32>, _>>();
        for (case, target) in targets_in_order.map_err(says)?.into_iter().enumerate() {
            if target != targets.default() {
                let _ = writeln!(lines, "case {case}: {{ {} }}", self.jump(target)?);
            }
        }
        let _ = write!(lines, "default: if (true) {{ {} }}\n}}", self.jump(targets.default())?);
        self.write(&lines);
        self.dead = 1;
        Ok(())
    }
}
