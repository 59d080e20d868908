//! The second station: JSON text, written field by field and read strictly.
//!
//! Both are written here and not taken from a library, for claims need little of JSON and all of
//! its strictness, and the WebAssembly build has to stay small.

#[cfg(test)]
mod properties;
mod read;
mod write;

pub(crate) use read::{
    Value, compact, integer, is_null, parse_integer, read_object, string, strings,
};
pub(crate) use write::{
    MOST_DIGITS, ObjectWriter, digits, hex_digits, of_texts, text, write_integer, write_list,
    write_string, write_unit_escape,
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
            r#"{"a":1} x"#,
            r#"{"a":01}"#,
            r#"{"a":1,}"#,
            "{'a':1}",
            "{\"a\":\"\n\"}",
            r#"{"a":1}{"#,
            r#"{"a":NaN}"#,
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn integers_are_integers() {
        let read = |text: &str| {
            let object = format!(r#"{{"a":{text}}}"#);
            read_object(&object, ["a"]).and_then(|[a]| a.and_then(integer))
        };
        assert_eq!(read("-5"), Some(-5));
        assert_eq!(read("-0"), Some(0));
        assert_eq!(read("9223372036854775807"), Some(i64::MAX));
        for bad in ["9223372036854775808", "1.0", "1e3", "\"1\"", "true", "null", "[1]"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn white_space_inside_strings_stays() {
        assert_eq!(compact(r#"{ "a b" : [ 1 , "\" x\\" ] }"#), r#"{"a b":[1,"\" x\\"]}"#);
    }

    #[test]
    fn an_object_is_written_in_order() {
        let written = text(|out| {
            ObjectWriter::begin(out)
                .integer("n", -1)
                .string("s", "a\"\u{1}é/")
                .boolean("b", true)
                .nested("none", None::<i64>, |n, out| write_integer(out, n))
                .nested("list", Some([1, 2]), |list, out| {
                    write_list(list, out, |n, out| write_integer(out, n));
                })
                .end();
        });
        assert_eq!(written, r#"{"n":-1,"s":"a\"\u0001é/","b":true,"none":null,"list":[1,2]}"#);
        assert_eq!(text(|out| ObjectWriter::begin(out).end()), "{}");
    }
}
