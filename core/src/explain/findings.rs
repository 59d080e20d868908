//! What may be found: one table of ids, severities, messages, advice and client codes.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use crate::json::{self, ObjectWriter};

/// How grave a finding is; ordered from a note to critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Works with some of the vendor's servers and SDKs, and may fail with others.
    Warning,
    /// The token is refused, or does not do what was meant.
    Error,
    /// A secret is out.
    Critical,
}

impl Severity {
    /// The stable name: `"note"`, `"warning"`, `"error"` or `"critical"`.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
            Severity::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The kinds of findings, most likely cause first: this order is the order of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FindingId {
    /// A ServerSecret stands where the token belongs: whoever has seen the text can mint tokens.
    ServerSecretExposed,

    /// There is no token, or the name of nothing (`null`, `undefined`).
    TokenMissing,
    /// A JSON Web Token.
    TokenIsJwt,
    /// A bare digest, in hex or base64.
    TokenIsHmac,
    /// A token of the version before.
    TokenIsToken03,
    /// A token that does not begin with `04`.
    TokenVersionUnknown,
    /// `Bearer ` in front of the token.
    TokenHasBearerPrefix,
    /// White space around or inside the token.
    TokenHasWhiteSpace,
    /// Quotes around the token.
    TokenQuoted,
    /// Percent escapes in the token.
    TokenUrlEncoded,
    /// `-` and `_` where standard base64 has `+` and `/`.
    TokenUrlSafeBase64,
    /// The end of the token is missing.
    TokenTruncated,
    /// The token's base64 or its envelope is damaged.
    TokenMalformed,
    /// A web UI kit token where a plain one is due.
    KitTokenWherePlainDue,
    /// A plain token where one of the web UI kit is due.
    PlainTokenWhereKitDue,
    /// The part behind the `#` of a kit token cannot be read.
    KitPartMalformed,
    /// The secret is 64 hex characters: an AppSign.
    SecretIsAppSign,
    /// Token and given secret differ by hex-decoding: one side used the bytes behind the digits.
    SecretWasHexDecoded,
    /// White space around the secret.
    SecretHasWhiteSpace,
    /// Quotes around the secret.
    SecretQuoted,
    /// The secret is not 32 bytes.
    SecretLengthWrong,
    /// The token is for another app than was expected, or than its kit part names.
    AppIdMismatch,
    /// The secret does not open the token.
    DecryptFailed,
    /// `app_id` is a JSON string.
    AppIdIsString,
    /// `app_id` is `null` (as JavaScript writes NaN) or no integer at all.
    AppIdIsNotANumber,
    /// `app_id` is outside `1..=4294967295`.
    AppIdOutOfRange,
    /// The content is no JSON object of claims, or one of them is missing or of another type.
    ClaimsInvalid,
    /// `expire` holds a lifetime instead of a moment.
    ExpireIsRelative,
    /// A moment counts milliseconds instead of seconds.
    ExpireInMilliseconds,
    /// `expire` is not after `ctime`.
    LifetimeNotPositive,
    /// The envelope's expiry differs from that of the claims.
    ExpireMismatch,
    /// The token has expired.
    Expired,
    /// The moment of issue lies in the future.
    ClockAhead,
    /// The token is for another user than was expected, or than its kit part names.
    UserIdMismatch,
    /// `payload` is an object, a list, a number or a boolean.
    PayloadIsNotText,
    /// The privileges are keyed `login` and `publish` instead of `1` and `2`.
    PrivilegeKeysNamed,
    /// `stream_id_list` is `[]`.
    StreamListEmpty,
    /// The payload looks like privileges and is not quite.
    PrivilegesMalformed,
    /// `user_id` is empty.
    UserIdEmpty,
    /// `user_id` is over 64 bytes.
    UserIdTooLong,
    /// `user_id` contains a NUL.
    UserIdHasNul,
    /// A room or stream was expected, and the token carries no privileges.
    PrivilegesAbsent,
    /// The token does not allow logging in to the expected room, or is for another room than its
    /// kit part names.
    RoomNotAllowed,
    /// The token does not allow publishing the expected stream.
    StreamNotAllowed,

    /// `user_id` has characters outside the documented set.
    UserIdCharacters,
    /// The room id has characters outside the documented set.
    RoomIdCharacters,
    /// A stream id has characters outside the documented set.
    StreamIdCharacters,

    /// Without the secret the claims were not looked at.
    SecretNotGiven,
    /// Under 30 seconds are left.
    ExpiresSoon,
    /// The token lives longer than the chat product accepts.
    LifetimeOver24Days,
    /// A CBC token, whose claims nothing protects.
    UnauthenticatedMode,
    /// Privileges count only after the vendor enabled the check.
    PrivilegeChecksNeedEnabling,
    /// A token of the web UI kit, where nobody said which kind is due.
    TokenIsKit,
}

// What clients report: native SDKs (100…), the web SDK (110…), ZIM (600…).
const REFUSED: &[i32] = &[1002033, 1102016, 1102020, 6000103];
const MISSING: &[i32] = &[1002067, 1102016, 6000103];
const VERSION: &[i32] = &[1002079, 1102016, 6000107];
const FORMAT: &[i32] = &[1002033, 1102016, 6000103];
const SECRET: &[i32] = &[1002033, 1102020, 6000103];
const APP_ID: &[i32] = &[1002076, 1002033, 1102020, 6000103];
const USER_ID: &[i32] = &[1002077, 1002033, 1102020, 6000103];
const EXPIRED: &[i32] = &[1002078, 1102018, 6000106];
const PAYLOAD: &[i32] = &[1002075, 1102020];
const CLAIMS: &[i32] = &[1002033, 1002074, 1002080, 1102016, 6000103];
const LOGIN: &[i32] = &[1002033, 1102020];
const PUBLISH: &[i32] = &[1002082, 1003072];
const ROOM: &[i32] = &[1002033, 1002082, 1003072, 1102020];

impl FindingId {
    /// Every kind, most likely cause first.
    pub const ALL: &'static [FindingId] = &[
        FindingId::ServerSecretExposed,
        FindingId::TokenMissing,
        FindingId::TokenIsJwt,
        FindingId::TokenIsHmac,
        FindingId::TokenIsToken03,
        FindingId::TokenVersionUnknown,
        FindingId::TokenHasBearerPrefix,
        FindingId::TokenHasWhiteSpace,
        FindingId::TokenQuoted,
        FindingId::TokenUrlEncoded,
        FindingId::TokenUrlSafeBase64,
        FindingId::TokenTruncated,
        FindingId::TokenMalformed,
        FindingId::KitTokenWherePlainDue,
        FindingId::PlainTokenWhereKitDue,
        FindingId::KitPartMalformed,
        FindingId::SecretIsAppSign,
        FindingId::SecretWasHexDecoded,
        FindingId::SecretHasWhiteSpace,
        FindingId::SecretQuoted,
        FindingId::SecretLengthWrong,
        FindingId::AppIdMismatch,
        FindingId::DecryptFailed,
        FindingId::AppIdIsString,
        FindingId::AppIdIsNotANumber,
        FindingId::AppIdOutOfRange,
        FindingId::ClaimsInvalid,
        FindingId::ExpireIsRelative,
        FindingId::ExpireInMilliseconds,
        FindingId::LifetimeNotPositive,
        FindingId::ExpireMismatch,
        FindingId::Expired,
        FindingId::ClockAhead,
        FindingId::UserIdMismatch,
        FindingId::PayloadIsNotText,
        FindingId::PrivilegeKeysNamed,
        FindingId::StreamListEmpty,
        FindingId::PrivilegesMalformed,
        FindingId::UserIdEmpty,
        FindingId::UserIdTooLong,
        FindingId::UserIdHasNul,
        FindingId::PrivilegesAbsent,
        FindingId::RoomNotAllowed,
        FindingId::StreamNotAllowed,
        FindingId::UserIdCharacters,
        FindingId::RoomIdCharacters,
        FindingId::StreamIdCharacters,
        FindingId::SecretNotGiven,
        FindingId::ExpiresSoon,
        FindingId::LifetimeOver24Days,
        FindingId::UnauthenticatedMode,
        FindingId::PrivilegeChecksNeedEnabling,
        FindingId::TokenIsKit,
    ];

