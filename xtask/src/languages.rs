//! The languages: one file each, one line in [`ALL`] each.

pub mod c;
mod dotnet;
mod go;
mod java;
pub mod node;
mod php;
mod python;
pub mod wasm;

use crate::needs::Need;
use crate::step::Step;

/// What a language adds to the commands. Ids of its steps begin with its name and a `/`.
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
}

/// Every language that stands.
pub const ALL: &[Language] =
    &[c::C, wasm::WASM, node::NODE, java::JAVA, php::PHP, python::PYTHON, go::GO, dotnet::DOTNET];

/// A language by its name.
pub fn find(name: &str) -> Option<&'static Language> {
    ALL.iter().find(|language| language.name == name)
}

/// These, and those whose packages theirs are made of, in the order of [`ALL`].
pub fn with_needed(chosen: &[&'static Language]) -> Vec<&'static Language> {
    let mut names: Vec<&str> = Vec::new();
    let mut next: Vec<&'static Language> = chosen.to_vec();
    while let Some(language) = next.pop() {
        if names.contains(&language.name) {
            continue;
        }
        names.push(language.name);
        let steps = (language.package_steps)();
        let needs = steps.iter().flat_map(|step| step.needs.iter());
        next.extend(needs.filter_map(|id| find(id.split('/').next()?)));
    }
    ALL.iter().filter(|language| names.contains(&language.name)).collect()
}

/// The names, one a line with what each is, for a message.
pub fn names() -> String {
    let line = |language: &Language| format!("\n  {}: {}", language.name, language.about);
    ALL.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_brings_those_it_is_made_of() {
        let dotnet = find("dotnet").unwrap();
        let names: Vec<&str> = with_needed(&[dotnet]).iter().map(|one| one.name).collect();
        assert_eq!(names, ["c", "dotnet"]);
    }
}
