//! A lifetime on the command line: `3600`, `90m`, `12h` or `3d`.

use token04::Error;

/// One hour, when no lifetime is given.
pub const DEFAULT_TTL: &str = "1h";

/// Reads a whole number with an optional unit `s`, `m`, `h` or `d` as seconds.
///
/// A number the core refuses (0, negative) passes, so that the core's checks keep their order;
/// what is no number of seconds at all is [`Error::EffectiveTimeInvalid`].
pub fn parse(text: &str) -> Result<i64, String> {
    let (digits, unit) = match text.char_indices().last() {
        Some((at, 's')) => (text.get(..at), 1),
        Some((at, 'm')) => (text.get(..at), 60),
        Some((at, 'h')) => (text.get(..at), 60 * 60),
        Some((at, 'd')) => (text.get(..at), 24 * 60 * 60),
        _ => (Some(text), 1),
    };
    digits
        .filter(|digits| !digits.starts_with('+'))
        .and_then(|digits| digits.parse::<i64>().ok())
        .and_then(|number| number.checked_mul(unit))
        .ok_or_else(|| format!("{} (write 3600, 90m, 12h or 3d)", Error::EffectiveTimeInvalid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units() {
        for (text, seconds) in [
            ("3600", 3600),
            ("90m", 5400),
            ("2h", 7200),
            ("3d", 259_200),
            ("7s", 7),
            ("0", 0),
            ("-1", -1),
            ("9223372036854775807", i64::MAX),
        ] {
            assert_eq!(parse(text), Ok(seconds), "{text}");
        }
        for bad in ["", "m", "1.5h", "1 h", "+1", "1e3", "h1", "1w", "١", "9223372036854775807d"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