    /// The stable text, in snake case.
    pub fn name(self) -> &'static str {
        self.line(0)
    }

    /// How grave it is.
    pub fn severity(self) -> Severity {
        // The ids are in the order of their severity: the first of each is named here.
        match self {
            _ if self >= FindingId::SecretNotGiven => Severity::Note,
            _ if self >= FindingId::UserIdCharacters => Severity::Warning,
            _ if self >= FindingId::TokenMissing => Severity::Error,
            _ => Severity::Critical,
        }
    }

    /// One sentence: what was found, with `{}` where a number or a field is told.
    fn message(self) -> &'static str {
        self.line(1)
    }

    /// One sentence: what to do.
    pub fn advice(self) -> &'static str {
        self.line(2)
    }

    fn line(self, of_three: usize) -> &'static str {
        let number = self as usize * 3 + of_three;
        #[cfg(target_family = "wasm")]
        let line = crate::packed::of_findings(number);
        #[cfg(not(target_family = "wasm"))]
        let line = super::texts::TEXTS.split('\n').nth(number);
        line.unwrap_or_default()
    }

    /// The codes with which the vendor's client SDKs report this, native, web and chat; empty
    /// where none does.
    pub fn sdk_codes(self) -> &'static [i32] {
        match self {
            Self::ServerSecretExposed | Self::ClockAhead => REFUSED,
            Self::TokenMissing => MISSING,
            Self::TokenIsJwt
            | Self::TokenIsHmac
            | Self::TokenIsToken03
            | Self::TokenVersionUnknown => VERSION,
            Self::TokenHasBearerPrefix
            | Self::TokenHasWhiteSpace
            | Self::TokenQuoted
            | Self::TokenUrlEncoded
            | Self::TokenUrlSafeBase64
            | Self::TokenTruncated
            | Self::TokenMalformed
            | Self::KitTokenWherePlainDue
            | Self::PlainTokenWhereKitDue
            | Self::KitPartMalformed
            | Self::ExpireMismatch => FORMAT,
            Self::SecretIsAppSign
            | Self::SecretWasHexDecoded
            | Self::SecretHasWhiteSpace
            | Self::SecretQuoted
            | Self::SecretLengthWrong
            | Self::DecryptFailed => SECRET,
            Self::AppIdMismatch
            | Self::AppIdIsString
            | Self::AppIdIsNotANumber
            | Self::AppIdOutOfRange => APP_ID,
            Self::ClaimsInvalid | Self::ExpireInMilliseconds => CLAIMS,
            Self::ExpireIsRelative | Self::LifetimeNotPositive | Self::Expired => EXPIRED,
            Self::UserIdMismatch
            | Self::UserIdEmpty
            | Self::UserIdTooLong
            | Self::UserIdHasNul
            | Self::UserIdCharacters => USER_ID,
            Self::PayloadIsNotText | Self::PrivilegesMalformed => PAYLOAD,
            Self::PrivilegeKeysNamed | Self::PrivilegesAbsent => ROOM,
            Self::StreamListEmpty | Self::StreamNotAllowed | Self::StreamIdCharacters => PUBLISH,
            Self::RoomNotAllowed | Self::RoomIdCharacters => LOGIN,
            Self::ExpiresSoon => &[6000108],
            _ => &[],
        }
    }
}

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One thing found. It never shows a secret or the value of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of finding; [`FindingId::name`] is its stable text.
    pub id: FindingId,
    /// How grave it is; a property of its id.
    pub severity: Severity,
    /// One sentence: what was found. It may tell a length or a distance in time.
    pub message: Cow<'static, str>,
    /// One sentence: what to do; a property of its id.
    pub advice: &'static str,
    /// The codes with which client SDKs report this; a property of its id.
    pub sdk_codes: &'static [i32],
}

