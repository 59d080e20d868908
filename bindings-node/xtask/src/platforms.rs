//! `cargo xtask package node PLATFORM...`: the add-on for platforms other than this machine's.

use super::pack_platform;
use xtask_lib::step::Step;
use xtask_lib::{Result, cross, native, paths};

/// The end of the npm package's name, after `token04-`, and Rust's target name.
const PLATFORMS: &[(&str, &str)] = &[
    ("linux-arm64-gnu", "aarch64-unknown-linux-gnu"),
    ("linux-arm64-musl", "aarch64-unknown-linux-musl"),
    ("linux-x64-musl", "x86_64-unknown-linux-musl"),
];

/// A step for each platform, which writes to `dist/`. It also builds std: about two minutes.
pub fn steps(names: &[String]) -> Result<Vec<Step>> {
    names.iter().map(|name| step(name)).collect()
}

fn step(name: &str) -> Result<Step> {
    let known = || PLATFORMS.iter().find(|(known, _)| *known == name);
    let &(name, triple) = known().ok_or_else(|| {
        let all: Vec<&str> = PLATFORMS.iter().map(|(name, _)| *name).collect();
        format!("node is packaged for this machine, and for any of these:\n  {}", all.join("\n  "))
    })?;
    let id = format!("node/package/{name}");
    let made = Step::new(&id, "the add-on for another platform, into dist/", move |sh| {
        let target = match triple.strip_suffix("-gnu") {
            Some(_) => format!("{triple}.{}", native::GLIBC),
            None => triple.to_owned(),
        };
        sh.run(&mut cross::zigbuild(&target, "cross", &["-p", "token04-node"])?)?;
        let built = paths::target().join("cross").join(triple).join("release");
        pack_platform(sh, name, &built.join("libtoken04_node.so"))
    });
    Ok(made.lane("native").needs(&["node/package"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_platforms_that_can_be_built_are_taken() {
        let named = |names: &[&str]| {
            steps(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(named(&["linux-arm64-gnu", "linux-x64-musl"]).map(|steps| steps.len()), Ok(2));
        let refused = named(&["linux-x64-musl", "win32-x64-msvc"]).err().unwrap_or_default();
        assert!(refused.contains("linux-arm64-musl"), "{refused}");
    }
}
