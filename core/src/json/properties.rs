//! The reader and the writer beside those of `serde_json`, on any text.
//!
//! Where they differ: a named key that comes twice is refused here, and `-0` is the integer 0,
//! which there is a floating-point number. Nothing here recurses, so that there is no limit to
//! the depth; that of `serde_json` holds only where it builds a tree, which these tests avoid.

use std::collections::HashMap;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;

/// The tokens of one value of any kind, nested up to four deep.
fn any_value() -> impl Strategy<Value = Vec<String>> {
    let leaf = prop_oneof![
        "null|true|false".prop_map(|word| vec![word]),
        any_number().prop_map(|number| vec![number]),
        any_string().prop_map(|string| vec![string]),
    ];
    leaf.prop_recursive(4, 40, 5, |value| {
        prop_oneof![
            vec(value.clone(), 0..5).prop_map(|items| bracketed("[", items, "]")),
            vec(any_member(value), 0..5).prop_map(|members| bracketed("{", members, "}")),
        ]
    })
}

fn any_number() -> impl Strategy<Value = String> {
    "-?(0|[1-9][0-9]{0,19})(\\.[0-9]{1,4})?([eE][+-]?[0-9]{1,3})?"
}

/// Any string with its quotes: with escapes, surrogates in pairs and alone, and what is no ASCII.
fn any_string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ !#-\\[\\]-~]{1,6}",
        1 => "[^\\x00-\\x1f\"\\\\]",
        2 => r#"\\["\\/bfnrt]"#,
        1 => r"\\u[0-9a-fA-F]{4}",
        1 => r"\\u[dD][89abAB][0-9a-f]{2}\\u[dD][c-fC-F][0-9a-f]{2}",
        1 => r"\\u[dD][89a-f][0-9a-f]{2}",
    ];
    vec(piece, 0..6).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn any_member(value: impl Strategy<Value = Vec<String>>) -> impl Strategy<Value = Vec<String>> {
    // Few keys, so that some come twice; some with escapes.
    let key = prop_oneof![
        3 => r#""[ab]""#,
        1 => Just(r#""\u0061""#.to_owned()),
        1 => any_string(),
    ];
    (key, value).prop_map(|(key, value)| [vec![key, ":".to_owned()], value].concat())
}

fn any_object() -> impl Strategy<Value = Vec<String>> {
    vec(any_member(any_value()), 0..6).prop_map(|members| bracketed("{", members, "}"))
}

fn bracketed(open: &str, items: Vec<Vec<String>>, close: &str) -> Vec<String> {
    let mut tokens = vec![open.to_owned()];
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            tokens.push(",".to_owned());
        }
        tokens.extend(item);
    }
    tokens.push(close.to_owned());
    tokens
}

/// Tokens with white space anywhere between them, and the same without.
fn spaced(tokens: impl Strategy<Value = Vec<String>>) -> impl Strategy<Value = (String, String)> {
    (tokens, vec("[ \t\n\r]{0,2}", 8)).prop_map(|(tokens, spaces)| {
        let mut text = spaces[0].clone();
        for (token, space) in tokens.iter().zip(spaces.iter().cycle()) {
            text.push_str(token);
            text.push_str(space);
        }
        (text, tokens.concat())
    })
}

/// What a mutation puts somewhere: mostly what means something in JSON.
fn any_snippet() -> impl Strategy<Value = String> {
    prop_oneof![
        r#"[\[\]{}",:\\0-9eE+.u \-]{0,3}"#,
        "\\PC|[\\x00-\\x1f]",
        Just("\u{feff}".to_owned()),
        Just("NaN".to_owned()),
        Just("\u{a0}".to_owned()),
    ]
}

/// An object in which some places were overwritten, or anything made of JSON's characters.
fn nearly_json() -> impl Strategy<Value = String> {
    let mutation = (any::<prop::sample::Index>(), 0..3_usize, any_snippet());
    let mutated = (spaced(any_object()), vec(mutation, 0..3)).prop_map(|((text, _), mutations)| {
        let mut characters: Vec<char> = text.chars().collect();
        for (at, removed, snippet) in mutations {
            let at = at.index(characters.len() + 1);
            let end = characters.len().min(at + removed);
            characters.splice(at..end, snippet.chars());
        }
        characters.into_iter().collect()
    });
    prop_oneof![
        3 => mutated,
        1 => r#"[\[\]{}",:\\0-9eE+.utrfalsn \-]{0,24}"#,
        1 => r#"\{"a":[\[\]{}",:\\0-9eE+.utrfalsn \-]{0,12}\}"#,
    ]
}

/// Holds everything read from a valid value to what `serde_json` reads from the same.
fn compare_value(value: Value<'_>) -> Result<(), TestCaseError> {
    let text = value.get();
    prop_assert_eq!(string(value), serde_json::from_str::<String>(text).ok(), "{}", text);
    let number = if text == "-0" { Some(0) } else { serde_json::from_str::<i64>(text).ok() };
    prop_assert_eq!(integer(value), number, "{}", text);
    prop_assert_eq!(strings(value), serde_json::from_str::<Vec<String>>(text).ok(), "{}", text);
    prop_assert_eq!(is_null(value), serde_json::from_str::<()>(text).is_ok(), "{}", text);
    Ok(())
}

