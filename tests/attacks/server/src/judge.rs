//! The verifier's calls: who is let in, and nothing else.

use token04::{Result, TokenVerifier, VerifiedToken};

/// What a request asks to be allowed.
#[derive(Default)]
pub struct Asked {
    pub user: Option<String>,
    pub room: Option<String>,
    pub stream: Option<String>,
}

/// The user of the token, if it is accepted.
pub fn judge(verifier: &TokenVerifier, token: &str, asked: &Asked) -> Option<String> {
    accepted(verifier, token, asked).ok().map(|verified| verified.decoded.claims.user_id)
}

fn accepted(verifier: &TokenVerifier, token: &str, asked: &Asked) -> Result<VerifiedToken> {
    match (&asked.user, &asked.room, &asked.stream) {
        (Some(user), Some(room), Some(stream)) => {
            verifier.verify_publish(token, user, room, stream)
        }
        (Some(user), Some(room), None) => verifier.verify_login(token, user, room),
        (Some(user), None, None) => verifier.verify_user(token, user),
        _ => verifier.verify(token),
    }
}
