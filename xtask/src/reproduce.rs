//! `cargo xtask reproduce NAME`: makes packages in two folders, and compares them byte by byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::plan;
use xtask_lib::shell::{Shell, command};
use xtask_lib::step::Step;
use xtask_lib::{Result, paths};

/// The last commit, cloned into folders with names of different lengths.
pub fn main(args: &[String]) -> Result {
    let [name] = args else { return Err("reproduce takes what package takes: NAME or all".into()) };
    let name = name.clone();
    plan::run(vec![
        Step::new("reproduce/compare", "the packages of two folders are the same", move |sh| {
            let place = paths::target().join("reproduce");
            let mut made = Vec::new();
            for folder in ["a", "another-folder"] {
                let folder = place.join(folder);
                package(sh, &name, &folder)?;
                let mut files = BTreeMap::new();
                list(&folder.join("dist"), Path::new(""), &mut files)?;
                made.push(files);
                fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
            }
            let [first, second] = &made[..] else { return Err("two folders".into()) };
            compare(sh, first, second)
        })
        .shown(),
    ])
}

fn package(sh: &Shell, name: &str, folder: &Path) -> Result {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|e| e.to_string())?;
    }
    sh.run(command(&["git", "clone", "--quiet", "--shared"]).arg(paths::root()).arg(folder))?;
    let mut run = command(&["cargo", "xtask", "package", name]);
    sh.run(run.current_dir(folder).env_remove("CARGO_TARGET_DIR"))
}

/// Every file below a folder, by its path.
fn list(folder: &Path, inner: &Path, into: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result {
    let failed = |e: std::io::Error| format!("{}: {e}", folder.display());
    for entry in fs::read_dir(folder.join(inner)).map_err(failed)? {
        let inner = inner.join(entry.map_err(failed)?.file_name());
        let path = folder.join(&inner);
        if path.is_dir() {
            list(folder, &inner, into)?;
        } else {
            into.insert(inner, fs::read(path).map_err(failed)?);
        }
    }
    Ok(())
}

fn compare(
    sh: &Shell,
    first: &BTreeMap<PathBuf, Vec<u8>>,
    second: &BTreeMap<PathBuf, Vec<u8>>,
) -> Result {
    let mut differ = 0;
    let names: std::collections::BTreeSet<&PathBuf> = first.keys().chain(second.keys()).collect();
    for name in &names {
        let result = match (first.get(*name), second.get(*name)) {
            (Some(one), Some(other)) if one == other => "same",
            (Some(_), Some(_)) => "DIFFERS",
            _ => "ONLY IN ONE",
        };
        differ += usize::from(result != "same");
        sh.note(format!("{result}  {}", name.display()))?;
    }
    match (names.len(), differ) {
        (0, _) => Err("no package was made".into()),
        (count, 0) => sh.note(format!("{count} files, all the same")),
        (count, differ) => Err(format!("{differ} of {count} files differ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_an_error() {
        let sh = Shell::new(std::env::temp_dir().join("token04-reproduce.log")).unwrap();
        let files = |content: &[u8]| BTreeMap::from([(PathBuf::from("a"), content.to_vec())]);
        assert!(compare(&sh, &files(b"x"), &files(b"x")).is_ok());
        assert!(compare(&sh, &files(b"x"), &files(b"y")).is_err());
        assert!(compare(&sh, &files(b"x"), &BTreeMap::new()).is_err());
        assert!(compare(&sh, &BTreeMap::new(), &BTreeMap::new()).is_err());
    }
}