/// Holds the reading of a text, valid or not, to that of `serde_json`.
fn compare(text: &str) -> Result<(), TestCaseError> {
    let is_object = serde_json::from_str::<&RawValue>(text).is_ok_and(|v| v.get().starts_with('{'));
    prop_assert_eq!(read_object(text, []).is_some(), is_object, "{}", text);
    // It has no reading for a key with a lone surrogate.
    let Ok(members) = serde_json::from_str::<HashMap<String, &RawValue>>(text) else {
        return Ok(());
    };
    for (key, expected) in &members {
        let Some([value]) = read_object(text, [key.as_str()]) else { continue }; // comes twice
        prop_assert_eq!(value.map(Value::get), Some(expected.get()));
        value.map_or(Ok(()), compare_value)?;
    }
    prop_assert_eq!(read_object(text, ["no such key"]), Some([None]));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn values_are_read_alike((text, compact_text) in spaced(any_value())) {
        let object = format!("{{\"x\":{text}}}");
        let [value] = read_object(&object, ["x"]).unwrap();
        let value = value.unwrap();
        prop_assert_eq!(value.get(), text.trim_ascii());
        prop_assert_eq!(compact(value.get()), compact_text);
        compare_value(value)?;
    }

    #[test]
    fn objects_are_read_alike((text, _) in spaced(any_object())) {
        compare(&text)?;
    }

    #[test]
    fn a_named_key_comes_once(members in vec(any_member(any_value()), 0..5)) {
        let named = |member: &&Vec<String>| [r#""a""#, r#""\u0061""#].contains(&&*member[0]);
        let values: Vec<String> =
            members.iter().filter(named).map(|member| member[2..].concat()).collect();
        let text = bracketed("{", members, "}").concat();
        let read = read_object(&text, ["a"]).map(|[value]| value.map(Value::get));
        match values.as_slice() {
            [] => prop_assert_eq!(read, Some(None)),
            [value] => prop_assert_eq!(read, Some(Some(value.as_str()))),
            _ => prop_assert_eq!(read, None),
        }
    }

    #[test]
    fn what_is_nearly_json_is_refused_alike(text in nearly_json()) {
        compare(&text)?;
    }

    #[test]
    fn any_text_is_refused_alike(text in "\\PC{0,12}") {
        compare(&text)?;
    }

    #[test]
    fn strings_are_written_alike(value in prop_oneof![
        "[^\\x00-\\x1f\"\\\\]{0,40}",
        "[a\"\\\\]{0,40}",
        "[\\x00-\\x1f\"\\\\é\\x7f\u{2028}\u{10ffff}]{0,20}",
        "(.|\n){0,12}",
        "[a\"]{500,600}",
    ]) {
        let written = text(|out| write_string(out, &value));
        prop_assert_eq!(&written, &serde_json::to_string(&value).unwrap());
    }

    #[test]
    fn numbers_and_lists_are_written_alike(list in vec(any::<i64>(), 0..6), small in -200..200_i64) {
        let mut list = list;
        list.extend([small, i64::MIN, i64::MAX]);
        let written = text(|out| write_list(&list, out, |number, out| write_integer(out, *number)));
        prop_assert_eq!(written, serde_json::to_string(&list).unwrap());
    }

    #[test]
    fn objects_are_written_alike(
        name in ".{0,10}",
        number in any::<i64>(),
        yes in any::<bool>(),
        list in prop::option::of(vec(".{0,5}", 0..4)),
    ) {
        let written = text(|out| {
            ObjectWriter::begin(out)
                .string("name", &name)
                .integer("number", number)
                .boolean("yes", yes)
                .nested("list", list.as_ref(), |list, out| {
                    write_list(list, out, |item, out| write_string(out, item));
                })
                .end();
        });
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        let expected =
            serde_json::json!({ "name": name, "number": number, "yes": yes, "list": list });
        prop_assert_eq!(read, expected);
        prop_assert_eq!(compact(&written), written);
    }
}

#[test]
fn depth_costs_no_stack() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let inner = if open == "[" { "" } else { "1" };
        let deep = format!("{}{inner}{}", open.repeat(200_000), close.repeat(200_000));
        let object = format!("{{\"x\":{deep}}}");
        let [value] = read_object(&object, ["x"]).unwrap();
        assert_eq!(value.map(|value| value.get().len()), Some(deep.len()));
        assert_eq!(read_object(&object[..object.len() - 2], ["x"]), None);
    }
}

/// Each text of up to so many of these characters.
fn each_text(alphabet: &str, most: u32, mut check: impl FnMut(&str)) {
    let characters: Vec<char> = alphabet.chars().collect();
    for length in 1..=most {
        for number in 0..characters.len().pow(length) {
            let digit = |place| characters[number / characters.len().pow(place) % characters.len()];
            check(&(0..length).map(digit).collect::<String>());
        }
    }
}

#[test]
fn short_texts_are_read_alike() {
    let member = |value: &str| compare(&format!("{{\"a\":{value}}}")).unwrap();
    each_text("01-+.eE", 5, member);
    each_text("[]{},:1\"", 5, member);
    each_text("[]{},:\"a", 5, |text| compare(text).unwrap());
}

#[test]
fn each_character_and_escape_is_read_alike() {
    for byte in 0..0x80_u8 {
        let character = char::from(byte);
        for string in [format!("\"{character}\""), format!("\"\\{character}\"")] {
            compare(&format!("{{\"a\":{string}}}")).unwrap();
            compare(&format!("{character}{{\"a\":{character}1}}{character}")).unwrap();
        }
    }
    for unit in 0..=u16::MAX {
        for string in [format!("\\u{unit:04x}"), format!("\\ud83d\\u{unit:04X}!")] {
            compare(&format!("{{\"a\":\"{string}\"}}")).unwrap();
        }
    }
}
