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
        file: "bindings-java/token04/src/main/java/io/token04/TokenVerifier.java",
        part: "limits",
        write: |tables| {
            let leeway = tables.limit("default_leeway_seconds");
            let (doc, seconds) = (block_comment(&leeway.doc, WIDTH), leeway.value);
            format!(
                "{doc}public static final Duration DEFAULT_LEEWAY = Duration.ofSeconds({seconds});\n"
            )
        },
    },
];

/// Columns of a line, less its indentation.
const WIDTH: usize = 98;

fn errors(tables: &Tables) -> String {
    let row = |row: &ErrorRow| {
        let (doc, name) = (block_comment(&row.sentence(), WIDTH), screaming(&row.name));
        format!("{doc}public static final int {name} = {};\n", row.code)
    };
    tables.errors.iter().map(row).collect::<Vec<String>>().join("\n")
}
