//! A step: a name, what it needs first, and the work.

use crate::shell::Shell;
use crate::{Result, shell};

type Work = Box<dyn FnOnce(&Shell) -> Result + Send>;

/// One piece of a run. The part of its id before the `/` is its group.
pub struct Step {
    /// `group/name`, unique.
    pub id: String,
    /// What it tests or makes, for people.
    pub about: String,
    /// Steps in the same lane never run at the same time; steps in different lanes may.
    pub lane: String,
    /// Ids of steps that must have passed before. Those that are not part of the run are ignored.
    pub needs: Vec<String>,
    /// Whether it waits until every other step has ended, passed or failed.
    pub last: bool,
    /// Whether its output is shown when it ends (a bench, a matrix).
    pub shown: bool,
    /// What it does.
    pub work: Work,
}

impl Step {
    /// A step in the lane of its group.
    pub fn new<W>(id: &str, about: &str, work: W) -> Self
    where
        W: FnOnce(&Shell) -> Result + Send + 'static,
    {
        let group = id.split('/').next().unwrap_or(id);
        Self {
            id: id.to_owned(),
            about: about.to_owned(),
            lane: group.to_owned(),
            needs: Vec::new(),
            last: false,
            shown: false,
            work: Box::new(work),
        }
    }

    /// A step that is one cargo command in the shared target folder.
    pub fn cargo(id: &str, about: &str, words: &[&str]) -> Self {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        let work = move |sh: &Shell| {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            sh.run(&mut shell::cargo(&words))
        };
        Self::new(id, about, work).lane("cargo").needs(&["setup/crates"])
    }

    /// Sets another lane than the group's: `cargo` for builds in the shared target folder.
    pub fn lane(mut self, lane: &str) -> Self {
        lane.clone_into(&mut self.lane);
        self
    }

    /// Adds steps that must have passed before.
    pub fn needs(mut self, ids: &[&str]) -> Self {
        self.needs.extend(ids.iter().map(|&id| id.to_owned()));
        self
    }

    /// Runs when all other steps have ended.
    pub fn last(mut self) -> Self {
        self.last = true;
        self
    }

    /// Shows its output.
    pub fn shown(mut self) -> Self {
        self.shown = true;
        self
    }

    /// The part of the id before the `/`.
    pub fn group(&self) -> &str {
        self.id.split('/').next().unwrap_or(&self.id)
    }
}
