//! Makes the linker leave Python's symbols to the interpreter, which macOS asks for by name.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}
