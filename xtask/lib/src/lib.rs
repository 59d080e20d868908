//! What the project's commands and the languages' steps share. Each language's own steps are in
//! its folder, such as `bindings-go/xtask`; arrows point here.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that talks to a person")]

pub mod cpus;
pub mod cross;
pub mod follow;
pub mod native;
pub mod natives;
pub mod needs;
pub mod node;
pub mod package;
pub mod paths;
pub mod shell;
pub mod step;
pub mod tables;
pub mod venv;

use crate::needs::Need;
use crate::step::Step;
use crate::tables::Generated;

/// What went wrong, for a person: one string.
pub type Result<T = ()> = std::result::Result<T, String>;

/// What a language adds to the commands. The ids of its steps begin with its name and a `/`.
pub struct Language {
    /// `python`, `node`, ...: as in `cargo xtask test --only python`.
    pub name: &'static str,
    /// What its package is, for a person.
    pub about: &'static str,
    /// Tools of the system, for all of its steps.
    pub needs: &'static [Need],
    /// Its own tools, under `target/`. They need `setup/system`.
    pub setup_steps: fn() -> Vec<Step>,
    /// Steps that put its package into `dist/`.
    pub package_steps: fn() -> Vec<Step>,
    /// Steps that show that the package works; they run after the two above.
    pub test_steps: fn() -> Vec<Step>,
    /// Its benches, each `shown()`.
    pub bench_steps: fn() -> Vec<Step>,
    /// The step after which the conformance runner can start its driver.
    pub driver_step: &'static str,
    /// Parts of its sources that `cargo xtask readme` writes.
    pub generated: &'static [Generated],
}
