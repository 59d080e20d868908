//! Compares what was read with the current time and with what the caller expects, by the
//! verifier's rules.

use super::ExplainInput;
use super::claims::ReadClaims;
use super::findings::{FindingId, Findings};
use crate::envelope::Envelope;
use crate::inputs::REFRESH_BEFORE_EXPIRY_SECONDS;
use crate::kit::InspectedKit;
use crate::privileges::Privileges;
use crate::verifier::{is_expired, is_not_yet_valid, is_same_user};

/// The longest lifetime the chat product accepts, in seconds.
const CHAT_LIFETIME_SECONDS: i64 = 2_073_600;
/// Ten years: a smaller expiry must be a lifetime, since no token was issued in the 1970s.
const LIFETIME_MAX_SECONDS: i64 = 315_360_000;
/// Times from 2001 to 2286, counted in milliseconds.
const MILLISECONDS: std::ops::Range<i64> = 1_000_000_000_000..10_000_000_000_000;

/// Compares the two expiries of a token.
pub(super) fn expiries(envelope: &Envelope<'_>, claims: &ReadClaims, findings: &mut Findings) {
    let differs = claims.expire.is_some_and(|expire| expire != envelope.expire);
    findings.add_if(differs, FindingId::ExpireMismatch);
}

/// Checks the times. Without claims (no secret decrypted them) the envelope's expiry is used;
/// without a valid current time only what does not depend on it is checked.
pub(super) fn times(
    now: Option<i64>,
    leeway: i64,
    envelope: &Envelope<'_>,
    claims: &ReadClaims,
    findings: &mut Findings,
) {
    let expire = claims.expire.unwrap_or(envelope.expire);
    let issued = claims.ctime.or(now);
    let is_lifetime = |expire: &i64| {
        (1..=LIFETIME_MAX_SECONDS).contains(expire) && issued.is_some_and(|issued| *expire < issued)
    };
    if let Some(lifetime) = [expire, envelope.expire].into_iter().find(is_lifetime) {
        return findings.add_number(FindingId::ExpireIsRelative, lifetime);
    }
    let times = [Some(expire), Some(envelope.expire), issued];
    if times.iter().flatten().any(|time| MILLISECONDS.contains(time)) {
        return findings.add(FindingId::ExpireInMilliseconds);
    }
    if let (Some(ctime), Some(expire)) = (claims.ctime, claims.expire) {
        let lifetime = expire.saturating_sub(ctime);
        findings.add_if(lifetime <= 0, FindingId::LifetimeNotPositive);
        if lifetime > CHAT_LIFETIME_SECONDS {
            findings.add_number(FindingId::LifetimeOver24Days, lifetime);
        }
    }
    let Some(now) = now else { return };
    let left = expire.saturating_sub(now);
    if is_expired(expire, now, leeway) {
        findings.add_number(FindingId::Expired, left.saturating_neg());
    } else {
        findings.add_if(left < REFRESH_BEFORE_EXPIRY_SECONDS, FindingId::ExpiresSoon);
    }
    if let Some(ctime) = claims.ctime.filter(|c| is_not_yet_valid(*c, now, leeway)) {
        findings.add_number(FindingId::ClockAhead, ctime.saturating_sub(now));
    }
}

/// Checks whom the token was issued for, and what it allows.
pub(super) fn expectations(
    input: &ExplainInput<'_>,
    kit: Option<&InspectedKit>,
    claims: &ReadClaims,
    findings: &mut Findings,
) {
    let app_ids = [input.app_id, claims.app_id.map(i64::from), kit.map(|kit| kit.app_id)];
    findings.add_if(!all_same(app_ids), FindingId::AppIdMismatch);

    let user_id = claims.user_id.as_deref().or(kit.map(|kit| kit.user_id.as_str()));
    if let (Some(expected), Some(user_id)) = (input.user_id, user_id) {
        findings.add_if(!is_same_user(expected, user_id), FindingId::UserIdMismatch);
    }
    let user_ids = [claims.user_id.as_deref(), kit.map(|kit| kit.user_id.as_str())];
    findings.add_if(!all_same(user_ids), FindingId::UserIdMismatch);

    let Some(payload) = &claims.payload else { return };
    let privileges = Privileges::read(payload);
    let named = input.room_id.is_some() || input.stream_id.is_some();
    let Some(privileges) = privileges else {
        return findings.add_if(named, FindingId::PrivilegesAbsent);
    };
    let other_room = input.room_id.is_some_and(|room_id| !privileges.allows_room(room_id))
        || kit.is_some_and(|kit| kit.room_id != privileges.room_id);
    findings.add_if(other_room, FindingId::RoomNotAllowed);
    let other_stream = input.stream_id.is_some_and(|id| !privileges.allows_stream(id));
    findings.add_if(other_stream, FindingId::StreamNotAllowed);
}

/// Whether all known values are equal.
fn all_same<T: PartialEq + Copy, const N: usize>(values: [Option<T>; N]) -> bool {
    let mut known = values.into_iter().flatten();
    let first = known.next();
    known.all(|value| Some(value) == first)
}
