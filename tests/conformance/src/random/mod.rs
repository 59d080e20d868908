//! Random cases: every language must give the same reply to each of them.
//!
//! A case depends only on the seed and its index.

pub mod inputs;
mod minting;
mod reading;
pub mod rng;
mod tokens;

use std::collections::BTreeSet;

use serde_json::Value;

use inputs::Inputs;

/// One random case.
#[derive(Debug)]
pub struct Draw {
    /// The request, without its token if that has to be made first.
    pub request: Value,
    /// What a language needs for the request.
    pub needs: BTreeSet<&'static str>,
    /// For a minting request: the reply, if the request is accepted.
    pub minted: Option<Value>,
    /// What `tests/independent/seal.py` makes the token from.
    pub seal: Option<Value>,
    /// How the token's string is changed afterwards.
    pub text: Option<tokens::TextChange>,
}

/// The case with this index.
pub fn draw(seed: u64, index: u64) -> Draw {
    let mut inputs = Inputs::new(seed, index);
    if inputs.rng.below(10) < 4 { minting::draw(inputs) } else { reading::draw(inputs) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_depends_on_seed_and_index() {
        for index in 0..300 {
            let once = format!("{:?}", draw(1, index));
            assert_eq!(once, format!("{:?}", draw(1, index)));
            assert_ne!(once, format!("{:?}", draw(2, index)));
        }
    }

    #[test]
    fn all_ops_are_drawn() {
        let op = |index| draw(1, index).request["op"].as_str().unwrap().to_owned();
        let ops: BTreeSet<String> = (0..2000).map(op).collect();
        assert_eq!(ops.len(), 14, "{ops:?}");
    }
}
