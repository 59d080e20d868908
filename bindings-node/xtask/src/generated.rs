//! The parts of the package that are generated from the core's tables.

use xtask_lib::tables::{ErrorRow, FindingRow, Generated, Tables};

const TYPES: &str = "bindings-node/token04.d.ts";

/// See [`Generated`].
pub const PARTS: &[Generated] = &[
    Generated { file: TYPES, part: "errors", write: error_names },
    Generated { file: TYPES, part: "findings", write: finding_ids },
    Generated { file: "bindings-node/lib/errors.mjs", part: "errors", write: payload_invalid },
];

fn error_names(tables: &Tables) -> String {
    let doc = "/** The stable names of errors, one for each number; the README of the package lists them. */";
    let names = tables.errors.iter().map(|ErrorRow { name, .. }| name.as_str());
    format!("{doc}\n{}", union("ErrorName", names))
}

fn finding_ids(tables: &Tables) -> String {
    let doc = "/** The stable ids of findings; docs/FINDINGS.md of the project lists them. */";
    let ids = tables.findings.iter().map(|FindingRow { id, .. }| id.as_str());
    format!("{doc}\n{}", union("FindingId", ids))
}

fn union<'a>(name: &str, members: impl Iterator<Item = &'a str>) -> String {
    let members: String = members.map(|member| format!("\n  | '{member}'")).collect();
    format!("export type {name} ={members};\n")
}

fn payload_invalid(tables: &Tables) -> String {
    format!("export const PAYLOAD_INVALID = {};\n", tables.error("payload_invalid").code)
}
