//! Makes the linker leave the N-API symbols to Node.

fn main() {
    napi_build::setup();
}
