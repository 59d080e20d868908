//! PHP: one Composer package with two engines, tested where Composer installed it.

mod chroots;
mod generated;
mod package;
mod place;
mod readme;
mod tests;

use xtask_lib::needs::{Need, Probe};
use xtask_lib::step::Step;
use xtask_lib::{Language, natives};

/// See [`Language`].
pub const PHP: Language = Language {
    name: "php",
    about: "the Composer package for PHP 7.4 and later, with its extension",
    needs: NEEDS,
    setup_steps: || {
        vec![
            Step::new("php/setup", "PHP 7.4 and 8.4 with their headers, under target/php", |sh| {
                chroots::ensure(sh)
            })
            .needs(&["setup/system"]),
        ]
    },
    package_steps: || {
        vec![natives::needed(
            Step::new("php/package", "the Composer, PIE and PECL packages, into dist/", |sh| {
                package::all(sh)
            })
            .needs(&["c/package", "php/setup"]),
        )]
    },
    test_steps: || {
        vec![
            Step::new("php/driver", "the package in the driver's folder", |sh| {
                place::install(sh, "driver")
            })
            .needs(&["php/package"]),
            Step::new("php/style", "PSR-12", tests::style).needs(&["setup/system"]),
            Step::new("php/unit", "PHPUnit with either engine, signatures, forks", tests::unit)
                .needs(&["php/driver"]),
            Step::new("php/fpm", "php-fpm with each engine and none; the example", tests::fpm)
                .needs(&["php/driver"]),
            Step::new("php/memory", "two million calls; valgrind", tests::memory)
                .needs(&["php/driver"]),
            Step::new(
                "php/source",
                "the extension by phpize; a build that panics",
                tests::source_build,
            )
            .needs(&["php/driver", "c/panic"]),
            Step::new("php/versions", "the tests on PHP 7.4 and 8.4", tests::versions)
                .needs(&["php/driver"]),
            Step::new("php/readme", "the README's commands, to the letter", readme::follow)
                .needs(&["php/package"]),
        ]
    },
    bench_steps: || {
        vec![
            Step::new("php/bench", "a token beside plain OpenSSL and a JWT", tests::bench)
                .needs(&["php/package"])
                .shown(),
        ]
    },
    driver_step: "php/driver",
    generated: generated::PARTS,
};

const NEEDS: &[Need] = &[
    Need {
        what: "PHP with its headers",
        probe: Probe::Runs(&[
            "sh",
            "-c",
            "phpize -v && ls /usr/sbin/php-fpm* && for e in FFI zip xml mbstring pcntl; do \
             php -m | grep -qx $e || exit 1; done",
        ]),
        apt: &["php-cli", "php-dev", "php-zip", "php-xml", "php-mbstring", "php-fpm"],
        otherwise: "install PHP 7.4 or later with its headers, zip, xml, mbstring and FPM",
    },
    Need {
        what: "Composer, PHPUnit and phpcs",
        probe: Probe::Runs(&[
            "sh",
            "-c",
            "command -v composer && command -v phpunit && command -v phpcs",
        ]),
        apt: &["composer", "phpunit", "php-codesniffer"],
        otherwise: "install Composer, PHPUnit and PHP_CodeSniffer",
    },
    Need {
        what: "a FastCGI client, valgrind, zip, unzip and mmdebstrap",
        probe: Probe::Runs(&[
            "sh",
            "-c",
            "for p in cgi-fcgi valgrind zip unzip mmdebstrap; do command -v $p || exit 1; done",
        ]),
        apt: &["libfcgi-bin", "valgrind", "zip", "unzip", "mmdebstrap"],
        otherwise: "install libfcgi-bin, valgrind, zip, unzip and mmdebstrap",
    },
];
