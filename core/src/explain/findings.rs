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

/// One row of the table. A `{}` in a message takes a number or the name of a field.
struct Row {
    name: &'static str,
    severity: Severity,
    message: &'static str,
    advice: &'static str,
    sdk_codes: &'static [i32],
}

const fn row(
    name: &'static str,
    severity: Severity,
    sdk_codes: &'static [i32],
    message: &'static str,
    advice: &'static str,
) -> Row {
    Row { name, severity, message, advice, sdk_codes }
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
const NONE: &[i32] = &[];

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
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// How grave it is.
    pub const fn severity(self) -> Severity {
        self.row().severity
    }

    /// One sentence: what to do.
    pub const fn advice(self) -> &'static str {
        self.row().advice
    }

    /// The codes with which the vendor's client SDKs report this, native, web and chat; empty
    /// where none does.
    pub const fn sdk_codes(self) -> &'static [i32] {
        self.row().sdk_codes
    }

    const fn row(self) -> Row {
        use Severity::{Critical, Error, Note, Warning};
        match self {
            Self::ServerSecretExposed => row(
                "server_secret_exposed",
                Critical,
                REFUSED,
                "A ServerSecret stands where the token belongs, so whoever receives this text \
                 can mint tokens for any user.",
                "Rotate the ServerSecret in the console now, keep it on the server, and send the \
                 client a token minted there.",
            ),
            Self::TokenMissing => row(
                "token_missing",
                Error,
                MISSING,
                "There is no token.",
                "Check that the app server answers with a token and that the client passes it on.",
            ),
            Self::TokenIsJwt => row(
                "token_is_jwt",
                Error,
                VERSION,
                "This is a JSON Web Token, not a Token04.",
                "Mint a Token04 with the ServerSecret; no JWT library makes one.",
            ),
            Self::TokenIsHmac => row(
                "token_is_hmac",
                Error,
                VERSION,
                "This is a bare digest or key, such as an HMAC or a hash, not a Token04.",
                "Mint a Token04: it is encrypted with the ServerSecret, not signed or hashed.",
            ),
            Self::TokenIsToken03 => row(
                "token_is_token03",
                Error,
                VERSION,
                "This is a token of the older version 03.",
                "Mint a Token04; current SDKs and servers expect it to begin with 04.",
            ),
            Self::TokenVersionUnknown => row(
                "token_version_unknown",
                Error,
                VERSION,
                "The token does not begin with the version 04.",
                "Pass the generator's result as it is, with its first two characters.",
            ),
            Self::TokenHasBearerPrefix => row(
                "token_has_bearer_prefix",
                Error,
                FORMAT,
                "The word Bearer stands in front of the token.",
                "Pass the token alone: SDKs take no header of HTTP.",
            ),
            Self::TokenHasWhiteSpace => row(
                "token_has_white_space",
                Error,
                FORMAT,
                "There is white space around or inside the token.",
                "Pass the token on one line with nothing around it; where spaces replaced plus \
                 signs, escape the token when it travels in a URL.",
            ),
            Self::TokenQuoted => row(
                "token_quoted",
                Error,
                FORMAT,
                "There are quotes around the token.",
                "Parse the server's answer as JSON instead of taking its raw text.",
            ),
            Self::TokenUrlEncoded => row(
                "token_url_encoded",
                Error,
                FORMAT,
                "The token is still percent-encoded.",
                "Decode the URL parameter once before passing the token on.",
            ),
            Self::TokenUrlSafeBase64 => row(
                "token_url_safe_base64",
                Error,
                FORMAT,
                "The token is written in url-safe base64, with - and _.",
                "Use standard base64 with + and / and with its padding.",
            ),
            Self::TokenTruncated => row(
                "token_truncated",
                Error,
                FORMAT,
                "The end of the token, perhaps only its = padding, is missing.",
                "Look for a database column, header or log line that cuts long texts, and for \
                 code that strips the padding.",
            ),
            Self::TokenMalformed => row(
                "token_malformed",
                Error,
                FORMAT,
                "The text is not 04 followed by the canonical base64 of a complete envelope.",
                "Pass the generator's result unchanged, and mint tokens with a current generator.",
            ),
            Self::KitTokenWherePlainDue => row(
                "kit_token_where_plain_due",
                Error,
                FORMAT,
                "This is a token of the web UI kit, where a plain token is due.",
                "Pass what stands in front of the # sign, or the token as the server minted it.",
            ),
            Self::PlainTokenWhereKitDue => row(
                "plain_token_where_kit_due",
                Error,
                FORMAT,
                "This is a plain token, where one of the web UI kit is due.",
                "Wrap the token with kit_token, or in the client with \
                 generateKitTokenForProduction.",
            ),
            Self::KitPartMalformed => row(
                "kit_part_malformed",
                Error,
                FORMAT,
                "The part behind the # sign is not the base64 of an object with userID, roomID, \
                 userName and appID.",
                "Wrap the token with kit_token instead of joining the parts by hand.",
            ),
            Self::SecretIsAppSign => row(
                "secret_is_app_sign",
                Error,
                SECRET,
                "The given secret is 64 hex characters, which is an AppSign and not the \
                 ServerSecret.",
                "Use the ServerSecret of 32 characters from the console.",
            ),
            Self::SecretWasHexDecoded => row(
                "secret_was_hex_decoded",
                Error,
                SECRET,
                "The token was made with the secret as text on one side and hex-decoded on the \
                 other.",
                "Use the secret's 32 characters as they stand, and decode nothing.",
            ),
            Self::SecretHasWhiteSpace => row(
                "secret_has_white_space",
                Error,
                SECRET,
                "There is white space around the given secret.",
                "Remove it where the secret is stored, often a trailing line break in a file or \
                 an environment variable.",
            ),
            Self::SecretQuoted => row(
                "secret_quoted",
                Error,
                SECRET,
                "There are quotes around the given secret.",
                "Remove them where the secret is stored: some tools take the quotes of an \
                 environment file literally.",
            ),
            Self::SecretLengthWrong => row(
                "secret_length_wrong",
                Error,
                SECRET,
                "The given secret has {} bytes, where a ServerSecret has 32.",
                "Copy the ServerSecret from the console again, whole.",
            ),
            Self::AppIdMismatch => row(
                "app_id_mismatch",
                Error,
                APP_ID,
                "The token is for another app than the one expected or named in its kit part.",
                "Use app id and ServerSecret of the same project on the server and in the client.",
            ),
            Self::DecryptFailed => row(
                "decrypt_failed",
                Error,
                SECRET,
                "The given secret does not open the token: it is another app's or an old one, or \
                 the token is damaged.",
                "Compare the secret with the one in the console of this very app, and mint a new \
                 token.",
            ),
            Self::AppIdIsString => row(
                "app_id_is_string",
                Error,
                APP_ID,
                "The token's app_id is a text instead of a number.",
                "Convert the app id to an integer where it is read, such as from an environment \
                 variable.",
            ),
            Self::AppIdIsNotANumber => row(
                "app_id_is_not_a_number",
                Error,
                APP_ID,
                "The token's app_id is missing or no integer; null is what JSON makes of NaN.",
                "Check that the app id is set where the token is minted and converts to an \
                 integer.",
            ),
            Self::AppIdOutOfRange => row(
                "app_id_out_of_range",
                Error,
                APP_ID,
                "The token's app_id is outside 1 to 4294967295.",
                "Use the app id of the console, and an unsigned or 64-bit integer to hold it.",
            ),
            Self::ClaimsInvalid => row(
                "claims_invalid",
                Error,
                CLAIMS,
                "The token decrypts, but not to the claims of a Token04: {} is missing, doubled \
                 or of the wrong type.",
                "Mint the token with a current generator instead of assembling it by hand.",
            ),
            Self::ExpireIsRelative => row(
                "expire_is_relative",
                Error,
                EXPIRED,
                "The token's expire is a lifetime of {} seconds instead of a moment.",
                "Write the moment of issue plus the lifetime, in unix seconds.",
            ),
            Self::ExpireInMilliseconds => row(
                "expire_in_milliseconds",
                Error,
                CLAIMS,
                "A moment in the token counts milliseconds instead of seconds.",
                "Divide the clock's milliseconds by 1000 and write whole unix seconds.",
            ),
            Self::LifetimeNotPositive => row(
                "lifetime_not_positive",
                Error,
                EXPIRED,
                "The token expires no later than it was issued.",
                "Give a lifetime of at least one second, small enough not to overflow the expiry.",
            ),
            Self::ExpireMismatch => row(
                "expire_mismatch",
                Error,
                FORMAT,
                "The expiry in the token's envelope differs from the one in its claims.",
                "Mint a new token: this one was changed or made by a faulty generator.",
            ),
            Self::Expired => row(
                "expired",
                Error,
                EXPIRED,
                "The token expired {} seconds ago.",
                "Mint a new token, and renew tokens 30 seconds before they expire.",
            ),
            Self::ClockAhead => row(
                "clock_ahead",
                Error,
                REFUSED,
                "The token's moment of issue lies {} seconds in the future.",
                "Set the clock of the minting server, or of this machine, by a time service.",
            ),
            Self::UserIdMismatch => row(
                "user_id_mismatch",
                Error,
                USER_ID,
                "The token is for another user than the one expected or named in its kit part.",
                "Log in with the user id the token was minted for, letter by letter.",
            ),
            Self::PayloadIsNotText => row(
                "payload_is_not_text",
                Error,
                PAYLOAD,
                "The token's payload is an object or another JSON value instead of a text.",
                "Serialise the payload to JSON text before handing it to the generator.",
            ),
            Self::PrivilegeKeysNamed => row(
                "privilege_keys_named",
                Error,
                ROOM,
                "The privileges are keyed by names such as login and publish.",
                "Use the keys \"1\" for login and \"2\" for publish.",
            ),
            Self::StreamListEmpty => row(
                "stream_list_empty",
                Error,
                PUBLISH,
                "The stream_id_list is empty, which some servers read as any stream and others \
                 as none.",
                "Write null for any stream, or list the streams.",
            ),
            Self::PrivilegesMalformed => row(
                "privileges_malformed",
                Error,
                PAYLOAD,
                "The payload looks like privileges, but its {} is missing or malformed.",
                "Make the payload with RoomPrivileges: a room_id text, a privilege object whose \
                 values are 0 or 1, a stream_id_list of null or texts.",
            ),
            Self::UserIdEmpty => row(
                "user_id_empty",
                Error,
                USER_ID,
                "The token's user_id is empty.",
                "Check where the user id comes from, often a session without a user.",
            ),
            Self::UserIdTooLong => row(
                "user_id_too_long",
                Error,
                USER_ID,
                "The token's user_id has {} bytes, where 64 are allowed.",
                "Use a shorter user id, counted in bytes of UTF-8.",
            ),
            Self::UserIdHasNul => row(
                "user_id_has_nul",
                Error,
                USER_ID,
                "The token's user_id contains a NUL character.",
                "Remove it where the user id comes from, often a fixed-size buffer.",
            ),
            Self::PrivilegesAbsent => row(
                "privileges_absent",
                Error,
                ROOM,
                "A room or stream was expected, but the token carries no readable privileges.",
                "Mint a privilege token for the room.",
            ),
            Self::RoomNotAllowed => row(
                "room_not_allowed",
                Error,
                LOGIN,
                "The token does not allow logging in to the room expected or named in its kit \
                 part.",
                "Mint a token whose room_id is this room and whose privilege \"1\" is the \
                 integer 1.",
            ),
            Self::StreamNotAllowed => row(
                "stream_not_allowed",
                Error,
                PUBLISH,
                "The token does not allow publishing the expected stream.",
                "Mint a token whose privilege \"2\" is the integer 1 and whose stream_id_list is \
                 null or holds this stream.",
            ),
            Self::UserIdCharacters => row(
                "user_id_characters",
                Warning,
                USER_ID,
                "The token's user_id has characters outside the documented set.",
                "Use letters, digits and ~!@#$%^&*()_+-=`;',.<>\\ alone.",
            ),
            Self::RoomIdCharacters => row(
                "room_id_characters",
                Warning,
                LOGIN,
                "The token's room_id has characters outside the documented set.",
                "Use letters, digits and ~!@#$%^&*()_+-=`;',.<>\\ alone.",
            ),
            Self::StreamIdCharacters => row(
                "stream_id_characters",
                Warning,
                PUBLISH,
                "A stream id in the token has characters outside the documented set.",
                "Use letters, digits, - and _ alone.",
            ),
            Self::SecretNotGiven => row(
                "secret_not_given",
                Note,
                NONE,
                "Without the secret the claims were not looked at.",
                "Give the ServerSecret to have app, user, moments and privileges checked.",
            ),
            Self::ExpiresSoon => row(
                "expires_soon",
                Note,
                &[6000108],
                "Less than 30 seconds are left of the token's life.",
                "Renew the token now: the SDKs warn at this point.",
            ),
            Self::LifetimeOver24Days => row(
                "lifetime_over_24_days",
                Note,
                NONE,
                "The token lives {} seconds, more than the 24 days the chat product accepts.",
                "Mint shorter-lived tokens and renew them.",
            ),
            Self::UnauthenticatedMode => row(
                "unauthenticated_mode",
                Note,
                NONE,
                "This is a CBC token, and nothing protects its claims against changes.",
                "Mint GCM tokens where every client accepts them, above all when your own \
                 server verifies them.",
            ),
            Self::PrivilegeChecksNeedEnabling => row(
                "privilege_checks_need_enabling",
                Note,
                NONE,
                "Privileges take effect only after the vendor has enabled the check for the \
                 account.",
                "Ask the vendor's support to enable privilege checks, and test that a missing \
                 privilege is refused.",
            ),
            Self::TokenIsKit => row(
                "token_is_kit",
                Note,
                NONE,
                "This is a token of the web UI kit: a plain token, a # sign and who enters.",
                "Decode and verify what stands in front of the # sign; they refuse the whole.",
            ),
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
        let Row { severity, message, advice, sdk_codes, .. } = id.row();
        let message = match message.split_once("{}") {
            None => Cow::Borrowed(message),
            Some((before, after)) => Cow::Owned([before, detail, after].concat()),
        };
        Self { id, severity, message, advice, sdk_codes }
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
            assert!(id.advice().ends_with('.') && id.row().message.ends_with('.'), "{id}");
            assert!(id.row().message.matches("{}").count() <= 1, "{id}");
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
