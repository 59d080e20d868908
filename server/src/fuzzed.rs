//! The parsers of what strangers and providers send, with a million damaged inputs (1 in 16 of the configuration's): none may panic,
//! and none may allow what the rules do not.

use crate::api::{TokenRequest, parse};
use jsonwebtoken::Algorithm;

use crate::config::Config;
use crate::keys::KeySet;
use crate::pattern::{Claims, Pattern};

const ROUNDS: usize = 250_000;
const SEEDS: &[&str] = &[
    r#"{"room_id":"r","stream_ids":["a","b"],"login":true,"publish":false,"ttl":60,"kit":{"user_name":"n"}}"#,
    r#"{"keys":[{"kty":"RSA","n":"sXch","e":"AQAB","kid":"k","use":"sig","alg":"RS256"},{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}"#,
    r#"{"sub":"a*","rooms":["r1","*",7,null],"a":{"b":"c"}}"#,
    "team-{a.b}-*-{rooms}\\*",
    "max_ttl = 7200\n[[allow]]\nrooms = [\"{sub}\"]\n[jwt]\nissuer = \"https://a.example\"\naudience = [\"b\"]\n",
];

const DAMAGE: &[u8] = b"{}[]\",:*\\\0\xff01n-";

/// xorshift64*: the same inputs in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % limit.max(1)
    }

    fn damage(&mut self, seed: &str) -> Vec<u8> {
        let mut bytes = seed.as_bytes().to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            match self.below(4) {
                0 => bytes[at] = DAMAGE[self.below(DAMAGE.len())],
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, DAMAGE[self.below(DAMAGE.len())]),
                _ => {
                    let other = SEEDS[self.below(SEEDS.len())].as_bytes();
                    let from = self.below(other.len());
                    bytes.splice(at..at, other[from..(from + 9).min(other.len())].iter().copied());
                }
            }
        }
        bytes
    }
}

#[test]
fn damaged_input_is_read_or_refused() {
    let mut random = Random(0x20);
    let nothing = Claims::new();
    let mut read = [0; 5];
    for _ in 0..ROUNDS {
        let request = random.damage(SEEDS[0]);
        if parse::<TokenRequest>(&request).is_ok() {
            read[0] += 1;
            assert!(serde_json::from_slice::<serde_json::Value>(&request).unwrap().is_object());
        }
        let keys = KeySet::read(&random.damage(SEEDS[1]), &[Algorithm::RS256]);
        read[1] += usize::from(keys.is_ok_and(|keys| {
            assert!(keys.find(Some("k"), Algorithm::ES256).is_none(), "not pinned");
            true
        }));
        let claims: Claims = serde_json::from_slice(&random.damage(SEEDS[2])).unwrap_or_default();
        read[2] += usize::from(!claims.is_empty());
        let text = String::from_utf8_lossy(&random.damage(SEEDS[3])).into_owned();
        if let Ok(pattern) = Pattern::parse(&text) {
            read[3] += 1;
            pattern.matches(&claims, "team-c-x-r1*");
            assert!(!pattern.matches(&claims, ""), "{text}");
            assert!(pattern.fill(&nothing).is_none_or(|filled| pattern.matches(&nothing, &filled)));
        }
        let text = String::from_utf8_lossy(&random.damage(SEEDS[4])).into_owned();
        read[4] += usize::from(random.below(16) == 0 && Config::parse(&text).is_ok());
    }
    assert!(read.iter().all(|count| *count > 100), "the damage is not total: {read:?}");
}
