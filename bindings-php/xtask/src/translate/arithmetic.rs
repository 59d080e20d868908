//! The numeric operators of WebAssembly as PHP expressions.

use wasmparser::Operator;

use super::expression::{
    Expression, Level, MAX, MIN, Reads, U32, Width, binary, bits, bitwise, compare,
};

/// What an operator with two operands does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binary {
    Add,
    Sub,
    Mul,
    DivS,
    DivU,
    RemS,
    RemU,
    And,
    Or,
    Xor,
    Shl,
    ShrS,
    ShrU,
    Rotl,
    Rotr,
    /// The operator of PHP's, and whether the operands are unsigned.
    Compare(&'static str, bool),
}

/// The width and the meaning of an operator with two operands.
fn meaning(operator: &Operator<'_>) -> Option<(Width, Binary)> {
    use Binary::{
        Add, And, Compare, DivS, DivU, Mul, Or, RemS, RemU, Rotl, Rotr, Shl, ShrS, ShrU, Sub, Xor,
    };
    use Operator as O;
    use Width::{I32, I64};
    Some(match operator {
        O::I32Add => (I32, Add),
        O::I64Add => (I64, Add),
        O::I32Sub => (I32, Sub),
        O::I64Sub => (I64, Sub),
        O::I32Mul => (I32, Mul),
        O::I64Mul => (I64, Mul),
        O::I32DivS => (I32, DivS),
        O::I64DivS => (I64, DivS),
        O::I32DivU => (I32, DivU),
        O::I64DivU => (I64, DivU),
        O::I32RemS => (I32, RemS),
        O::I64RemS => (I64, RemS),
        O::I32RemU => (I32, RemU),
        O::I64RemU => (I64, RemU),
        O::I32And => (I32, And),
        O::I64And => (I64, And),
        O::I32Or => (I32, Or),
        O::I64Or => (I64, Or),
        O::I32Xor => (I32, Xor),
        O::I64Xor => (I64, Xor),
        O::I32Shl => (I32, Shl),
        O::I64Shl => (I64, Shl),
        O::I32ShrS => (I32, ShrS),
        O::I64ShrS => (I64, ShrS),
        O::I32ShrU => (I32, ShrU),
        O::I64ShrU => (I64, ShrU),
        O::I32Rotl => (I32, Rotl),
        O::I64Rotl => (I64, Rotl),
        O::I32Rotr => (I32, Rotr),
        O::I64Rotr => (I64, Rotr),
        O::I32Eq => (I32, Compare("===", true)),
        O::I64Eq => (I64, Compare("===", false)),
        O::I32Ne => (I32, Compare("!==", true)),
        O::I64Ne => (I64, Compare("!==", false)),
        O::I32LtS => (I32, Compare("<", false)),
        O::I64LtS => (I64, Compare("<", false)),
        O::I32LtU => (I32, Compare("<", true)),
        O::I64LtU => (I64, Compare("<", true)),
        O::I32GtS => (I32, Compare(">", false)),
        O::I64GtS => (I64, Compare(">", false)),
        O::I32GtU => (I32, Compare(">", true)),
        O::I64GtU => (I64, Compare(">", true)),
        O::I32LeS => (I32, Compare("<=", false)),
        O::I64LeS => (I64, Compare("<=", false)),
        O::I32LeU => (I32, Compare("<=", true)),
        O::I64LeU => (I64, Compare("<=", true)),
        O::I32GeS => (I32, Compare(">=", false)),
        O::I64GeS => (I64, Compare(">=", false)),
        O::I32GeU => (I32, Compare(">=", true)),
        O::I64GeU => (I64, Compare(">=", true)),
        _ => return None,
    })
}

/// An operator with two floats, or `None` for any other. `serde_json` computes with floats what
/// a number in a wrong place is.
fn floats(operator: &Operator<'_>, a: &Expression, b: &Expression) -> Option<Expression> {
    Some(match operator {
        Operator::F64Mul => binary("*", Level::Product, a, b, MIN, MAX),
        Operator::F64Div => helper("divide", &[a.clone(), b.clone()], MIN, MAX),
        // Not `===`: a local that has no value yet is the integer 0.
        Operator::F64Eq => compare("==", a, b),
        Operator::F64Ne => compare("!=", a, b),
        _ => return None,
    })
}

