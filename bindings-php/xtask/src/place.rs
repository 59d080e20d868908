//! Clean places under `target/php` with the package that Composer took from `dist/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

/// A folder below `target/php`.
pub fn folder(name: &str) -> PathBuf {
    paths::target().join("php").join(name)
}

/// A file of the package's source.
pub fn source(name: &str) -> PathBuf {
    paths::root().join("bindings-php").join(name)
}

/// Installs the package of `dist/` into a clean `target/php/NAME`, offline, and links the extension
/// that was built for this PHP to `token04.so` there.
pub fn install(sh: &Shell, name: &str) -> Result {
    let place = folder(name);
    if place.exists() {
        fs::remove_dir_all(&place).map_err(|e| e.to_string())?;
    }
    fs::create_dir_all(&place).map_err(|e| e.to_string())?;
    let version = env!("CARGO_PKG_VERSION");
    let dist = paths::dist();
    let manifest = format!(
        "{{\n  \"repositories\": [{{\"type\": \"artifact\", \"url\": \"{}\"}}, \
         {{\"packagist.org\": false}}],\n  \"require\": {{\"token04/token04\": \"{version}\"}}\n}}\n",
        dist.display()
    );
    fs::write(place.join("composer.json"), manifest).map_err(|e| e.to_string())?;
    let mut composer = composer();
    composer.args(["install", "--no-interaction", "--no-progress", "--optimize-autoloader"]);
    sh.run(composer.current_dir(&place))?;
    let built = format!(
        "vendor/token04/token04/ext/prebuilt/php{}-nts-linux-{}/token04.so",
        php_version(sh)?,
        std::env::consts::ARCH
    );
    if !place.join(&built).is_file() {
        return Err(format!("the package has no {built}"));
    }
    std::os::unix::fs::symlink(&built, place.join("token04.so")).map_err(|e| e.to_string())
}

/// Composer with nothing from this machine: no cache, no settings, no network.
pub fn composer() -> Command {
    let mut composer = command(&["composer"]);
    composer
        .env("COMPOSER_ALLOW_SUPERUSER", "1")
        .env("COMPOSER_HOME", folder("composer"))
        .env("COMPOSER_CACHE_DIR", "/dev/null")
        .env("COMPOSER_DISABLE_NETWORK", "1");
    composer
}

/// `8.2`.
pub fn php_version(sh: &Shell) -> Result<String> {
    let script = "echo PHP_MAJOR_VERSION, '.', PHP_MINOR_VERSION;";
    sh.output(command(&["php", "-r", script]).current_dir(Path::new("/")))
}
