//! The header without comments and preprocessor lines, for parsers that support neither.

/// Removes comments and preprocessor lines. Constants that fit an `int` become an `enum`.
pub fn flat(header: &str) -> Result<String, String> {
    let code = without_comments(header)?;
    let mut constants = Vec::new();
    let mut rest = Vec::new();
    let mut in_cplusplus = false;
    for line in code.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["#ifdef", "__cplusplus"] => in_cplusplus = true,
            ["#endif", ..] => in_cplusplus = false,
            ["#define", name, value] if is_int(value) => {
                let value = value.trim_matches(['(', ')']);
                constants.push(format!("  {name} = {value},"));
            }
            [first, ..] if first.starts_with('#') => {}
            [] => {}
            _ if in_cplusplus => {}
            _ => rest.push(line.trim_end().to_owned()),
        }
    }
    Ok(format!("enum {{\n{}\n}};\n{}\n", constants.join("\n"), rest.join("\n")))
}

fn is_int(value: &str) -> bool {
    value.trim_matches(['(', ')']).parse::<i32>().is_ok()
}

fn without_comments(header: &str) -> Result<String, String> {
    let mut code = String::new();
    let mut rest = header;
    while let Some((before, comment)) = rest.split_once("/*") {
        code.push_str(before);
        rest = comment.split_once("*/").ok_or("a comment has no end")?.1;
    }
    code.push_str(rest);
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_declarations_are_left() {
        let header = "/* a\n b */\n#ifndef H\n#define H\n#include <x.h>\n#define N 3\n\
                      #define BIG (-1 - 1)\n#ifdef __cplusplus\nextern \"C\" {\n#endif // c\n\
                      /**\n * f\n */\nint f(void);\n#endif\n";
        assert_eq!(flat(header), Ok("enum {\n  N = 3,\n};\nint f(void);\n".into()));
    }
}
