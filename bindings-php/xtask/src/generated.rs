//! What is written from the core's tables.

use xtask_lib::tables::{ErrorRow, Generated, Tables, block_comment, screaming};

/// See [`Generated`].
pub const PARTS: &[Generated] = &[
    Generated { file: "bindings-php/src/ErrorCode.php", part: "errors", write: errors },
    Generated {
        file: "bindings-php/src/Verifier.php",
        part: "limits",
        write: |tables| {
            let leeway = tables.limit("default_leeway_seconds");
            let doc = block_comment(&leeway.doc, WIDTH);
            format!("{doc}public const DEFAULT_LEEWAY = {};\n", leeway.value)
        },
    },
    Generated {
        file: "bindings-php/src/Engine/FfiOutput.php",
        part: "errors",
        write: |tables| {
            let row = tables.error("buffer_too_small");
            let doc = block_comment(&row.sentence(), WIDTH);
            format!("{doc}public const TOO_SMALL = {};\n", row.code)
        },
    },
];

/// Columns of a line, less its indentation.
const WIDTH: usize = 96;

fn errors(tables: &Tables) -> String {
    let row = |row: &ErrorRow| {
        let (doc, name) = (block_comment(&row.sentence(), WIDTH), screaming(&row.name));
        format!("{doc}public const {name} = {};\n", row.code)
    };
    tables.errors.iter().map(row).collect::<Vec<String>>().join("\n")
}