/// The bits of a float as an integer, and back.
pub(super) fn float_bits(float: &Expression) -> Expression {
    helper("floatToBits", std::slice::from_ref(float), MIN, MAX)
}

/// See [`float_bits`].
pub(super) fn float(bits: &Expression) -> Expression {
    helper("bitsToFloat", &[bits.integer()], MIN, MAX)
}

/// An operator with two operands, or `None` for any other. `name` gives an expression that has to
/// be written twice a variable.
pub(super) fn two(
    operator: &Operator<'_>,
    a: &Expression,
    b: &Expression,
    name: &mut dyn FnMut(&Expression, &Expression) -> (Expression, Expression),
) -> Option<Expression> {
    let Some((width, meaning)) = meaning(operator) else { return floats(operator, a, b) };
    let (a, b) = (&a.integer(), &b.integer());
    Some(match meaning {
        Binary::Add => sum("+", a, b, width, name),
        Binary::Sub => sum("-", a, b, width, name),
        Binary::Mul => product(a, b, width, name),
        Binary::And => bitwise("&", a, b),
        Binary::Or => bitwise("|", a, b),
        Binary::Xor => bitwise("^", a, b),
        Binary::Shl => shift_left(a, &count(b, width), width),
        Binary::ShrS => {
            let a = if width == Width::I32 { a.signed() } else { a.clone() };
            right(&a, &count(b, width))
        }
        Binary::ShrU => shift_right(a, &count(b, width), width),
        Binary::Rotl => rotation(a, &count(b, width), width),
        Binary::Rotr => {
            let whole = Expression::number(i64::from(width.bits()));
            let left = binary("-", Level::Sum, &whole, &count(b, width), 1, whole.high);
            let left = match b.constant {
                Some(by) => Expression::number(whole.constant.unwrap_or(0).wrapping_sub(by)),
                None => left,
            };
            rotation(a, &count(&left, width), width)
        }
        Binary::Compare(operator, unsigned) => comparison(operator, unsigned, a, b, width),
        Binary::DivS | Binary::DivU | Binary::RemS | Binary::RemU => division(meaning, a, b, width),
    })
}

/// An operator with one operand, or `None` for any other.
pub(super) fn one(operator: &Operator<'_>, a: &Expression) -> Option<Expression> {
    use Operator as O;
    Some(match operator {
        O::I32Eqz => a.is_zero(Width::I32),
        O::I64Eqz => a.is_zero(Width::I64),
        // Congruent modulo 2^32: the same expression.
        O::I32WrapI64 => a.integer(),
        O::I64ExtendI32S | O::I64Extend32S => a.extended(32),
        O::I64ExtendI32U => a.unsigned(),
        O::I32Extend8S | O::I64Extend8S => a.extended(8),
        O::I32Extend16S | O::I64Extend16S => a.extended(16),
        O::I32Clz => helper("clz32", &[a.unsigned()], 0, 32),
        O::I32Ctz => helper("ctz32", &[a.unsigned()], 0, 32),
        O::I32Popcnt => helper("popcnt64", &[a.unsigned()], 0, 32),
        O::I64Clz => helper("clz64", &[a.integer()], 0, 64),
        O::I64Ctz => helper("ctz64", &[a.integer()], 0, 64),
        O::I64Popcnt => helper("popcnt64", &[a.integer()], 0, 64),
        O::F64Abs => helper("absolute", std::slice::from_ref(a), MIN, MAX),
        O::F64Neg => helper("negated", std::slice::from_ref(a), MIN, MAX),
        O::F64ConvertI64U => helper("unsignedToFloat", &[a.integer()], MIN, MAX),
        O::I64ReinterpretF64 => float_bits(a),
        O::F64ReinterpretI64 => float(a),
        _ => return None,
    })
}

/// A static function of `Machine` that depends on its arguments alone.
fn helper(name: &str, arguments: &[Expression], low: i128, high: i128) -> Expression {
    let texts: Vec<&str> = arguments.iter().map(|one| one.text.as_str()).collect();
    let reads = arguments.iter().fold(Reads::default(), |all, one| all.and(&one.reads));
    let text = format!("self::{name}({})", texts.join(","));
    Expression::new(text, Level::Atom, low, high).reading(reads)
}

type Name<'n> = &'n mut dyn FnMut(&Expression, &Expression) -> (Expression, Expression);

