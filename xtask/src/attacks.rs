//! The attack programs of `tests/attacks`: each must fail.

use xtask_lib::paths;
use xtask_lib::shell::command;
use xtask_lib::step::Step;

const SERVER: &str = "token04-attack-server";

/// The server that is attacked, and the attacks.
pub fn steps() -> Vec<Step> {
    vec![
        Step::cargo(
            "attacks/server",
            "the server that is attacked",
            &["build", "--quiet", "--release", "-p", SERVER],
        ),
        Step::new(
            "attacks/all",
            "timing, splicing, repeated nonces, relabelled modes, bit flips",
            |sh| {
                let release = paths::target().join("release");
                let mut run = command(&["python3", "tests/attacks/all.py"]);
                run.arg("--server").arg(release.join(SERVER));
                run.arg("--cli").arg(release.join("token04"));
                sh.run(&mut run)
            },
        )
        .needs(&["attacks/server", "cli/release"])
        .shown(),
    ]
}
