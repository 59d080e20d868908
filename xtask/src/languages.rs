//! The languages: one line each.

use xtask_lib::Language;

/// Every language. To add one: its crate in Cargo.toml, and a line here.
pub const ALL: &[Language] = &[
    xtask_c::C,
    xtask_c::wasm::WASM,
    xtask_node::NODE,
    xtask_java::JAVA,
    xtask_php::PHP,
    xtask_python::PYTHON,
    xtask_go::GO,
    xtask_dotnet::DOTNET,
    xtask_console::CONSOLE,
];

/// A language by its name.
pub fn find(name: &str) -> Option<&'static Language> {
    ALL.iter().find(|language| language.name == name)
}

/// These languages and those whose packages they include, in the order of [`ALL`].
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

/// The names with a description, one per line, for a message.
pub fn names() -> String {
    let line = |language: &Language| format!("\n  {}: {}", language.name, language.about);
    ALL.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_needs_those_it_includes() {
        let dotnet = find("dotnet").unwrap();
        let names: Vec<&str> = with_needed(&[dotnet]).iter().map(|one| one.name).collect();
        assert_eq!(names, ["c", "dotnet"]);
    }
}
