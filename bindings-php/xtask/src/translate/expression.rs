//! PHP expressions with what is known of their values.
//!
//! An i64 is a PHP integer. An i32 is *any* PHP integer that is congruent to it modulo 2^32: it is
//! brought to 0..2^32 (`unsigned`) or to -2^31..2^31 (`signed`) only where that matters and where
//! its bounds do not show that it is there already.

use std::collections::BTreeSet;

/// The bounds of a PHP integer.
pub(super) const MIN: i128 = i64::MIN as i128;
pub(super) const MAX: i128 = i64::MAX as i128;
/// The largest unsigned number of 32 bits.
pub(super) const U32: i128 = u32::MAX as i128;

/// How tightly PHP binds an expression; a higher level needs no brackets inside a lower one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Level {
    Assignment,
    Or,
    Xor,
    And,
    Equality,
    Comparison,
    Shift,
    Sum,
    Product,
    Unary,
    Atom,
}

impl Level {
    fn next(self) -> Self {
        match self {
            Self::Assignment => Self::Or,
            Self::Or => Self::Xor,
            Self::Xor => Self::And,
            Self::And => Self::Equality,
            Self::Equality => Self::Comparison,
            Self::Comparison => Self::Shift,
            Self::Shift => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Unary,
            Self::Unary | Self::Atom => Self::Atom,
        }
    }
}

/// An expression that was not written yet.
#[derive(Clone, Debug)]
pub(super) struct Expression {
    pub(super) text: String,
    pub(super) level: Level,
    /// Its least and its greatest value.
    pub(super) low: i128,
    pub(super) high: i128,
    pub(super) constant: Option<i64>,
    /// It is a bool of PHP's: its negation.
    pub(super) negation: Option<(String, Level)>,
    /// It is two words of memory: the index of the first.
    pub(super) words: Option<String>,
    pub(super) reads: Reads,
}

/// What an expression's value depends on.
#[derive(Clone, Default, Debug)]
pub(super) struct Reads {
    pub(super) variables: BTreeSet<String>,
    pub(super) memory: bool,
    pub(super) globals: bool,
    /// It sets the scratch variable `$t` itself.
    pub(super) scratch: bool,
}

impl Reads {
    pub(super) fn and(&self, other: &Self) -> Self {
        Self {
            variables: self.variables.union(&other.variables).cloned().collect(),
            memory: self.memory || other.memory,
            globals: self.globals || other.globals,
            scratch: self.scratch || other.scratch,
        }
    }
}

/// The type of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Width {
    I32,
    I64,
    /// A float of PHP's, which is one of 64 bits too. Bounds mean nothing then.
    F64,
}

impl Width {
    pub(super) fn bits(self) -> u32 {
        match self {
            Self::I32 => 32,
            Self::I64 | Self::F64 => 64,
        }
    }

    /// The bounds of a variable of that type.
    pub(super) fn bounds(self) -> (i128, i128) {
        match self {
            Self::I32 => (0, U32),
            Self::I64 | Self::F64 => (MIN, MAX),
        }
    }

    /// The expression as a variable of that type has it.
    pub(super) fn stored(self, value: &Expression) -> Expression {
        match self {
            Self::I32 => value.unsigned(),
            Self::I64 | Self::F64 => value.integer(),
        }
    }
}

impl Expression {
    pub(super) fn new(text: impl Into<String>, level: Level, low: i128, high: i128) -> Self {
        let (constant, negation, words, reads) = (None, None, None, Reads::default());
        Self { text: text.into(), level, low, high, constant, negation, words, reads }
    }

    pub(super) fn number(value: i64) -> Self {
        let (text, level) = match value {
            i64::MIN => ("\\PHP_INT_MIN".to_owned(), Level::Atom),
            _ if value < 0 => (value.to_string(), Level::Unary),
            _ => (value.to_string(), Level::Atom),
        };
        let bound = i128::from(value);
        Self { constant: Some(value), ..Self::new(text, level, bound, bound) }
    }

    /// A number that is known to fit.
    fn wide(value: i128) -> Self {
        Self::number(i64::try_from(value).unwrap_or(i64::MIN))
    }

    pub(super) fn variable(name: &str, width: Width) -> Self {
        let (low, high) = width.bounds();
        let mut made = Self::new(format!("${name}"), Level::Atom, low, high);
        made.reads.variables.insert(name.to_owned());
        made
    }

    pub(super) fn reading(mut self, reads: Reads) -> Self {
        self.reads = reads;
        self
    }

    /// A variable, and nothing around it.
    pub(super) fn is_variable(&self) -> bool {
        self.reads.variables.len() == 1
            && self.reads.variables.iter().all(|name| self.text.strip_prefix('$') == Some(name))
    }

    /// May be written twice.
    pub(super) fn is_simple(&self) -> bool {
        self.constant.is_some() || self.is_variable()
    }

    /// The text inside an expression that binds as tightly as this level.
    pub(super) fn within(&self, level: Level) -> String {
        if self.level >= level { self.text.clone() } else { format!("({})", self.text) }
    }