/// Bounds of a sum or difference.
fn reach(operator: &str, a: &Expression, b: &Expression) -> (i128, i128) {
    if operator == "+" {
        (a.low + b.low, a.high + b.high)
    } else {
        (a.low - b.high, a.high - b.low)
    }
}

fn fits((low, high): (i128, i128)) -> bool {
    low >= MIN && high <= MAX
}

fn sum(operator: &str, a: &Expression, b: &Expression, width: Width, name: Name<'_>) -> Expression {
    let (mut operator, mut a, mut b) = (operator, a.clone(), b.clone());
    if width == Width::I32 {
        if !fits(reach(operator, &a, &b)) {
            (a, b) = (a.unsigned(), b.unsigned());
        }
        // A large constant is a small negative one.
        if b.constant.is_some() {
            b = b.signed();
        }
    }
    if let Some(constant) = b.constant.filter(|value| (-(1 << 40)..0).contains(value)) {
        operator = if operator == "+" { "-" } else { "+" };
        b = Expression::number(-constant);
    }
    if b.constant == Some(0) {
        return a;
    }
    if a.constant == Some(0) && operator == "+" {
        return b;
    }
    let bounds = reach(operator, &a, &b);
    if let (Some(a), Some(b)) = (a.constant, b.constant) {
        return Expression::number(if operator == "+" {
            a.wrapping_add(b)
        } else {
            a.wrapping_sub(b)
        });
    }
    if fits(bounds) {
        return binary(operator, Level::Sum, &a, &b, bounds.0, bounds.1);
    }
    let function = if operator == "+" { "add64" } else { "sub64" };
    overflowing(operator, Level::Sum, function, &a, &b, name)
}

fn product(a: &Expression, b: &Expression, width: Width, name: Name<'_>) -> Expression {
    if let (Some(a), Some(b)) = (a.constant, b.constant) {
        return Expression::number(a.wrapping_mul(b));
    }
    let ends = |a: &Expression, b: &Expression| {
        let all = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
        (*all.iter().min().unwrap_or(&0), *all.iter().max().unwrap_or(&0))
    };
    let (mut a, mut b) = (a.clone(), b.clone());
    let wide = |value: &Expression| bits(value) > 32;
    if width == Width::I32 && (wide(&a) || wide(&b) || !fits(ends(&a, &b))) {
        (a, b) = (a.unsigned(), b.unsigned());
        if !fits(ends(&a, &b)) {
            // A signed and an unsigned number of 32 bits make one of 63 bits and a sign.
            if b.constant.is_some() { b = b.signed() } else { a = a.signed() }
        }
    }
    let bounds = if wide(&a) && wide(&b) { (MIN - 1, MAX + 1) } else { ends(&a, &b) };
    if fits(bounds) {
        return binary("*", Level::Product, &a, &b, bounds.0, bounds.1);
    }
    overflowing("*", Level::Product, "mul64", &a, &b, name)
}

/// PHP makes a float of what does not fit; a function computes it then.
fn overflowing(
    operator: &str,
    level: Level,
    function: &str,
    a: &Expression,
    b: &Expression,
    name: Name<'_>,
) -> Expression {
    let (a, b) = name(a, b);
    let plain = binary(operator, level, &a, &b, MIN, MAX);
    let exact = helper(function, &[a, b], MIN, MAX);
    let text = format!("(\\is_int($t={})?$t:{})", plain.text, exact.text);
    let mut reads = plain.reads;
    reads.scratch = true;
    Expression::new(text, Level::Atom, MIN, MAX).reading(reads)
}

/// By how much is shifted: modulo the width.
fn count(by: &Expression, width: Width) -> Expression {
    let last = i64::from(width.bits()) - 1;
    if by.constant.is_none() && by.low >= 0 && by.high <= i128::from(last) {
        return by.clone();
    }
    bitwise("&", by, &Expression::number(last))
}

fn shift_left(a: &Expression, by: &Expression, width: Width) -> Expression {
    if by.constant == Some(0) {
        return a.clone();
    }
    let most = u32::try_from(by.high).unwrap_or(63);
    let least = u32::try_from(by.low).unwrap_or(0);
    if let (Some(a), Some(by)) = (a.constant, by.constant) {
        return Expression::number(a.wrapping_shl(u32::try_from(by).unwrap_or(0)));
    }
    if bits(a) + most <= 63 {
        let low = if a.low < 0 { a.low << most } else { a.low << least };
        return binary("<<", Level::Shift, a, by, low, a.high.max(0) << most);
    }
    match width {
        Width::I32 => {
            let a = a.unsigned();
            binary("<<", Level::Shift, &a, by, 0, a.high << most)
        }
        Width::I64 | Width::F64 => binary("<<", Level::Shift, a, by, MIN, MAX),
    }
}

