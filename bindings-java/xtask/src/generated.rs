//! What is written from the core's tables.

use xtask_lib::tables::{ErrorRow, Generated, Tables, block_comment, screaming};

/// See [`Generated`].
pub const PARTS: &[Generated] = &[
    Generated {
        file: "bindings-java/token04/src/main/java/io/token04/ErrorCodes.java",
        part: "errors",
        write: errors,
    },
    Generated {
        file: "bindings-java/token04/src/main/java/io/token04/Bytecode.java",
        part: "internal",
        write: internal,
    },
    Generated {
        file: "bindings-java/token04/src/main/java/io/token04/TokenVerifier.java",
        part: "limits",
        write: |tables| {
            let leeway = tables.limit("default_leeway_seconds");
            let (doc, seconds) = (block_comment(&leeway.doc, WIDTH), leeway.value);
            format!(
                "{doc}public static final Duration DEFAULT_LEEWAY = Duration.ofSeconds({seconds});\n\n"
            )
        },
    },
];

// google-java-format wants an empty line between a declaration and the mark behind it.

/// Columns of a line, less its indentation.
const WIDTH: usize = 98;

/// The error of an engine that can no longer be asked for its name and message.
fn internal(tables: &Tables) -> String {
    let row = tables.errors.iter().find(|row| row.name == "internal");
    let line = |(name, value): (&str, &str)| {
        format!("private static final String INTERNAL_{name} = \"{value}\";\n")
    };
    let lines = row.map(|row| [("NAME", row.name.as_str()), ("MESSAGE", &row.message)].map(line));
    lines.unwrap_or_default().concat() + "\n"
}

fn errors(tables: &Tables) -> String {
    let row = |row: &ErrorRow| {
        let (doc, name) = (block_comment(&row.sentence(), WIDTH), screaming(&row.name));
        format!("{doc}public static final int {name} = {};\n", row.code)
    };
    tables.errors.iter().map(row).collect::<Vec<String>>().join("\n") + "\n"
}