    /// `true` and `false` as 1 and 0.
    pub(super) fn integer(&self) -> Self {
        if self.negation.is_none() {
            return self.clone();
        }
        let text = format!("(int){}", self.within(Level::Unary));
        Self::new(text, Level::Unary, 0, 1).reading(self.reads.clone())
    }

    /// An i32 from 0 to 2^32 - 1.
    pub(super) fn unsigned(&self) -> Self {
        if let Some(value) = self.constant {
            return Self::number(value & 0xffff_ffff);
        }
        if self.low >= 0 && self.high <= U32 {
            return self.integer();
        }
        bitwise("&", &self.integer(), &Self::wide(U32))
    }

    /// An i32 from -2^31 to 2^31 - 1.
    pub(super) fn signed(&self) -> Self {
        if let Some(value) = self.constant {
            return Self::number((value << 32) >> 32);
        }
        if self.low >= -(1 << 31) && self.high < 1 << 31 {
            return self.integer();
        }
        let thirty_two = Self::number(32);
        let high = binary("<<", Level::Shift, self, &thirty_two, MIN, MAX);
        binary(">>", Level::Shift, &high, &thirty_two, -(1 << 31), (1 << 31) - 1)
    }

    /// The low bits, as a signed number of so many.
    pub(super) fn extended(&self, bits: u32) -> Self {
        if let Some(value) = self.constant {
            let unused = 64 - bits;
            return Self::number((value << unused) >> unused);
        }
        let half = 1_i128 << (bits - 1);
        if self.low >= -half && self.high < half {
            return self.integer();
        }
        let sign = Self::wide(half);
        let low = bitwise("&", &self.integer(), &Self::wide(2 * half - 1));
        let flipped = bitwise("^", &low, &sign);
        binary("-", Level::Sum, &flipped, &sign, -half, half - 1)
    }

    /// Whether it is 0.
    pub(super) fn is_zero(&self, width: Width) -> Self {
        match &self.negation {
            Some((text, level)) => Self {
                text: text.clone(),
                level: *level,
                negation: Some((self.text.clone(), self.level)),
                ..self.clone()
            },
            None => compare("===", &width.stored(self), &Self::number(0)),
        }
    }
}

/// `a operator b`, whose value is within the bounds.
pub(super) fn binary(
    operator: &str,
    level: Level,
    a: &Expression,
    b: &Expression,
    low: i128,
    high: i128,
) -> Expression {
    // `a - b - c` needs no brackets on the left; comparisons have no order of their own.
    let chains = !matches!(level, Level::Comparison | Level::Equality);
    let left = a.within(if chains { level } else { level.next() });
    let right = b.within(level.next());
    let space = if right.starts_with('-') { " " } else { "" };
    let text = format!("{left}{operator}{space}{right}");
    Expression::new(text, level, low, high).reading(a.reads.and(&b.reads))
}

/// `&`, `|` or `^`.
pub(super) fn bitwise(operator: &str, a: &Expression, b: &Expression) -> Expression {
    let (a, b) = (a.integer(), b.integer());
    if let (Some(a), Some(b)) = (a.constant, b.constant) {
        return Expression::number(match operator {
            "&" => a & b,
            "|" => a | b,
            _ => a ^ b,
        });
    }
    let level = match operator {
        "&" => Level::And,
        "|" => Level::Or,
        _ => Level::Xor,
    };
    let both = a.low >= 0 && b.low >= 0;
    let (low, high) = match operator {
        "&" if a.low >= 0 && b.low >= 0 => (0, a.high.min(b.high)),
        "&" if a.low >= 0 => (0, a.high),
        "&" if b.low >= 0 => (0, b.high),
        _ => {
            let end = 1_i128 << bits(&a).max(bits(&b));
            (if both { 0 } else { -end }, end - 1)
        }
    };
    binary(operator, level, &a, &b, low, high)
}

/// How many bits hold any value of the expression, beside its sign.
pub(super) fn bits(value: &Expression) -> u32 {
    let of = |bound: i128| 128 - (if bound < 0 { !bound } else { bound }).leading_zeros();
    of(value.low).max(of(value.high))
}

/// A comparison of integers.
pub(super) fn compare(operator: &str, a: &Expression, b: &Expression) -> Expression {
    let (a, b) = (a.integer(), b.integer());
    let (inverse, level) = match operator {
        "===" => ("!==", Level::Equality),
        "!==" => ("===", Level::Equality),
        "==" => ("!=", Level::Equality),
        "!=" => ("==", Level::Equality),
        "<" => (">=", Level::Comparison),
        ">" => ("<=", Level::Comparison),
        "<=" => (">", Level::Comparison),
        _ => ("<", Level::Comparison),
    };
    let negation = binary(inverse, level, &a, &b, 0, 1);
    let mut made = binary(operator, level, &a, &b, 0, 1);
    made.negation = Some((negation.text, negation.level));
    made
}
