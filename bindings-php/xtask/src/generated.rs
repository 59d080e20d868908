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
    Generated { file: "bindings-php/src/Engine/FfiOutput.php", part: "errors", write: too_small },
    Generated { file: "bindings-php/src/Engine/PhpInstance.php", part: "errors", write: too_small },
    Generated {
        file: "bindings-php/src/Engine/PhpInstance.php",
        part: "limits",
        write: |tables| {
            limit(tables, "text_max_bytes", "TEXT_MAX")
                + "\n"
                + &limit(tables, "stream_id_max_bytes", "STREAM_ID_MAX")
        },
    },
    Generated {
        file: "bindings-php/src/Engine/PhpGenerator.php",
        part: "limits",
        write: |tables| limit(tables, "user_id_max_bytes", "USER_ID_MAX"),
    },
];

/// Columns of a line, less its indentation.
const WIDTH: usize = 96;

fn too_small(tables: &Tables) -> String {
    let row = tables.error("buffer_too_small");
    let doc = block_comment(&row.sentence(), WIDTH);
    format!("{doc}public const TOO_SMALL = {};\n", row.code)
}

fn limit(tables: &Tables, name: &str, constant: &str) -> String {
    let limit = tables.limit(name);
    let doc = block_comment(&limit.doc, WIDTH);
    format!("{doc}private const {constant} = {};\n", limit.value)
}

fn errors(tables: &Tables) -> String {
    let row = |row: &ErrorRow| {
        let (doc, name) = (block_comment(&row.sentence(), WIDTH), screaming(&row.name));
        format!("{doc}public const {name} = {};\n", row.code)
    };
    tables.errors.iter().map(row).collect::<Vec<String>>().join("\n")
}
