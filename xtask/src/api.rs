//! The public interface of each package, beside the dumps of `tests/api`.

use xtask_lib::shell::command;
use xtask_lib::step::Step;

/// The dumps are those of the packages in `dist/`.
pub fn fresh_step() -> Step {
    Step::new("api/fresh", "the interface of each package is the recorded one", |sh| {
        sh.run(&mut command(&["python3", "tests/api/dump.py", "--check"]))
    })
    .needs(&["python/package", "node/package", "java/package"])
    .needs(&["go/package", "php/package", "dotnet/package"])
}
