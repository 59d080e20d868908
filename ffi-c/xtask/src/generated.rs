//! The constants of the ABI and of the C++ drop-in, written from the core's tables.

use xtask_lib::tables::{Generated, Number, Tables, block_comment, line_comment, screaming};

const CONSTANTS: &str = "ffi-c/src/constants.rs";

/// See [`Generated`].
pub const PARTS: &[Generated] = &[
    Generated { file: CONSTANTS, part: "errors", write: errors },
    Generated { file: CONSTANTS, part: "modes", write: |tables| numbers("MODE_", &tables.modes) },
    Generated {
        file: CONSTANTS,
        part: "environment",
        write: |tables| {
            numbers("ENV_", &tables.env_variables) + &numbers("ENV_", &tables.env_faults)
        },
    },
    Generated { file: CONSTANTS, part: "limits", write: limits },
    Generated {
        file: "ffi-c/include/ZegoServerAssistantDefines.h",
        part: "errors",
        write: drop_in_errors,
    },
];

/// The width of a line of Rust.
const WIDTH: usize = 100;

fn constant(name: &str, kind: &str, value: i64, doc: &str) -> String {
    let doc = line_comment("/// ", doc, WIDTH);
    format!("{doc}pub const TOKEN04_{name}: {kind} = {value};\n")
}

fn errors(tables: &Tables) -> String {
    let row = |row: &xtask_lib::tables::ErrorRow| {
        let name = format!("ERROR_{}", screaming(&row.name));
        constant(&name, "i32", row.code, &row.sentence())
    };
    tables.errors.iter().map(row).collect()
}

fn numbers(prefix: &str, rows: &[Number]) -> String {
    let row = |row: &Number| {
        let name = format!("{prefix}{}", screaming(&row.name));
        constant(&name, "i32", row.value, &row.doc)
    };
    rows.iter().map(row).collect()
}

/// Limits that C does not need: that of the claims, and those that its types imply.
const NOT_IN_C: [&str; 2] = ["app_id_max", "plaintext_max_bytes"];

fn limits(tables: &Tables) -> String {
    let shown = tables.limits.iter().filter(|row| !NOT_IN_C.contains(&row.name.as_str()));
    let row = |row: &Number| {
        let kind = if row.name.ends_with("_bytes") { "usize" } else { "i64" };
        let name = screaming(row.name.strip_suffix("_max_bytes").unwrap_or(&row.name));
        let max = if row.name.ends_with("_max_bytes") { "_MAX" } else { "" };
        let more = if row.name == "token_max_bytes" {
            " The NUL is not counted: a buffer of one byte more holds any token."
        } else {
            ""
        };
        constant(&format!("{name}{max}"), kind, row.value, &format!("{}{more}", row.doc))
    };
    shown.map(row).collect()
}

/// The drop-in's names, which are upstream's up to `effectiveTimeInSecondsInvalid`.
const DROP_IN: [(&str, &str); 8] = [
    ("appIDInvalid", "app_id_invalid"),
    ("userIDInvalid", "user_id_invalid"),
    ("secretInvalid", "secret_invalid"),
    ("effectiveTimeInSecondsInvalid", "effective_time_invalid"),
    ("payloadInvalid", "payload_invalid"),
    ("nowInvalid", "now_invalid"),
    ("internalError", "internal"),
    ("randomUnavailable", "random_unavailable"),
];

fn drop_in_errors(tables: &Tables) -> String {
    let mut rows = vec!["success = 0".to_owned()];
    for (name, error) in DROP_IN {
        let row = tables.error(error);
        // The upstream names need no comment.
        let upstream = row.code <= 6;
        // The indentation counts toward the width of the line.
        let doc = if upstream { String::new() } else { block_comment(&row.sentence(), WIDTH - 4) };
        rows.push(format!("{doc}{name} = {}", row.code));
    }
    rows.join(",\n")
}