/// `>>`, which keeps the sign.
fn right(a: &Expression, by: &Expression) -> Expression {
    if by.constant == Some(0) {
        return a.clone();
    }
    if let (Some(a), Some(by)) = (a.constant, by.constant) {
        return Expression::number(a >> by);
    }
    let most = u32::try_from(by.high).unwrap_or(63);
    let least = u32::try_from(by.low).unwrap_or(0);
    let low = if a.low < 0 { a.low >> least } else { a.low >> most };
    let high = if a.high < 0 { a.high >> most } else { a.high >> least };
    binary(">>", Level::Shift, a, by, low, high)
}

fn shift_right(a: &Expression, by: &Expression, width: Width) -> Expression {
    let a = if width == Width::I32 { a.unsigned() } else { a.clone() };
    if a.low >= 0 {
        return right(&a, by);
    }
    match by.constant {
        Some(0) => a,
        Some(by) => {
            let mask = Expression::number(i64::MAX >> (by - 1));
            bitwise("&", &right(&a, &Expression::number(by)), &mask)
        }
        None => helper("shru64", &[a, by.clone()], MIN, MAX),
    }
}

fn rotation(a: &Expression, by: &Expression, width: Width) -> Expression {
    match width {
        _ if by.constant == Some(0) => a.clone(),
        Width::I32 => helper("rotl32", &[a.unsigned(), by.clone()], 0, U32),
        Width::I64 | Width::F64 => helper("rotl64", &[a.clone(), by.clone()], MIN, MAX),
    }
}

fn comparison(
    operator: &str,
    unsigned: bool,
    a: &Expression,
    b: &Expression,
    width: Width,
) -> Expression {
    match (width, unsigned) {
        (Width::I32, true) => compare(operator, &a.unsigned(), &b.unsigned()),
        (Width::I32, false) => compare(operator, &a.signed(), &b.signed()),
        (Width::I64, true) if a.low < 0 || b.low < 0 => {
            let flipped = |value: &Expression| match value.constant {
                Some(value) => Expression::number(value ^ i64::MIN),
                None => binary("^", Level::Xor, value, &Expression::number(i64::MIN), MIN, MAX),
            };
            compare(operator, &flipped(a), &flipped(b))
        }
        _ => compare(operator, a, b),
    }
}

fn division(meaning: Binary, a: &Expression, b: &Expression, width: Width) -> Expression {
    let signed = matches!(meaning, Binary::DivS | Binary::RemS);
    let operand = |value: &Expression| match (width, signed) {
        (Width::I32, true) => value.signed(),
        (Width::I32, false) => value.unsigned(),
        _ => value.clone(),
    };
    let (a, b) = (operand(a), operand(b));
    let bounds = (-bound(&a), bound(&a));
    // Unsigned numbers of 64 bits that PHP takes for negative ones.
    let is_unsigned_64 = !signed && (a.low < 0 || b.low < 0);
    match meaning {
        Binary::DivU if is_unsigned_64 => helper("divu64", &[a, b], MIN, MAX),
        Binary::RemU if is_unsigned_64 => helper("remu64", &[a, b], MIN, MAX),
        Binary::DivS if width == Width::I32 && b.constant.is_none() => {
            helper("div32", &[a, b], bounds.0, bounds.1)
        }
        Binary::DivS | Binary::DivU => {
            let low = if signed { bounds.0.max(MIN) } else { 0 };
            let (text, reads) = (format!("\\intdiv({},{})", a.text, b.text), a.reads.and(&b.reads));
            Expression::new(text, Level::Atom, low, bounds.1.min(MAX)).reading(reads)
        }
        _ => {
            let low = if signed { bounds.0.max(MIN) } else { 0 };
            binary("%", Level::Product, &a, &b, low, bounds.1.min(MAX))
        }
    }
}

/// The greatest absolute value.
fn bound(value: &Expression) -> i128 {
    value.low.abs().max(value.high.abs())
}
