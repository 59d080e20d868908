//! The second step: JSON, written field by field and read strictly.

mod read;
mod write;

pub(crate) use read::{Value, compact, integer, is_null, read_object, string, strings};
pub(crate) use write::{
    ObjectWriter, hex_digits, text, write_integer, write_list, write_string, write_unit_escape,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_read_strictly() {
        let read = |text| read_object(text, ["a", "b"]).map(|v| v.map(|v| v.map(Value::get)));
        assert_eq!(read(r#" {"b" : [1, 2], "x": {"a":1}} "#), Some([None, Some("[1, 2]")]));
        assert_eq!(read(r#"{"\u0061":1}"#), Some([Some("1"), None]));
        assert_eq!(read("{}"), Some([None, None]));
        assert_eq!(read(r#"{"\ud800":1,"c":"\udfff"}"#), Some([None, None]));
        assert_eq!(read(r#"{"x":1,"x":2}"#), Some([None, None]));
        for bad in [
            "",
            "[]",
            "1",
            "null",
            "{",
            r#"{"a":1,"a":1}"#,
            r#"{"a":1,"\u0061":1}"#,
            r#"{"a":1} x"#,
            r#"{"a":01}"#,
            r#"{"a":1,}"#,
            "{'a':1}",
            "{\"a\":\"\n\"}",
            r#"{"a":1}{"#,
            r#"{"a":NaN}"#,
            r#"{"a":"\u12"}"#,
            r#"{"a":-}"#,
            r#"{"a":1.}"#,
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn deep_nesting_needs_no_stack() {
        let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        for levels in [600, 32_000] {
            let value = deep(levels);
            let object = format!(r#"{{"a":{value},"x":{value}}}"#);
            assert_eq!(read_object(&object, ["a"]).unwrap()[0].unwrap().get(), value);
            assert_eq!(compact(&value), value);
        }
        assert_eq!(read_object(&format!(r#"{{"a":{}"#, deep(32_000)), ["a"]), None);
    }

    #[test]
    fn only_integers_are_read_as_integers() {
        let read = |text: &str| {
            let object = format!(r#"{{"a":{text}}}"#);
            read_object(&object, ["a"]).and_then(|[a]| a.and_then(integer))
        };
        assert_eq!(read("-5"), Some(-5));
        assert_eq!(read("-0"), Some(0));
        assert_eq!(read("9223372036854775807"), Some(i64::MAX));
        assert_eq!(read("-9223372036854775808"), Some(i64::MIN));
        for bad in
            ["9223372036854775808", "+1", "1.0", "1e3", "0x1", "\"1\"", "true", "null", "[1]"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn strings_are_valid_unicode() {
        let read = |text: &str| {
            let object = format!(r#"{{"a":{text}}}"#);
            read_object(&object, ["a"]).and_then(|[a]| a.and_then(string))
        };
        assert_eq!(read(r#""\ud83d\ude00\u0000\/é""#).as_deref(), Some("😀\0/é"));
        for bad in [r#""\ud83d""#, r#""\ude00\ud83d""#, r#""\ud83d\u0041""#, "1", "null", "[]"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        let list = read_object(r#"{"a":["x", "\n"],"b":["x",1]}"#, ["a", "b"]).unwrap();
        assert_eq!(strings(list[0].unwrap()), Some(vec!["x".to_owned(), "\n".to_owned()]));
        assert_eq!(strings(list[1].unwrap()), None);
    }

    #[test]
    fn white_space_inside_strings_stays() {
        assert_eq!(compact(r#"{ "a b" : [ 1 , "\" x\\" ] }"#), r#"{"a b":[1,"\" x\\"]}"#);
    }

    #[test]
    fn an_object_is_written_in_order() {
        let written = text(|out| {
            ObjectWriter::begin(out)
                .integer("n", i64::MIN)
                .string("s", "a\"\\\u{1}\u{7f}\n/é\u{2028}😀")
                .boolean("b", true)
                .nested("none", None::<i64>, |n, out| write_integer(out, n))
                .nested("list", Some([1, 2]), |list, out| {
                    write_list(list, out, |n, out| write_integer(out, n));
                })
                .end();
        });
        let expected = concat!(
            r#"{"n":-9223372036854775808,"s":"a\"\\\u0001"#,
            "\u{7f}",
            r#"\n/é"#,
            "\u{2028}",
            r#"😀","b":true,"none":null,"list":[1,2]}"#
        );
        assert_eq!(written, expected);
        assert_eq!(text(|out| ObjectWriter::begin(out).end()), "{}");
    }
}
