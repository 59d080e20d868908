//! .NET: one NuGet package, tested where it is unpacked, on mono, .NET 8 and .NET Core 3.1.

mod generated;
mod package;
mod runtimes;
mod tests;

pub use package::rid;
use xtask_lib::Language;
use xtask_lib::needs::{Need, Probe};
use xtask_lib::shell::Shell;
use xtask_lib::step::Step;
use xtask_lib::{Result, natives};

/// See [`Language`].
pub const DOTNET: Language = Language {
    name: "dotnet",
    about: "the NuGet package, netstandard2.0",
    needs: &[
        Need {
            what: "mono's C# compiler",
            probe: Probe::Program("mcs"),
            apt: &["mono-mcs"],
            otherwise: "install mono",
        },
        Need {
            what: "mono with System.Core",
            probe: Probe::File("/usr/lib/mono/4.5/System.Core.dll"),
            apt: &["mono-runtime", "libmono-system-core4.0-cil"],
            otherwise: "install mono",
        },
    ],
    setup_steps: || {
        vec![
            Step::new("dotnet/setup", ".NET 8 and 3.1, under target/", runtimes::install)
                .needs(&["setup/system"]),
        ]
    },
    package_steps: || {
        vec![natives::needed(
            Step::new("dotnet/package", "the .nupkg, into dist/", package::package)
                .needs(&["setup/system", "c/package"]),
        )]
    },
    test_steps,
    bench_steps: || {
        vec![
            Step::new("dotnet/unpack", "the package unpacked", tests::driver)
                .needs(&["dotnet/package", "dotnet/setup"]),
            Step::new("dotnet/bench", "ratios on each runtime", tests::bench)
                .needs(&["dotnet/unpack"])
                .shown(),
        ]
    },
    driver_step: "dotnet/driver",
    generated: generated::PARTS,
};

type Work = fn(&Shell) -> Result;

/// Id, about, work.
const TESTS: &[(&str, &str, Work)] = &[
    ("dotnet/unit", "the tests on each runtime", tests::unit),
    (
        "dotnet/loader",
        "a library that is missing, broken, planted, or of another ABI",
        tests::loader,
    ),
    ("dotnet/hostile", "arguments that change during a call, and huge ones", tests::hostile),
    ("dotnet/leaks", "no copy of a secret stays in memory", tests::leaks),
    ("dotnet/panic", "a build that panics on purpose: error 90", tests::panic),
    ("dotnet/threads", "one generator, many threads, Dispose meanwhile", tests::threads),
    ("dotnet/memory", "a million calls, good and bad: memory stays", tests::memory),
    ("dotnet/example", "the HttpListener example over HTTP", tests::example),
    ("dotnet/readme", "the README to the letter, in an empty folder", tests::readme),
];

fn test_steps() -> Vec<Step> {
    let mut steps = vec![
        Step::new("dotnet/driver", "the package unpacked, the driver beside it", tests::driver)
            .needs(&["dotnet/package", "dotnet/setup"]),
        Step::new("dotnet/style", "layout of the C# sources", tests::style),
        Step::new("dotnet/check", "the package is one, the csproj says the same", package::check)
            .needs(&["dotnet/package"]),
    ];
    steps.extend(
        TESTS.iter().map(|(id, about, work)| Step::new(id, about, work).needs(&["dotnet/driver"])),
    );
    for step in steps.iter_mut().filter(|step| step.id == "dotnet/panic") {
        step.needs.push("c/panic".to_owned());
    }
    steps
}
