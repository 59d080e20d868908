//! `cargo xtask package NAME`: packages, into `dist/`.

use std::fs;

use crate::languages;
use crate::{plan, setup, suite};
use xtask_lib::Language;
use xtask_lib::shell::command;
use xtask_lib::step::Step;
use xtask_lib::{Result, native, natives, package, paths};

/// One package, or `all`; behind the name the platforms that it holds beside this machine's.
pub fn main(args: &[String]) -> Result {
    let choices = || format!("package takes one of:\n  all\n  cli\n  suite{}", languages::names());
    let [name, platforms @ ..] = args else { return Err(choices()) };
    natives::select(crate::natives::named(platforms)?);
    let chosen: Vec<&Language> = match name.as_str() {
        "all" => languages::ALL.iter().collect(),
        "cli" | "suite" => Vec::new(),
        name => languages::with_needed(&[languages::find(name).ok_or_else(choices)?]),
    };
    let mut steps = setup::steps(&chosen);
    if name == "all" || name == "cli" {
        steps.push(cli_step());
    }
    if name == "all" || name == "suite" {
        steps.push(suite::package_step());
    }
    for language in chosen {
        steps.extend((language.setup_steps)());
        steps.extend((language.package_steps)());
    }
    let needed: Vec<Step> = natives::selected()
        .into_iter()
        .map(natives::step)
        .filter(|step| steps.iter().any(|other| other.needs.contains(&step.id)))
        .collect();
    steps.extend(needed);
    plan::run(steps)
}

/// The command line: one archive with the program, completions, manual pages and the licence.
pub fn cli_step() -> Step {
    Step::new("cli/package", "the command line as an archive in dist/", |sh| {
        let built = native::build(sh, "token04-cli", &[])?;
        let name =
            format!("token04-{}-linux-{}", env!("CARGO_PKG_VERSION"), std::env::consts::ARCH);
        let folder = paths::target().join("package").join(&name);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
        }
        for part in ["bin", "completions", "man"] {
            fs::create_dir_all(folder.join(part)).map_err(|e| e.to_string())?;
        }
        let program = folder.join("bin").join("token04");
        package::copy(&built.join("token04"), &program)?;
        for file in ["LICENSE", "THIRD-PARTY.md", "README.md", "CHANGELOG.md"] {
            package::copy(&paths::root().join(file), &folder.join(file))?;
        }
        for shell in ["bash", "zsh", "fish"] {
            let text = sh.output(command(&[&program]).args(["completions", shell]))?;
            let path = folder.join("completions").join(format!("token04.{shell}"));
            fs::write(path, text).map_err(|e| e.to_string())?;
        }
        let page = sh.output(command(&[&program]).arg("man"))?;
        fs::write(folder.join("man").join("token04.1"), page).map_err(|e| e.to_string())?;
        package::archive(sh, &folder, &format!("{name}.tar.gz"))
    })
    .lane("native")
    .needs(&["setup/tools", "setup/crates"])
}
