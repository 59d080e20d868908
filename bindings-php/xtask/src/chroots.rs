//! Other versions of PHP: Debian's packages, unpacked under `target/php` and not installed.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::place::folder;
use xtask_lib::Result;
use xtask_lib::shell::{Shell, command};

/// A PHP of another release of Debian.
pub struct Version {
    /// `7.4`.
    pub php: &'static str,
    /// The name of the release.
    suite: &'static str,
    /// Packages beside those that each version has.
    more: &'static str,
    /// What PHPUnit asks for.
    extensions: &'static str,
    /// The folder of its headers below `usr/include/php`.
    pub api: &'static str,
}

/// The oldest and the newest; the system's own is between them.
pub const VERSIONS: &[Version] = &[
    Version {
        php: "7.4",
        suite: "bullseye",
        more: ",php7.4-json",
        extensions: "json dom mbstring tokenizer xml xmlwriter phar ctype posix",
        api: "20190902",
    },
    Version {
        php: "8.4",
        suite: "trixie",
        more: "",
        extensions: "dom mbstring tokenizer xml xmlwriter phar ctype posix",
        api: "20240924",
    },
];

const MIRROR: &str = "http://deb.debian.org/debian";
/// Changed with what is unpacked.
const STAMP: &str = "1";

impl Version {
    /// Its root folder.
    pub fn root(&self) -> PathBuf {
        folder(&format!("chroot-{}", self.php))
    }

    /// Where its headers lie.
    pub fn headers(&self) -> PathBuf {
        self.root().join("headers/usr/include/php").join(self.api)
    }

    /// Its `php`, in its own root.
    pub fn command(&self) -> Command {
        let mut php = command(&["chroot"]);
        php.arg(self.root()).arg(format!("/usr/bin/php{}", self.php));
        // Nothing was configured: what Debian's scripts would have switched on is named.
        for name in self.extensions.split(' ') {
            php.args(["-d", &format!("extension={name}")]);
        }
        php
    }
}

/// Unpacks what is missing.
pub fn ensure(sh: &Shell) -> Result {
    for version in VERSIONS {
        let root = version.root();
        let stamp = root.join("xtask-stamp");
        if fs::read_to_string(&stamp).is_ok_and(|have| have == STAMP) {
            continue;
        }
        if root.exists() {
            fs::remove_dir_all(&root).map_err(|e| e.to_string())?;
        }
        fs::create_dir_all(folder("")).map_err(|e| e.to_string())?;
        let Version { php, suite, more, .. } = version;
        let packages = format!(
            "base-files,php{php}-cli{more},php{php}-xml,php{php}-mbstring,php{php}-opcache,phpunit"
        );
        let headers = format!(
            "cd \"$1\" && APT_CONFIG=\"$MMDEBSTRAP_APT_CONFIG\" apt-get -q download php{php}-dev \
             && dpkg-deb -x php{php}-dev_*.deb headers && rm php{php}-dev_*.deb"
        );
        let mut unpack = command(&["mmdebstrap", "--quiet", "--variant=extract"]);
        unpack.arg(format!("--include={packages}")).arg(format!("--extract-hook={headers}"));
        sh.run(unpack.arg(suite).arg(&root).arg(MIRROR))?;
        sh.run(command(&["chroot"]).arg(&root).arg(format!("/usr/bin/php{php}")).arg("-v"))?;
        fs::write(&stamp, STAMP).map_err(|e| e.to_string())?;
    }
    Ok(())
}
