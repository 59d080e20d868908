//! .NET: one NuGet package, tested where it is unpacked, on mono, .NET 8 and .NET Core 3.1.

mod package;
mod runtimes;
mod tests;

use crate::languages::Language;
use crate::needs::{Need, Probe};
use crate::step::Step;

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
        vec![
            Step::new("dotnet/package", "the .nupkg, into dist/", package::package)
                .needs(&["setup/system", "c/package"]),
        ]
    },
    test_steps: || {
        vec![
            Step::new("dotnet/driver", "the package unpacked, the driver beside it", tests::driver)
                .needs(&["dotnet/package", "dotnet/setup"]),
            Step::new("dotnet/check", "the package is one, the csproj says the same", |sh| {
                package::check(sh)
            })
            .needs(&["dotnet/package"]),
        ]
    },
    bench_steps: Vec::new,
    driver_step: "dotnet/driver",
};
