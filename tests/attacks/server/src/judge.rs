//! The verifier's calls: only whether a token is accepted, and for whom.

use token04::{Result, TokenVerifier, VerifiedToken};

/// What a request wants to be allowed.
#[derive(Default)]
pub struct Requested {
    pub user: Option<String>,
    pub room: Option<String>,
    pub stream: Option<String>,
}

/// The user of the token, if it is accepted.
pub fn accepted_user(
    verifier: &TokenVerifier,
    token: &str,
    requested: &Requested,
) -> Option<String> {
    accepted(verifier, token, requested).ok().map(|verified| verified.decoded.claims.user_id)
}

fn accepted(verifier: &TokenVerifier, token: &str, requested: &Requested) -> Result<VerifiedToken> {
    match (&requested.user, &requested.room, &requested.stream) {
        (Some(user), Some(room), Some(stream)) => {
            verifier.verify_publish(token, user, room, stream)
        }
        (Some(user), Some(room), None) => verifier.verify_login(token, user, room),
        (Some(user), None, None) => verifier.verify_user(token, user),
        _ => verifier.verify(token),
    }
}