impl Finding {
    fn new(id: FindingId, detail: &str) -> Self {
        let message = id.message();
        let about = message.bytes().position(|byte| byte == b'{');
        let message = match about.and_then(|at| message.split_at_checked(at)) {
            None => Cow::Borrowed(message),
            Some((before, after)) => {
                let after = after.strip_prefix("{}").unwrap_or(after);
                Cow::Owned(String::from(before) + detail + after)
            }
        };
        Self {
            id,
            severity: id.severity(),
            message,
            advice: id.advice(),
            sdk_codes: id.sdk_codes(),
        }
    }

    pub(super) fn write_json(&self, out: &mut Vec<u8>) {
        ObjectWriter::begin(out)
            .string("id", self.id.name())
            .string("severity", self.severity.name())
            .string("message", &self.message)
            .string("advice", self.advice)
            .nested("sdk_codes", Some(self.sdk_codes), |codes, out| {
                json::write_list(codes, out, |code, out| {
                    json::write_integer(out, i64::from(*code));
                });
            })
            .end();
    }
}

/// Collects findings in the order of their ids, each id once.
#[derive(Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn add(&mut self, id: FindingId) {
        self.add_about(id, "");
    }

    pub(super) fn add_if(&mut self, applies: bool, id: FindingId) {
        if applies {
            self.add(id);
        }
    }

    /// A finding whose message names a field.
    pub(super) fn add_about(&mut self, id: FindingId, detail: &str) {
        let at = self.0.partition_point(|found| found.id < id);
        if self.0.get(at).is_none_or(|found| found.id != id) {
            self.0.insert(at, Finding::new(id, detail));
        }
    }

    /// A finding whose message tells a length or a distance in time.
    pub(super) fn add_number(&mut self, id: FindingId, number: i64) {
        self.add_about(id, &json::text(|out| json::write_integer(out, number)));
    }

    /// Whether something was found of these kinds, which follow one another.
    pub(super) fn any_in(&self, ids: RangeInclusive<FindingId>) -> bool {
        self.0.iter().any(|found| ids.contains(&found.id))
    }

    pub(super) fn into_vec(self) -> Vec<Finding> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_in_order() {
        let numbered = FindingId::ALL.iter().enumerate();
        assert!(numbered.clone().all(|(index, id)| *id as usize == index));
        assert_eq!(FindingId::ALL.last(), Some(&FindingId::TokenIsKit));
        for (index, id) in numbered {
            assert!(
                id.name().bytes().all(|b| b.is_ascii_lowercase() || b"_0123456789".contains(&b))
            );
            assert!(id.advice().ends_with('.') && id.message().ends_with('.'), "{id}");
            let mut words = id.name().split('_');
            let variant = format!("{id:?}");
            assert!(words.all(|word| variant.to_ascii_lowercase().contains(word)), "{variant}");
            assert_eq!(
                id.message().matches(['{', '}']).count(),
                2 * id.message().matches("{}").count()
            );
            assert!(id.message().matches("{}").count() <= 1, "{id}");
            for later in &FindingId::ALL[index + 1..] {
                assert_ne!(id.name(), later.name());
                assert!(id.severity() >= later.severity(), "{later}");
            }
        }
    }

    #[test]
    fn findings_are_sorted_and_each_comes_once() {
        let mut findings = Findings::default();
        findings.add(FindingId::UnauthenticatedMode);
        findings.add_number(FindingId::Expired, 5);
        findings.add(FindingId::TokenQuoted);
        findings.add_number(FindingId::Expired, 6);
        let found = findings.into_vec();
        let ids: Vec<_> = found.iter().map(|finding| finding.id).collect();
        assert_eq!(
            ids,
            [FindingId::TokenQuoted, FindingId::Expired, FindingId::UnauthenticatedMode]
        );
        assert_eq!(found[1].message, "The token expired 5 seconds ago.");
    }

    #[test]
    fn severities_have_an_order() {
        assert!(Severity::Note < Severity::Warning && Severity::Error < Severity::Critical);
        assert_eq!(Severity::Critical.to_string(), "critical");
    }
}
