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

/// One row of the table: severity, codes of the SDKs, and name, message and advice, each on a
/// line of its own. A `{}` in a message takes a number or the name of a field.
struct Row(Severity, &'static [i32], &'static str);

impl Row {
    fn line(&self, number: usize) -> &'static str {
        self.2.split('\n').nth(number).unwrap_or_default()
    }
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
    pub fn name(self) -> &'static str {
        self.row().line(0)
    }

    /// How grave it is.
    pub fn severity(self) -> Severity {
        self.row().0
    }

    /// One sentence: what was found, with `{}` where a number or a field is told.
    fn message(self) -> &'static str {
        self.row().line(1)
    }

    /// One sentence: what to do.
    pub fn advice(self) -> &'static str {
        self.row().line(2)
    }

    /// The codes with which the vendor's client SDKs report this, native, web and chat; empty
    /// where none does.
    pub fn sdk_codes(self) -> &'static [i32] {
        self.row().1
    }

    fn row(self) -> &'static Row {
        use Severity::{Critical, Error, Note, Warning};
        match self {
            Self::ServerSecretExposed => &Row(
                Critical,
                REFUSED,
                "server_secret_exposed\n\
                 A ServerSecret stands where the token belongs, so whoever receives this text \
                 can mint tokens for any user.\n\
                 Rotate the ServerSecret in the console now, keep it on the server, and send \
                 the client a token minted there.",
            ),
            Self::TokenMissing => &Row(
                Error,
                MISSING,
                "token_missing\n\
                 There is no token.\n\
                 Check that the app server answers with a token and that the client passes it \
                 on.",
            ),
            Self::TokenIsJwt => &Row(
                Error,
                VERSION,
                "token_is_jwt\n\
                 This is a JSON Web Token, not a Token04.\n\
                 Mint a Token04 with the ServerSecret; no JWT library makes one.",
            ),
            Self::TokenIsHmac => &Row(
                Error,
                VERSION,
                "token_is_hmac\n\
                 This is a bare digest or key, such as an HMAC or a hash, not a Token04.\n\
                 Mint a Token04: it is encrypted with the ServerSecret, not signed or hashed.",
            ),
            Self::TokenIsToken03 => &Row(
                Error,
                VERSION,
                "token_is_token03\n\
                 This is a token of the older version 03.\n\
                 Mint a Token04; current SDKs and servers expect it to begin with 04.",
            ),
            Self::TokenVersionUnknown => &Row(
                Error,
                VERSION,
                "token_version_unknown\n\
                 The token does not begin with the version 04.\n\
                 Pass the generator's result as it is, with its first two characters.",
            ),
            Self::TokenHasBearerPrefix => &Row(
                Error,
                FORMAT,
                "token_has_bearer_prefix\n\
                 The word Bearer stands in front of the token.\n\
                 Pass the token alone: SDKs take no header of HTTP.",
            ),
            Self::TokenHasWhiteSpace => &Row(
                Error,
                FORMAT,
                "token_has_white_space\n\
                 There is white space around or inside the token.\n\
                 Pass the token on one line with nothing around it; where spaces replaced \
                 plus signs, escape the token when it travels in a URL.",
            ),
            Self::TokenQuoted => &Row(
                Error,
                FORMAT,
                "token_quoted\n\
                 There are quotes around the token.\n\
                 Parse the server's answer as JSON instead of taking its raw text.",
            ),
            Self::TokenUrlEncoded => &Row(
                Error,
                FORMAT,
                "token_url_encoded\n\
                 The token is still percent-encoded.\n\
                 Decode the URL parameter once before passing the token on.",
            ),
            Self::TokenUrlSafeBase64 => &Row(
                Error,
                FORMAT,
                "token_url_safe_base64\n\
                 The token is written in url-safe base64, with - and _.\n\
                 Use standard base64 with + and / and with its padding.",
            ),
            Self::TokenTruncated => &Row(
                Error,
                FORMAT,
                "token_truncated\n\
                 The end of the token, perhaps only its = padding, is missing.\n\
                 Look for a database column, header or log line that cuts long texts, and for \
                 code that strips the padding.",
            ),
            Self::TokenMalformed => &Row(
                Error,
                FORMAT,
                "token_malformed\n\
                 The text is not 04 followed by the canonical base64 of a complete envelope.\n\
                 Pass the generator's result unchanged, and mint tokens with a current \
                 generator.",
            ),
            Self::KitTokenWherePlainDue => &Row(
                Error,
                FORMAT,
                "kit_token_where_plain_due\n\
                 This is a token of the web UI kit, where a plain token is due.\n\
                 Pass what stands in front of the # sign, or the token as the server minted \
                 it.",
            ),
            Self::PlainTokenWhereKitDue => &Row(
                Error,
                FORMAT,
                "plain_token_where_kit_due\n\
                 This is a plain token, where one of the web UI kit is due.\n\
                 Wrap the token with kit_token, or in the client with \
                 generateKitTokenForProduction.",
            ),
            Self::KitPartMalformed => &Row(
                Error,
                FORMAT,
                "kit_part_malformed\n\
                 The part behind the # sign is not the base64 of an object with userID, \
                 roomID, userName and appID.\n\
                 Wrap the token with kit_token instead of joining the parts by hand.",
            ),
            Self::SecretIsAppSign => &Row(
                Error,
                SECRET,
                "secret_is_app_sign\n\
                 The given secret is 64 hex characters, which is an AppSign and not the \
                 ServerSecret.\n\
                 Use the ServerSecret of 32 characters from the console.",
            ),
            Self::SecretWasHexDecoded => &Row(
                Error,
                SECRET,
                "secret_was_hex_decoded\n\
                 The token was made with the secret as text on one side and hex-decoded on \
                 the other.\n\
                 Use the secret's 32 characters as they stand, and decode nothing.",
            ),
            Self::SecretHasWhiteSpace => &Row(
                Error,
                SECRET,
                "secret_has_white_space\n\
                 There is white space around the given secret.\n\
                 Remove it where the secret is stored, often a trailing line break in a file \
                 or an environment variable.",
            ),
            Self::SecretQuoted => &Row(
                Error,
                SECRET,
                "secret_quoted\n\
                 There are quotes around the given secret.\n\
                 Remove them where the secret is stored: some tools take the quotes of an \
                 environment file literally.",
            ),
            Self::SecretLengthWrong => &Row(
                Error,
                SECRET,
                "secret_length_wrong\n\
                 The given secret has {} bytes, where a ServerSecret has 32.\n\
                 Copy the ServerSecret from the console again, whole.",
            ),
            Self::AppIdMismatch => &Row(
                Error,
                APP_ID,
                "app_id_mismatch\n\
                 The token is for another app than the one expected or named in its kit part.\n\
                 Use app id and ServerSecret of the same project on the server and in the \
                 client.",
            ),
            Self::DecryptFailed => &Row(
                Error,
                SECRET,
                "decrypt_failed\n\
                 The given secret does not open the token: it is another app's or an old one, \
                 or the token is damaged.\n\
                 Compare the secret with the one in the console of this very app, and mint a \
                 new token.",
            ),
            Self::AppIdIsString => &Row(
                Error,
                APP_ID,
                "app_id_is_string\n\
                 The token's app_id is a text instead of a number.\n\
                 Convert the app id to an integer where it is read, such as from an \
                 environment variable.",
            ),
            Self::AppIdIsNotANumber => &Row(
                Error,
                APP_ID,
                "app_id_is_not_a_number\n\
                 The token's app_id is missing or no integer; null is what JSON makes of NaN.\n\
                 Check that the app id is set where the token is minted and converts to an \
                 integer.",
            ),
            Self::AppIdOutOfRange => &Row(
                Error,
                APP_ID,
                "app_id_out_of_range\n\
                 The token's app_id is outside 1 to 4294967295.\n\
                 Use the app id of the console, and an unsigned or 64-bit integer to hold it.",
            ),
            Self::ClaimsInvalid => &Row(
                Error,
                CLAIMS,
                "claims_invalid\n\
                 The token decrypts, but not to the claims of a Token04: {} is missing, \
                 doubled or of the wrong type.\n\
                 Mint the token with a current generator instead of assembling it by hand.",
            ),
            Self::ExpireIsRelative => &Row(
                Error,
                EXPIRED,
                "expire_is_relative\n\
                 The token's expire is a lifetime of {} seconds instead of a moment.\n\
                 Write the moment of issue plus the lifetime, in unix seconds.",
            ),
            Self::ExpireInMilliseconds => &Row(
                Error,
                CLAIMS,
                "expire_in_milliseconds\n\
                 A moment in the token counts milliseconds instead of seconds.\n\
                 Divide the clock's milliseconds by 1000 and write whole unix seconds.",
            ),
            Self::LifetimeNotPositive => &Row(
                Error,
                EXPIRED,
                "lifetime_not_positive\n\
                 The token expires no later than it was issued.\n\
                 Give a lifetime of at least one second, small enough not to overflow the \
                 expiry.",
            ),
            Self::ExpireMismatch => &Row(
                Error,
                FORMAT,
                "expire_mismatch\n\
                 The expiry in the token's envelope differs from the one in its claims.\n\
                 Mint a new token: this one was changed or made by a faulty generator.",
            ),
            Self::Expired => &Row(
                Error,
                EXPIRED,
                "expired\n\
                 The token expired {} seconds ago.\n\
                 Mint a new token, and renew tokens 30 seconds before they expire.",
            ),
            Self::ClockAhead => &Row(
                Error,
                REFUSED,
                "clock_ahead\n\
                 The token's moment of issue lies {} seconds in the future.\n\
                 Set the clock of the minting server, or of this machine, by a time service.",
            ),
            Self::UserIdMismatch => &Row(
                Error,
                USER_ID,
                "user_id_mismatch\n\
                 The token is for another user than the one expected or named in its kit \
                 part.\n\
                 Log in with the user id the token was minted for, letter by letter.",
            ),
            Self::PayloadIsNotText => &Row(
                Error,
                PAYLOAD,
                "payload_is_not_text\n\
                 The token's payload is an object or another JSON value instead of a text.\n\
                 Serialise the payload to JSON text before handing it to the generator.",
            ),
            Self::PrivilegeKeysNamed => &Row(
                Error,
                ROOM,
                "privilege_keys_named\n\
                 The privileges are keyed by names such as login and publish.\n\
                 Use the keys \"1\" for login and \"2\" for publish.",
            ),
            Self::StreamListEmpty => &Row(
                Error,
                PUBLISH,
                "stream_list_empty\n\
                 The stream_id_list is empty, which some servers read as any stream and \
                 others as none.\n\
                 Write null for any stream, or list the streams.",
            ),
            Self::PrivilegesMalformed => &Row(
                Error,
                PAYLOAD,
                "privileges_malformed\n\
                 The payload looks like privileges, but its {} is missing or malformed.\n\
                 Make the payload with RoomPrivileges: a room_id text, a privilege object \
                 whose values are 0 or 1, a stream_id_list of null or texts.",
            ),
            Self::UserIdEmpty => &Row(
                Error,
                USER_ID,
                "user_id_empty\n\
                 The token's user_id is empty.\n\
                 Check where the user id comes from, often a session without a user.",
            ),
            Self::UserIdTooLong => &Row(
                Error,
                USER_ID,
                "user_id_too_long\n\
                 The token's user_id has {} bytes, where 64 are allowed.\n\
                 Use a shorter user id, counted in bytes of UTF-8.",
            ),
            Self::UserIdHasNul => &Row(
                Error,
                USER_ID,
                "user_id_has_nul\n\
                 The token's user_id contains a NUL character.\n\
                 Remove it where the user id comes from, often a fixed-size buffer.",
            ),
            Self::PrivilegesAbsent => &Row(
                Error,
                ROOM,
                "privileges_absent\n\
                 A room or stream was expected, but the token carries no readable privileges.\n\
                 Mint a privilege token for the room.",
            ),
            Self::RoomNotAllowed => &Row(
                Error,
                LOGIN,
                "room_not_allowed\n\
                 The token does not allow logging in to the room expected or named in its kit \
                 part.\n\
                 Mint a token whose room_id is this room and whose privilege \"1\" is the \
                 integer 1.",
            ),
            Self::StreamNotAllowed => &Row(
                Error,
                PUBLISH,
                "stream_not_allowed\n\
                 The token does not allow publishing the expected stream.\n\
                 Mint a token whose privilege \"2\" is the integer 1 and whose stream_id_list \
                 is null or holds this stream.",
            ),
            Self::UserIdCharacters => &Row(
                Warning,
                USER_ID,
                "user_id_characters\n\
                 The token's user_id has characters outside the documented set.\n\
                 Use letters, digits and ~!@#$%^&*()_+-=`;',.<>\\ alone.",
            ),
            Self::RoomIdCharacters => &Row(
                Warning,
                LOGIN,
                "room_id_characters\n\
                 The token's room_id has characters outside the documented set.\n\
                 Use letters, digits and ~!@#$%^&*()_+-=`;',.<>\\ alone.",
            ),
            Self::StreamIdCharacters => &Row(
                Warning,
                PUBLISH,
                "stream_id_characters\n\
                 A stream id in the token has characters outside the documented set.\n\
                 Use letters, digits, - and _ alone.",
            ),
            Self::SecretNotGiven => &Row(
                Note,
                NONE,
                "secret_not_given\n\
                 Without the secret the claims were not looked at.\n\
                 Give the ServerSecret to have app, user, moments and privileges checked.",
            ),
            Self::ExpiresSoon => &Row(
                Note,
                &[6000108],
                "expires_soon\n\
                 Less than 30 seconds are left of the token's life.\n\
                 Renew the token now: the SDKs warn at this point.",
            ),
            Self::LifetimeOver24Days => &Row(
                Note,
                NONE,
                "lifetime_over_24_days\n\
                 The token lives {} seconds, more than the 24 days the chat product accepts.\n\
                 Mint shorter-lived tokens and renew them.",
            ),
            Self::UnauthenticatedMode => &Row(
                Note,
                NONE,
                "unauthenticated_mode\n\
                 This is a CBC token, and nothing protects its claims against changes.\n\
                 Mint GCM tokens where every client accepts them, above all when your own \
                 server verifies them.",
            ),
            Self::PrivilegeChecksNeedEnabling => &Row(
                Note,
                NONE,
                "privilege_checks_need_enabling\n\
                 Privileges take effect only after the vendor has enabled the check for the \
                 account.\n\
                 Ask the vendor's support to enable privilege checks, and test that a missing \
                 privilege is refused.",
            ),
            Self::TokenIsKit => &Row(
                Note,
                NONE,
                "token_is_kit\n\
                 This is a token of the web UI kit: a plain token, a # sign and who enters.\n\
                 Decode and verify what stands in front of the # sign; they refuse the whole.",
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
        let message = match id.message().split_once('{') {
            None => Cow::Borrowed(id.message()),
            Some((before, after)) => {
                let after = after.trim_start_matches('}');
                Cow::Owned([before, detail, after].concat())
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
            assert_eq!(id.row().2.lines().count(), 3, "{id}");
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
