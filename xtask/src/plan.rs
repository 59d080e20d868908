//! Which steps a command runs, and how many at once.

use std::collections::BTreeSet;

use crate::languages;
use crate::{base, platforms, run, setup};
use xtask_lib::Language;
use xtask_lib::step::Step;
use xtask_lib::{Result, natives};

/// Everything that CI runs, in its order.
pub fn everything() -> Vec<Step> {
    let languages: Vec<&Language> = languages::ALL.iter().collect();
    let mut steps = setup::steps(&languages);
    for language in &languages {
        steps.extend((language.setup_steps)());
    }
    steps.extend(natives::selected().into_iter().map(natives::step));
    steps.extend(base::steps());
    for language in &languages {
        steps.extend((language.package_steps)());
        steps.extend((language.test_steps)());
    }
    steps.extend(platforms::steps());
    steps.extend(base::last_steps());
    steps
}

/// Keeps the steps and groups of these names and all that they need.
pub fn only(steps: Vec<Step>, names: &[String]) -> Result<Vec<Step>> {
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for name in names {
        let found = steps.iter().filter(|step| step.id == *name || step.group() == name);
        let before = wanted.len();
        wanted.extend(found.map(|step| step.id.clone()));
        if wanted.len() == before {
            return Err(format!("no step or group '{name}'; `cargo xtask test --list`"));
        }
    }
    loop {
        let needed: Vec<String> = steps
            .iter()
            .filter(|step| wanted.contains(&step.id))
            .flat_map(|step| step.needs.iter().cloned())
            .filter(|id| !wanted.contains(id) && steps.iter().any(|step| step.id == *id))
            .collect();
        if needed.is_empty() {
            break;
        }
        wanted.extend(needed);
    }
    Ok(steps.into_iter().filter(|step| wanted.contains(&step.id)).collect())
}

/// Runs steps with as many lanes as the machine has cores, four at most.
pub fn run(steps: Vec<Step>) -> Result {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    run::run(steps, cores.clamp(2, 4))
}
