//! The findings: one table of ids, severities, messages, advice and client codes.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use crate::json::{self, ObjectWriter};

/// How severe a finding is; ordered from a note to critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Works with some of the vendor's servers and SDKs, but may fail with others.
    Warning,
    /// The token is refused, or does not do what was intended.
    Error,
    /// A secret was leaked.
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

/// Declares the kinds of findings, one row each: documentation, variant, stable name, the codes of
/// the vendor's client SDKs, message and advice. The rows are in the order of a report, most likely
/// cause first.
macro_rules! findings {
    ($($severity:ident { $($(#[$doc:meta])* $id:ident: $name:literal, $codes:expr, $message:literal, $advice:literal;)* })*) => {
        /// The kinds of findings, in the order of a report: most likely cause first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum FindingId {
            $($($(#[$doc])* $id,)*)*
        }

        impl FindingId {
            /// Every kind, most likely cause first.
            pub const ALL: &'static [FindingId] = &[$($(FindingId::$id,)*)*];

            const fn row(self) -> Row {
                match self {
                    $($(FindingId::$id => Row {
                        name: $name,
                        severity: Severity::$severity,
                        sdk_codes: $codes,
                        message: $message,
                        advice: $advice,
                    },)*)*
                }
            }
        }
    };
}

struct Row {
    name: &'static str,
    severity: Severity,
    sdk_codes: &'static [i32],
    /// `{}` is replaced by a number or the name of a field.
    message: &'static str,
    advice: &'static str,
}

// The codes that clients report: native SDKs (100…), the web SDK (110…), ZIM (600…).
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

const RENEW: &[i32] = &[6000108];
const NONE: &[i32] = &[];

findings! {
    Critical {
        /// A ServerSecret instead of a token: everyone who has seen it can mint tokens.
        ServerSecretExposed: "server_secret_exposed", REFUSED,
            "This is a ServerSecret instead of a token, so everyone who receives it can mint tokens for any user.",
            "Rotate the ServerSecret in the console now, keep it on the server, and send the client a token minted there.";
    }
    Error {
        /// There is no token, or what a language prints for a missing value (`null`, `undefined`).
        TokenMissing: "token_missing", MISSING,
            "There is no token.",
            "Check that the app server returns a token and that the client passes it on.";
        /// A JSON Web Token.
        TokenIsJwt: "token_is_jwt", VERSION,
            "This is a JSON Web Token, not a Token04.",
            "Mint a Token04 with the ServerSecret; JWT libraries cannot make one.";
        /// A bare digest, in hex or base64.
        TokenIsHmac: "token_is_hmac", VERSION,
            "This is a bare digest or key, such as an HMAC or a hash, not a Token04.",
            "Mint a Token04: it is encrypted with the ServerSecret, not signed or hashed.";
        /// A token of the previous version.
        TokenIsToken03: "token_is_token03", VERSION,
            "This is a token of the older version 03.",
            "Mint a Token04; current SDKs and servers expect it to begin with 04.";
        /// A token that does not begin with `04`.
        TokenVersionUnknown: "token_version_unknown", VERSION,
            "The token does not begin with 04, its version.",
            "Pass the generator's result unchanged, including its first two characters.";
        /// `Bearer ` in front of the token.
        TokenHasBearerPrefix: "token_has_bearer_prefix", FORMAT,
            "The word Bearer is in front of the token.",
            "Pass the token alone: SDKs do not accept an HTTP header.";
        /// White space around or inside the token.
        TokenHasWhiteSpace: "token_has_white_space", FORMAT,
            "There is white space around or inside the token.",
            "Pass the token on one line with nothing around it; if spaces replaced plus signs, percent-encode the token when it is sent in a URL.";
        /// Quotes around the token.
        TokenQuoted: "token_quoted", FORMAT,
            "There are quotes around the token.",
            "Parse the server's response as JSON instead of using the raw body.";
        /// Percent escapes in the token.
        TokenUrlEncoded: "token_url_encoded", FORMAT,
            "The token is still percent-encoded.",
            "Decode the URL parameter once before passing the token on.";
        /// `-` and `_` where standard base64 has `+` and `/`.
        TokenUrlSafeBase64: "token_url_safe_base64", FORMAT,
            "The token is written in url-safe base64, with - and _.",
            "Use standard base64 with + and / and with its padding.";
        /// The end of the token is missing.
        TokenTruncated: "token_truncated", FORMAT,
            "The end of the token, perhaps only its = padding, is missing.",
            "Look for a database column, header or log line that truncates long strings, and for code that strips the padding.";
        /// The token's base64 or its envelope is damaged.
        TokenMalformed: "token_malformed", FORMAT,
            "The string is not 04 followed by the canonical base64 of a complete envelope.",
            "Pass the generator's result unchanged, and mint tokens with a current generator.";
        /// A web UI kit token where a plain one is expected.
        KitTokenWherePlainDue: "kit_token_where_plain_due", FORMAT,
            "This is a token of the web UI kit, but a plain token is expected.",
            "Pass the part before the # sign, or the token as the server minted it.";
        /// A plain token where one of the web UI kit is expected.
        PlainTokenWhereKitDue: "plain_token_where_kit_due", FORMAT,
            "This is a plain token, but one of the web UI kit is expected.",
            "Wrap the token with kit_token, or in the client with generateKitTokenForProduction.";
        /// The part after the `#` of a kit token cannot be read.
        KitPartMalformed: "kit_part_malformed", FORMAT,
            "The part after the # sign is not the base64 of an object with userID, roomID, userName and appID.",
            "Wrap the token with kit_token instead of joining the parts by hand.";
        /// The secret is 64 hex characters: an AppSign.
        SecretIsAppSign: "secret_is_app_sign", SECRET,
            "The given secret is 64 hex characters, which is an AppSign and not the ServerSecret.",
            "Use the ServerSecret of 32 characters from the console.";
        /// The token's key and the given secret differ by hex-decoding.
        SecretWasHexDecoded: "secret_was_hex_decoded", SECRET,
            "One side used the secret as a string, and the other side hex-decoded it.",
            "Use the 32 characters of the secret unchanged, without decoding them.";
        /// White space around the secret.
        SecretHasWhiteSpace: "secret_has_white_space", SECRET,
            "There is white space around the given secret.",
            "Remove it where the secret is stored, often a trailing line break in a file or an environment variable.";
        /// Quotes around the secret.
        SecretQuoted: "secret_quoted", SECRET,
            "There are quotes around the given secret.",
            "Remove them where the secret is stored: some tools take the quotes of an environment file literally.";
        /// The secret is not 32 bytes.
        SecretLengthWrong: "secret_length_wrong", SECRET,
            "The given secret has {} bytes, but a ServerSecret has 32.",
            "Copy the whole ServerSecret from the console again.";
        /// The token is for another app than the one expected or the one named in its kit part.
        AppIdMismatch: "app_id_mismatch", APP_ID,
            "The token is for another app than the one expected or named in its kit part.",
            "Use the app id and the ServerSecret of the same project on the server and in the client.";
        /// The secret does not decrypt the token.
        DecryptFailed: "decrypt_failed", SECRET,
            "The given secret does not decrypt the token: it is another app's secret or an old one, or the token is damaged.",
            "Compare the secret with the one that the console shows for this app, and mint a new token.";
        /// `app_id` is a JSON string.
        AppIdIsString: "app_id_is_string", APP_ID,
            "The token's app_id is a string instead of a number.",
            "Convert the app id to an integer where it is read, such as from an environment variable.";
        /// `app_id` is `null` (which is what JavaScript writes for NaN) or not an integer.
        AppIdIsNotANumber: "app_id_is_not_a_number", APP_ID,
            "The token's app_id is missing or not an integer; JavaScript writes null for NaN.",
            "Check that the app id is set where the token is minted, and that it converts to an integer.";
        /// `app_id` is outside `1..=4294967295`.
        AppIdOutOfRange: "app_id_out_of_range", APP_ID,
            "The token's app_id is outside 1 to 4294967295.",
            "Use the app id from the console, and store it in an unsigned or 64-bit integer.";
        /// The content is not a JSON object of claims, or a claim is missing or of another type.
        ClaimsInvalid: "claims_invalid", CLAIMS,
            "The token decrypts, but not to the claims of a Token04: {} is missing, duplicated or of the wrong type.",
            "Mint the token with a current generator instead of assembling it by hand.";
        /// `expire` is a lifetime instead of a timestamp.
        ExpireIsRelative: "expire_is_relative", EXPIRED,
            "The token's expire is a lifetime of {} seconds instead of a timestamp.",
            "Write the time of issue plus the lifetime, as a unix timestamp in seconds.";
        /// A timestamp is in milliseconds instead of seconds.
        ExpireInMilliseconds: "expire_in_milliseconds", CLAIMS,
            "A timestamp in the token is in milliseconds instead of seconds.",
            "Divide the clock's milliseconds by 1000 and write whole unix seconds.";
        /// `expire` is not after `ctime`.
        LifetimeNotPositive: "lifetime_not_positive", EXPIRED,
            "The token expires no later than it was issued.",
            "Pass a lifetime of at least one second that is small enough not to overflow the expiry.";
        /// The envelope's expiry differs from that of the claims.
        ExpireMismatch: "expire_mismatch", FORMAT,
            "The expiry in the token's envelope differs from the one in its claims.",
            "Mint a new token: this one was changed or made by a faulty generator.";
        /// The token has expired.
        Expired: "expired", EXPIRED,
            "The token expired {} seconds ago.",
            "Mint a new token, and renew tokens 30 seconds before they expire.";
        /// The time of issue is in the future.
        ClockAhead: "clock_ahead", REFUSED,
            "The token's time of issue is {} seconds in the future.",
            "Synchronise the clock of the minting server, or of this machine, with a time service.";
        /// The token is for another user than the one expected or the one named in its kit part.
        UserIdMismatch: "user_id_mismatch", USER_ID,
            "The token is for another user than the one expected or named in its kit part.",
            "Log in with the user id the token was minted for, letter by letter.";
        /// `payload` is an object, a list, a number or a boolean.
        PayloadIsNotText: "payload_is_not_text", PAYLOAD,
            "The token's payload is an object or another JSON value instead of a string.",
            "Serialise the payload to a JSON string before you pass it to the generator.";
        /// The privileges are keyed `login` and `publish` instead of `1` and `2`.
        PrivilegeKeysNamed: "privilege_keys_named", ROOM,
            "The privileges are keyed by names such as login and publish.",
            "Use the keys \"1\" for login and \"2\" for publish.";
        /// `stream_id_list` is `[]`.
        StreamListEmpty: "stream_list_empty", PUBLISH,
            "The stream_id_list is empty, which some servers read as any stream and others as none.",
            "Write null for any stream, or list the streams.";
        /// The payload looks like privileges but is malformed.
        PrivilegesMalformed: "privileges_malformed", PAYLOAD,
            "The payload looks like privileges, but its {} is missing or malformed.",
            "Make the payload with RoomPrivileges: a room_id string, a privilege object whose values are 0 or 1, a stream_id_list of null or strings.";
        /// `user_id` is empty.
        UserIdEmpty: "user_id_empty", USER_ID,
            "The token's user_id is empty.",
            "Check where the user id comes from, often a session without a user.";
        /// `user_id` is over 64 bytes.
        UserIdTooLong: "user_id_too_long", USER_ID,
            "The token's user_id has {} bytes, but at most 64 are allowed.",
            "Use a shorter user id; its length is counted in bytes of UTF-8.";
        /// `user_id` contains a NUL.
        UserIdHasNul: "user_id_has_nul", USER_ID,
            "The token's user_id contains a NUL character.",
            "Remove it where the user id comes from, often a fixed-size buffer.";
        /// A room or stream was expected, and the token carries no privileges.
        PrivilegesAbsent: "privileges_absent", ROOM,
            "A room or stream was expected, but the token carries no readable privileges.",
            "Mint a privilege token for the room.";
        /// The token does not allow logging in to the expected room, or is for another room than
        /// its kit part names.
        RoomNotAllowed: "room_not_allowed", LOGIN,
            "The token does not allow logging in to the room expected or named in its kit part.",
            "Mint a token whose room_id is this room and whose privilege \"1\" is the integer 1.";
        /// The token does not allow publishing the expected stream.
        StreamNotAllowed: "stream_not_allowed", PUBLISH,
            "The token does not allow publishing the expected stream.",
            "Mint a token whose privilege \"2\" is the integer 1 and whose stream_id_list is null or contains this stream.";
    }
    Warning {
        /// `user_id` has characters outside the documented set.
        UserIdCharacters: "user_id_characters", USER_ID,
            "The token's user_id has characters outside the documented set.",
            "Use only letters, digits and ~!@#$%^&*()_+-=`;',.<>\\ in it.";
        /// The room id has characters outside the documented set.
        RoomIdCharacters: "room_id_characters", LOGIN,
            "The token's room_id has characters outside the documented set.",
            "Use only letters, digits and ~!@#$%^&*()_+-=`;',.<>\\ in it.";
        /// A stream id has characters outside the documented set.
        StreamIdCharacters: "stream_id_characters", PUBLISH,
            "A stream id in the token has characters outside the documented set.",
            "Use only letters, digits, - and _ in it.";
        /// The current time is out of range, so times were not checked.
        NowInvalid: "now_invalid", NONE,
            "The current time is not a unix timestamp in seconds from 0 to 253402300799, so times were not checked.",
            "Pass the time in seconds, not in milliseconds.";
    }
    Note {
        /// No secret was given, so the claims were not read.
        SecretNotGiven: "secret_not_given", NONE,
            "No secret was given, so the claims were not read.",
            "Pass the ServerSecret to check the app, user, times and privileges as well.";
        /// The token expires in less than 30 seconds.
        ExpiresSoon: "expires_soon", RENEW,
            "The token expires in less than 30 seconds.",
            "Renew the token now: the SDKs warn at this point.";
        /// The lifetime is longer than the chat product accepts.
        LifetimeOver24Days: "lifetime_over_24_days", NONE,
            "The token's lifetime is {} seconds, more than the 24 days that the chat product accepts.",
            "Mint shorter-lived tokens and renew them.";
        /// The token decrypts, but this library did not make it under this secret.
        ForeignToken: "foreign_token", NONE,
            "The token was not made by this library under this secret: its IV is not derived from its content.",
            "Mint tokens with this library if your own server verifies them; verify refuses all others.";
        /// Privileges take effect only after the vendor has enabled the check.
        PrivilegeChecksNeedEnabling: "privilege_checks_need_enabling", NONE,
            "Privileges take effect only after the vendor has enabled the check for the account.",
            "Ask the vendor's support to enable privilege checks, and test that a missing privilege is refused.";
        /// A token of the web UI kit, where no kind was expected.
        TokenIsKit: "token_is_kit", NONE,
            "This is a token of the web UI kit: a plain token, a # sign, and the user and room.",
            "Pass only the part before the # sign to decode and verify: they refuse the whole string.";
    }
}

impl FindingId {
    /// The stable name, in snake case.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Its severity.
    pub const fn severity(self) -> Severity {
        self.row().severity
    }

    /// One sentence: what was found, with `{}` for a number or a field.
    pub const fn message(self) -> &'static str {
        self.row().message
    }

    /// One sentence: what to do.
    pub const fn advice(self) -> &'static str {
        self.row().advice
    }

    /// The codes with which the vendor's client SDKs (native, web and chat) report this; empty if
    /// none does.
    pub const fn sdk_codes(self) -> &'static [i32] {
        self.row().sdk_codes
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
    /// What kind of finding; [`FindingId::name`] is its stable name.
    pub id: FindingId,
    /// How severe it is; a property of its id.
    pub severity: Severity,
    /// One sentence: what was found. It may contain a length or a time difference.
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

    /// A finding whose message contains a length or a time difference.
    pub(super) fn add_number(&mut self, id: FindingId, number: i64) {
        self.add_about(id, &json::text(|out| json::write_integer(out, number)));
    }

    /// Whether there is a finding of these kinds, which are consecutive.
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
        findings.add(FindingId::ForeignToken);
        findings.add_number(FindingId::Expired, 5);
        findings.add(FindingId::TokenQuoted);
        findings.add_number(FindingId::Expired, 6);
        let found = findings.into_vec();
        let ids: Vec<_> = found.iter().map(|finding| finding.id).collect();
        assert_eq!(ids, [FindingId::TokenQuoted, FindingId::Expired, FindingId::ForeignToken]);
        assert_eq!(found[1].message, "The token expired 5 seconds ago.");
    }

    #[test]
    fn severities_have_an_order() {
        assert!(Severity::Note < Severity::Warning && Severity::Error < Severity::Critical);
        assert_eq!(Severity::Critical.to_string(), "critical");
    }
}
