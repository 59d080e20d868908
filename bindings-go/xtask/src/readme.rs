//! The README, followed to the letter.

use super::{EXAMPLE_KEY, clean, folder, go};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, follow, paths};

/// Follows the README in an empty folder, including the server's commands and its response.
pub fn readme(sh: &Shell) -> Result {
    let place = folder("readme");
    clean(&place)?;
    let text = paths::read("bindings-go/README.md")?;
    let blocks = follow::blocks(&text)?;
    let shell: Vec<&str> =
        blocks.iter().filter(|block| block.language == "sh").map(|block| &*block.text).collect();
    let [proxy, install, credentials, run, verify, serve, ask] = shell.as_slice() else {
        return Err(format!("the README has {} sh blocks, not 7", shell.len()));
    };
    follow::write_files(&blocks, &["go"], &place)?;
    // After dist/ comes this machine's own proxy setting; and the credentials of an app.
    let others = sh.output(&mut go(&["env", "GOPROXY"]))?;
    let proxy = proxy.replace("https://proxy.golang.org", others.trim());
    let credentials = credentials.replace("=...", "=$EXAMPLE_KEY");
    let clone = paths::root();
    // The server's command sets its port; here it is any free port.
    let serve = serve.replace("PORT=8080", "PORT=0");
    let ask = ask.replace("http://127.0.0.1:8080", "\"http://$address\"");
    let script = format!(
        "set -eu\ncd '{clone}'\n{proxy}cd \"$OLDPWD\"\n{credentials}{install}{run}\n\
         {verify} | grep '^user1 until '\n\
         go run ./verify 04 | grep '^20 token_format'\n\
         {serve_start}\n\
         tries=0; until address=$(sed -n 's/^listening on //p' out) && [ -n \"$address\" ]; do \
         tries=$((tries+1)); [ $tries -lt 600 ]; sleep 0.1; done\n\
         answer=$({ask})\n\
         case $answer in *token*expires_at*refresh_at*) echo answered;; *) exit 1;; esac\n",
        verify = verify.trim_end(),
        serve_start = in_background(&serve),
        ask = ask.trim(),
        clone = clone.display(),
    );
    let mut steps = command(&["sh", "-c", &script]);
    for (name, value) in go(&[]).get_envs() {
        steps.env(name, value.unwrap_or_default());
    }
    // Go caches a module's index by its version, and ours does not change when it is packed again.
    steps.env("GODEBUG", "goindex=0").env("EXAMPLE_KEY", EXAMPLE_KEY);
    sh.run(steps.current_dir(&place))?;
    follow::cases(&text).map(drop)
}

/// Runs the server's command in its own process group, which is killed when the script ends: `go
/// run` starts a child.
fn in_background(serve: &str) -> String {
    let serve = serve.trim();
    format!("setsid env {serve} > out 2>&1 & server=$!\ntrap 'kill -- -$server' EXIT")
}
