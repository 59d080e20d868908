//! The parts of the package that are generated from the core's tables.

use xtask_lib::tables::{ErrorRow, Generated, Tables, screaming};

/// See [`Generated`].
pub const PARTS: &[Generated] = &[Generated {
    file: "bindings-python/python/token04/_errors.py",
    part: "errors",
    write: errors,
}];

fn errors(tables: &Tables) -> String {
    let row = |row: &ErrorRow| format!("{} = {}\n", screaming(&row.name), row.code);
    tables.errors.iter().map(row).collect()
}
