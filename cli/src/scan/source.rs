//! Where the bytes come from: folders, files, stdin.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::{WalkBuilder, WalkState};

use super::content;
use super::detect::Detector;
use super::finding::Gathered;
use crate::failure::Failure;

/// Searches everything below the paths, on all cores.
pub fn walk(
    detector: &Detector,
    paths: &[PathBuf],
    no_ignore: bool,
    into: &mut Gathered,
) -> Result<(), Failure> {
    let Some((first, rest)) = paths.split_first() else { return Ok(()) };
    for path in paths {
        std::fs::symlink_metadata(path)
            .map_err(|error| Failure::Io("a path could not be read", error))?;
    }
    let mut builder = WalkBuilder::new(first);
    for path in rest {
        builder.add(path);
    }
    builder
        .hidden(false)
        .require_git(false)
        .ignore(!no_ignore)
        .git_ignore(!no_ignore)
        .git_global(!no_ignore)
        .git_exclude(!no_ignore)
        .parents(!no_ignore)
        .threads(std::thread::available_parallelism().map_or(1, usize::from))
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != ".git");
    let all = Mutex::new(std::mem::take(into));
    builder.build_parallel().run(|| {
        let mut mine = Mine { gathered: Gathered::default(), all: &all };
        Box::new(move |entry| {
            match entry {
                // A path that was given may be a link, or a pipe such as `<(command)`.
                Ok(entry)
                    if entry.file_type().is_some_and(|kind| kind.is_file())
                        || (entry.depth() == 0 && !entry.path().is_dir()) =>
                {
                    file(detector, entry.path(), &mut mine.gathered);
                }
                Ok(_) => {}
                Err(error) => mine.gathered.skipped.push(error.to_string()),
            }
            WalkState::Continue
        })
    });
    *into = all.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(())
}

/// What one thread gathered, added to the rest when the thread ends.
struct Mine<'a> {
    gathered: Gathered,
    all: &'a Mutex<Gathered>,
}

impl Drop for Mine<'_> {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        all.append(std::mem::take(&mut self.gathered));
    }
}

fn file(detector: &Detector, path: &Path, into: &mut Gathered) {
    let name = shown(path);
    match File::open(path) {
        Ok(file) => content::file(detector, &name, file, into),
        Err(error) => into.skipped.push(format!("{name}: {error}")),
    }
}

/// The path as it is shown, with `/` on every system and without a leading `./`.
fn shown(path: &Path) -> String {
    let name = path.to_string_lossy().replace('\\', "/");
    name.strip_prefix("./").map_or(name.clone(), str::to_owned)
}

/// Searches stdin, a file named `-`.
pub fn stdin(detector: &Detector, into: &mut Gathered) {
    content::stream(detector, "-", &mut io::stdin().lock(), into);
}
