//! The README, followed to the letter.

use std::fs;

use super::{EXAMPLE_KEY, clean, folder, go};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

/// The blocks of a language in the README.
fn blocks(language: &str) -> Result<Vec<String>> {
    let text = paths::read("bindings-go/README.md")?;
    let open = format!("```{language}\n");
    let blocks = text.split(&open).skip(1).filter_map(|rest| rest.split("```").next());
    Ok(blocks.map(str::to_owned).collect())
}

/// Follows the README in an empty folder; the server's commands and its reply too.
pub fn readme(sh: &Shell) -> Result {
    let place = folder("readme");
    clean(&place)?;
    let shell = blocks("sh")?;
    let [proxy, install, credentials, run, judge, serve, ask] = shell.as_slice() else {
        return Err(format!("the README has {} blocks of sh, not 7", shell.len()));
    };
    let programs = blocks("go")?;
    let programs: Vec<_> =
        programs.iter().filter(|block| block.starts_with("package main")).collect();
    let [mint, verify] = programs.as_slice() else {
        return Err(format!("the README has {} programs, not 2", programs.len()));
    };
    fs::write(place.join("main.go"), mint).map_err(|e| e.to_string())?;
    fs::create_dir(place.join("verify")).map_err(|e| e.to_string())?;
    fs::write(place.join("verify/main.go"), verify).map_err(|e| e.to_string())?;
    // Beside dist/ what this machine asks, for it may have a proxy of its own; and an app's secret.
    let others = sh.output(&mut go(&["env", "GOPROXY"]))?;
    let proxy = proxy.replace("https://proxy.golang.org", others.trim());
    let credentials = credentials.replace("=...", "=$EXAMPLE_KEY");
    let clone = paths::root();
    // The server listens where its command says; on any free port here.
    let serve = serve.replace("PORT=8080", "PORT=0");
    let ask = ask.replace("http://127.0.0.1:8080", "\"http://$address\"");
    let script = format!(
        "set -eu\ncd '{clone}'\n{proxy}cd \"$OLDPWD\"\n{credentials}{install}{run}\n\
         {judge} | grep '^user1 until '\n\
         go run ./verify 04 | grep '^20 token_format'\n\
         {serve_start}\n\
         tries=0; until address=$(sed -n 's/^listening on //p' out) && [ -n \"$address\" ]; do \
         tries=$((tries+1)); [ $tries -lt 600 ]; sleep 0.1; done\n\
         answer=$({ask})\n\
         case $answer in *token*expires_at*refresh_at*) echo answered;; *) exit 1;; esac\n",
        judge = judge.trim_end(),
        serve_start = in_background(&serve),
        ask = ask.trim(),
        clone = clone.display(),
    );
    let mut steps = command(&["sh", "-c", &script]);
    for (name, value) in go(&[]).get_envs() {
        steps.env(name, value.unwrap_or_default());
    }
    // The index of a module is kept by its version, and ours keeps that when it is packed anew.
    steps.env("GODEBUG", "goindex=0").env("EXAMPLE_KEY", EXAMPLE_KEY);
    sh.run(steps.current_dir(&place))?;
    cases_exist()
}

/// The server's command in a group of processes of its own, which ends with the script: `go run`
/// starts a child.
fn in_background(serve: &str) -> String {
    let serve = serve.trim();
    format!("setsid env {serve} > out 2>&1 & server=$!\ntrap 'kill -- -$server' EXIT")
}

/// Every case that the README names is one of the table.
fn cases_exist() -> Result {
    let table = paths::read("tests/vectors/dropin.json")?;
    let text = paths::read("bindings-go/README.md")?;
    let mut named = text.split('`').filter(|word| word.starts_with("dropin/")).peekable();
    if named.peek().is_none() {
        return Err("the README names no case".into());
    }
    let missing: Vec<&str> =
        named.filter(|case| !table.contains(&format!("\"id\":\"{case}\""))).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("no case {}", missing.join(", "))) }
}
