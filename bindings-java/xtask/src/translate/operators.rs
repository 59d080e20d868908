//! Operators that compute: each is an expression of Java.

use wasmparser::{MemArg, Operator};

use super::Kind;
use super::Kind::{Double, Int, Long};

/// The number of operands, the type of the result, and the expression with `$0` and `$1`.
pub(super) type Computed = (usize, Kind, &'static str);

/// An operator on numbers alone.
pub(super) fn computed(operator: &Operator<'_>) -> Option<Computed> {
    Some(match operator {
        Operator::I32Add => (2, Int, "$0+$1"),
        Operator::I32Sub => (2, Int, "$0-$1"),
        Operator::I32Mul => (2, Int, "$0*$1"),
        Operator::I32And => (2, Int, "$0&$1"),
        Operator::I32Or => (2, Int, "$0|$1"),
        Operator::I32Xor => (2, Int, "$0^$1"),
        Operator::I32Shl => (2, Int, "$0<<$1"),
        Operator::I32ShrS => (2, Int, "$0>>$1"),
        Operator::I32ShrU => (2, Int, "$0>>>$1"),
        Operator::I32Rotl => (2, Int, "Integer.rotateLeft($0,$1)"),
        Operator::I32Rotr => (2, Int, "Integer.rotateRight($0,$1)"),
        Operator::I32DivS => (2, Int, "divide($0,$1)"),
        Operator::I32DivU => (2, Int, "Integer.divideUnsigned($0,$1)"),
        Operator::I32RemS => (2, Int, "$0%$1"),
        Operator::I32RemU => (2, Int, "Integer.remainderUnsigned($0,$1)"),
        Operator::I32Clz => (1, Int, "Integer.numberOfLeadingZeros($0)"),
        Operator::I32Ctz => (1, Int, "Integer.numberOfTrailingZeros($0)"),
        Operator::I32Popcnt => (1, Int, "Integer.bitCount($0)"),
        Operator::I32Extend8S => (1, Int, "(int)(byte)$0"),
        Operator::I32Extend16S => (1, Int, "(int)(short)$0"),
        Operator::I32WrapI64 => (1, Int, "(int)$0"),
        Operator::I64Add => (2, Long, "$0+$1"),
        Operator::I64Sub => (2, Long, "$0-$1"),
        Operator::I64Mul => (2, Long, "$0*$1"),
        Operator::I64And => (2, Long, "$0&$1"),
        Operator::I64Or => (2, Long, "$0|$1"),
        Operator::I64Xor => (2, Long, "$0^$1"),
        Operator::I64Shl => (2, Long, "$0<<(int)$1"),
        Operator::I64ShrS => (2, Long, "$0>>(int)$1"),
        Operator::I64ShrU => (2, Long, "$0>>>(int)$1"),
        Operator::I64Rotl => (2, Long, "Long.rotateLeft($0,(int)$1)"),
        Operator::I64Rotr => (2, Long, "Long.rotateRight($0,(int)$1)"),
        Operator::I64DivS => (2, Long, "divide($0,$1)"),
        Operator::I64DivU => (2, Long, "Long.divideUnsigned($0,$1)"),
        Operator::I64RemS => (2, Long, "$0%$1"),
        Operator::I64RemU => (2, Long, "Long.remainderUnsigned($0,$1)"),
        Operator::I64Clz => (1, Long, "(long)Long.numberOfLeadingZeros($0)"),
        Operator::I64Ctz => (1, Long, "(long)Long.numberOfTrailingZeros($0)"),
        Operator::I64Popcnt => (1, Long, "(long)Long.bitCount($0)"),
        Operator::I64Extend8S => (1, Long, "(long)(byte)$0"),
        Operator::I64Extend16S => (1, Long, "(long)(short)$0"),
        Operator::I64Extend32S => (1, Long, "(long)(int)$0"),
        Operator::I64ExtendI32S => (1, Long, "(long)$0"),
        Operator::I64ExtendI32U => (1, Long, "$0&0xffffffffL"),
        Operator::F64Add => (2, Double, "$0+$1"),
        Operator::F64Sub => (2, Double, "$0-$1"),
        Operator::F64Mul => (2, Double, "$0*$1"),
        Operator::F64Div => (2, Double, "$0/$1"),
        Operator::F64Abs => (1, Double, "Math.abs($0)"),
        Operator::F64Neg => (1, Double, "-$0"),
        Operator::F64ConvertI64S => (1, Double, "(double)$0"),
        Operator::F64ConvertI64U => (1, Double, "unsigned($0)"),
        Operator::F64ReinterpretI64 => (1, Double, "Double.longBitsToDouble($0)"),
        Operator::I64ReinterpretF64 => (1, Long, "Double.doubleToRawLongBits($0)"),
        _ => return None,
    })
}

/// A comparison: the number of operands, and the condition.
pub(super) fn compared(operator: &Operator<'_>) -> Option<(usize, &'static str)> {
    Some(match operator {
        Operator::I32Eqz => (1, "$0==0"),
        Operator::I64Eqz => (1, "$0==0L"),
        Operator::I32Eq | Operator::I64Eq | Operator::F64Eq => (2, "$0==$1"),
        Operator::I32Ne | Operator::I64Ne | Operator::F64Ne => (2, "$0!=$1"),
        Operator::I32LtS | Operator::I64LtS | Operator::F64Lt => (2, "$0<$1"),
        Operator::I32GtS | Operator::I64GtS | Operator::F64Gt => (2, "$0>$1"),
        Operator::I32LeS | Operator::I64LeS | Operator::F64Le => (2, "$0<=$1"),
        Operator::I32GeS | Operator::I64GeS | Operator::F64Ge => (2, "$0>=$1"),
        // Without a sign: the virtual machine recognizes this form.
        Operator::I32LtU => (2, "$0+Integer.MIN_VALUE<$1+Integer.MIN_VALUE"),
        Operator::I32GtU => (2, "$0+Integer.MIN_VALUE>$1+Integer.MIN_VALUE"),
        Operator::I32LeU => (2, "$0+Integer.MIN_VALUE<=$1+Integer.MIN_VALUE"),
        Operator::I32GeU => (2, "$0+Integer.MIN_VALUE>=$1+Integer.MIN_VALUE"),
        Operator::I64LtU => (2, "$0+Long.MIN_VALUE<$1+Long.MIN_VALUE"),
        Operator::I64GtU => (2, "$0+Long.MIN_VALUE>$1+Long.MIN_VALUE"),
        Operator::I64LeU => (2, "$0+Long.MIN_VALUE<=$1+Long.MIN_VALUE"),
        Operator::I64GeU => (2, "$0+Long.MIN_VALUE>=$1+Long.MIN_VALUE"),
        _ => return None,
    })
}

/// A read of memory: the type of the result, and the expression with `$0` for the address.
pub(super) fn loaded<'o>(operator: &'o Operator<'_>) -> Option<(&'o MemArg, Kind, &'static str)> {
    Some(match operator {
        Operator::I32Load { memarg } => (memarg, Int, "m.getInt($0)"),
        Operator::I32Load8S { memarg } => (memarg, Int, "(int)b[$0]"),
        Operator::I32Load8U { memarg } => (memarg, Int, "b[$0]&255"),
        Operator::I32Load16S { memarg } => (memarg, Int, "(int)m.getShort($0)"),
        Operator::I32Load16U { memarg } => (memarg, Int, "m.getShort($0)&65535"),
        Operator::I64Load { memarg } => (memarg, Long, "m.getLong($0)"),
        Operator::I64Load8S { memarg } => (memarg, Long, "(long)b[$0]"),
        Operator::I64Load8U { memarg } => (memarg, Long, "b[$0]&255L"),
        Operator::I64Load16S { memarg } => (memarg, Long, "(long)m.getShort($0)"),
        Operator::I64Load16U { memarg } => (memarg, Long, "m.getShort($0)&65535L"),
        Operator::I64Load32S { memarg } => (memarg, Long, "(long)m.getInt($0)"),
        Operator::F64Load { memarg } => (memarg, Double, "m.getDouble($0)"),
        Operator::I64Load32U { memarg } => (memarg, Long, "m.getInt($0)&0xffffffffL"),
        _ => return None,
    })
}

/// A write to memory: the statement with `$0` for the address and `$1` for the value.
pub(super) fn stored<'o>(operator: &'o Operator<'_>) -> Option<(&'o MemArg, &'static str)> {
    Some(match operator {
        Operator::I32Store { memarg } => (memarg, "m.putInt($0,$1);"),
        Operator::I64Store { memarg } => (memarg, "m.putLong($0,$1);"),
        Operator::I32Store8 { memarg } | Operator::I64Store8 { memarg } => {
            (memarg, "b[$0]=(byte)$1;")
        }
        Operator::I32Store16 { memarg } | Operator::I64Store16 { memarg } => {
            (memarg, "m.putShort($0,(short)$1);")
        }
        Operator::F64Store { memarg } => (memarg, "m.putDouble($0,$1);"),
        Operator::I64Store32 { memarg } => (memarg, "m.putInt($0,(int)$1);"),
        _ => return None,
    })
}
