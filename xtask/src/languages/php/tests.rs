//! The steps that show that the installed package works.

use super::place::source;
use crate::Result;
use crate::shell::{Shell, command};

/// PSR-12, of everything that is PHP.
pub fn style(sh: &Shell) -> Result {
    let mut phpcs = command(&["phpcs", "-q", "--standard=phpcs.xml"]);
    phpcs.args(["src", "zego", "bin", "preload.php", "../tests/drivers/php"]);
    sh.run(phpcs.current_dir(source("")))
}
