//! The command line of the runner.

use std::path::PathBuf;

/// What the runner prints after wrong arguments.
pub const USAGE: &str = "usage: token04-conformance [--cases FILE]... [--upstream FILE]... \
                         [--language L]... [--drivers FILE] [--update-left-out] \
                         | --random N [--seed S] [--from I] [--language L]... [--drivers FILE]";

/// What to run. The default is all of `tests/vectors` and every registered language.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Args {
    /// Files in the schema of `tests/vectors`.
    pub cases: Vec<PathBuf>,
    /// Files in the schema of `upstream.json`.
    pub upstream: Vec<PathBuf>,
    /// Languages; empty for all.
    pub languages: Vec<String>,
    /// Another registry than `drivers.json`: other builds of the same languages.
    pub drivers: Option<PathBuf>,
    /// Write the list of left-out cases instead of comparing it.
    pub update_left_out: bool,
    /// The number of random cases, instead of the table.
    pub random: Option<u64>,
    /// The seed of the random cases; the default comes from the clock.
    pub seed: Option<u64>,
    /// The index of the first random case.
    pub from: u64,
}

impl Args {
    /// Reads the arguments after the program's name.
    ///
    /// # Errors
    /// One readable line when an argument is unknown or its value is missing.
    pub fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut args = Self::default();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value; {USAGE}"));
            let word = word.as_str();
            match word {
                "--cases" => args.cases.push(value()?.into()),
                "--upstream" => args.upstream.push(value()?.into()),
                "--language" => args.languages.push(value()?),
                "--drivers" => args.drivers = Some(value()?.into()),
                "--update-left-out" => args.update_left_out = true,
                "--random" => args.random = Some(number(word, &value()?)?),
                "--seed" => args.seed = Some(number(word, &value()?)?),
                "--from" => args.from = number(word, &value()?)?,
                _ => return Err(format!("unknown argument {word}; {USAGE}")),
            }
        }
        if args.update_left_out && args.has_foreign_files() {
            return Err(format!("--update-left-out counts only tests/vectors; {USAGE}"));
        }
        let random = args.random.is_some();
        if random && (args.has_foreign_files() || args.update_left_out) {
            return Err(format!("--random takes no files; {USAGE}"));
        }
        if !random && (args.seed.is_some() || args.from > 0) {
            return Err(format!("--seed and --from need --random; {USAGE}"));
        }
        Ok(args)
    }

    /// Whether files were named: then left-out cases are reported, but not compared with the list.
    pub fn has_foreign_files(&self) -> bool {
        !(self.cases.is_empty() && self.upstream.is_empty())
    }
}

fn number(word: &str, value: &str) -> Result<u64, String> {
    value.parse().map_err(|_| format!("{word} needs a number, not {value}; {USAGE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Args, String> {
        Args::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn flags_may_be_repeated() {
        let args = parse("--cases a --language x --cases b --upstream c --language y").unwrap();
        assert_eq!(args.cases, [PathBuf::from("a"), "b".into()]);
        assert_eq!(args.languages, ["x", "y"]);
        assert!(args.has_foreign_files() && !parse("").unwrap().has_foreign_files());
    }

    #[test]
    fn random_cases_have_a_seed() {
        let args = parse("--random 10 --seed 7 --from 3 --language x").unwrap();
        assert_eq!((args.random, args.seed, args.from), (Some(10), Some(7), 3));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for bad in [
            "--cases",
            "--case x",
            "x",
            "--update-left-out --cases a",
            "--random",
            "--random x",
            "--random 5 --cases a",
            "--seed 5",
            "--from 5",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
