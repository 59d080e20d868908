//! Reads the envelope from a string that was passed as a token, repairing what can be repaired.

use super::ExplainInput;
use super::findings::{FindingId, Findings};
use super::peel::{is_hex, peel, position};
use crate::base64;
use crate::envelope::Envelope;
use crate::inspect::{plain_token, split_kit};
use crate::kit::InspectedKit;
use crate::mode::Mode;
use crate::text::{TEXT_MAX_BYTES, TOKEN_MAX_BYTES, VERSION, among, hex_byte, percent_decoded};

/// A ServerSecret is alphanumeric and this long: how it is recognised before a `#`.
const BARE_SECRET_BYTES: usize = 32;
/// Secrets outside these lengths are not searched for in the token: shorter ones can occur by
/// chance, and longer ones are something else.
const SEARCHED_SECRET_BYTES: std::ops::RangeInclusive<usize> = 16..=64;
/// What languages print for a missing value.
const NOTHING: [&[u8]; 7] =
    [b"null", b"undefined", b"None", b"nil", b"NaN", b"[object Object]", b"[object Promise]"];
/// Lengths of digests in bytes: MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
const DIGEST_BYTES: [usize; 6] = [16, 20, 28, 32, 48, 64];

/// What was read from the string.
#[derive(Default)]
pub(super) struct TokenText {
    /// The bytes of a well-formed envelope.
    pub(super) envelope: Option<Vec<u8>>,
    /// The second part of a kit token.
    pub(super) kit: Option<InspectedKit>,
}

pub(super) fn read(input: &ExplainInput<'_>, findings: &mut Findings) -> TokenText {
    let mut read = TokenText::default();
    // Percent-encoding at most triples the length: a longer string is none of the below.
    if input.token.len() > TEXT_MAX_BYTES {
        findings.add(FindingId::TokenMalformed);
        return read;
    }
    let text = repaired(input.token, findings);
    if text.is_empty() || NOTHING.contains(&text.as_slice()) {
        findings.add(FindingId::TokenMissing);
        return read;
    }
    let (plain, part) = split_kit(&text);
    if secret_is_shown(&text, plain, part, input.secret) {
        findings.add(FindingId::ServerSecretExposed);
        return read;
    }
    read.envelope = read_plain(plain, findings);
    let Some(part) = part else {
        let due = input.kit == Some(true) && plain.starts_with(VERSION.as_bytes());
        findings.add_if(due, FindingId::PlainTokenWhereKitDue);
        return read;
    };
    findings.add_if(input.kit == Some(false), FindingId::KitTokenWherePlainDue);
    findings.add_if(input.kit.is_none(), FindingId::TokenIsKit);
    read.kit = InspectedKit::read(part);
    findings.add_if(read.kit.is_none(), FindingId::KitPartMalformed);
    read
}

/// The string without anything that does not belong to a token.
fn repaired(token: &[u8], findings: &mut Findings) -> Vec<u8> {
    let mut text = peeled(token, findings).to_vec();
    let decoded = percent_decoded(&text).filter(|decoded| decoded.len() < text.len());
    if let Some(decoded) = decoded {
        findings.add(FindingId::TokenUrlEncoded);
        text = peeled(&decoded, findings).to_vec();
    }
    if text.iter().any(u8::is_ascii_whitespace) && !NOTHING.contains(&text.as_slice()) {
        findings.add(FindingId::TokenHasWhiteSpace);
        // A form decoder turns a plus sign into a space.
        let mut with_plus = text.clone();
        with_plus.iter_mut().filter(|byte| **byte == b' ').for_each(|byte| *byte = b'+');
        with_plus.retain(|byte| !byte.is_ascii_whitespace());
        if plain_token(split_kit(&with_plus).0).is_ok() {
            return with_plus;
        }
        text.retain(|byte| !byte.is_ascii_whitespace());
    }
    text
}

/// The string without white space, quotes and `Bearer` around it.
fn peeled<'t>(text: &'t [u8], findings: &mut Findings) -> &'t [u8] {
    let outer = peel(text);
    let mut inner = outer;
    if let Some((word, rest)) = outer.bare.split_at_checked("bearer ".len())
        && word.eq_ignore_ascii_case(b"bearer ")
    {
        findings.add(FindingId::TokenHasBearerPrefix);
        inner = peel(rest);
    }
    findings.add_if(outer.had_white_space || inner.had_white_space, FindingId::TokenHasWhiteSpace);
    findings.add_if(outer.had_quotes || inner.had_quotes, FindingId::TokenQuoted);
    inner.bare
}

/// Whether the string contains a ServerSecret: the given one anywhere, or any before the `#`.
fn secret_is_shown(text: &[u8], plain: &[u8], part: Option<&[u8]>, secret: Option<&[u8]>) -> bool {
    if part.is_some()
        && plain.len() == BARE_SECRET_BYTES
        && plain.iter().all(u8::is_ascii_alphanumeric)
    {
        return true;
    }
    let secret = peel(secret.unwrap_or_default()).bare;
    if !SEARCHED_SECRET_BYTES.contains(&secret.len()) {
        return false;
    }
    let shows = |text: &[u8]| position(text, secret).is_some();
    shows(text) || part.and_then(base64::decode).is_some_and(|p| shows(&p))
}

/// Reads what should be a plain token and says what it is instead.
fn read_plain(plain: &[u8], findings: &mut Findings) -> Option<Vec<u8>> {
    if plain_token(plain).is_ok() {
        return crate::text::read(plain).ok();
    }
    if plain.starts_with(b"ey") && among(plain, b'.') {
        findings.add(FindingId::TokenIsJwt);
        return None;
    }
    if is_hex(plain) && DIGEST_BYTES.contains(&(plain.len() / 2)) && plain.len().is_multiple_of(2) {
        findings.add(FindingId::TokenIsHmac);
        return None;
    }
    if let Some(body) = plain.strip_prefix(VERSION.as_bytes()) {
        return read_body(body, plain.len(), findings);
    }
    if plain.starts_with(b"03") {
        findings.add(FindingId::TokenIsToken03);
        return None;
    }
    let decoded = base64::decode_leniently(&standard_alphabet(plain)).unwrap_or_default();
    if Envelope::parse(&decoded).is_ok() {
        findings.add(FindingId::TokenVersionUnknown);
        return Some(decoded);
    }
    let numbered = plain.iter().take(2).filter(|byte| byte.is_ascii_digit()).count() == 2;
    findings.add(if DIGEST_BYTES.contains(&decoded.len()) {
        FindingId::TokenIsHmac
    } else if numbered {
        FindingId::TokenVersionUnknown
    } else {
        FindingId::TokenMalformed
    });
    None
}

/// Reads base64 after `04` that is not canonical, or not that of an envelope.
fn read_body(body: &[u8], token_bytes: usize, findings: &mut Findings) -> Option<Vec<u8>> {
    let mut standard = standard_alphabet(body);
    let url_safe = standard != body;
    findings.add_if(url_safe, FindingId::TokenUrlSafeBase64);
    let padding = standard.iter().rev().take_while(|byte| **byte == b'=').count();
    standard.truncate(standard.len() - padding);
    if standard.len() % 4 == 1 {
        standard.pop(); // six bits of a byte whose rest was cut off
    }
    let decoded = base64::decode_leniently(&standard);
    let whole = decoded.as_deref().is_some_and(|bytes| Envelope::parse(bytes).is_ok());
    let cut_short = match decoded.as_deref() {
        None => false,
        Some(_) if whole => !(standard.len() + padding).is_multiple_of(4),
        Some(bytes) => is_cut_short(bytes),
    };
    if token_bytes > TOKEN_MAX_BYTES {
        findings.add(FindingId::TokenMalformed);
    } else if !(whole && url_safe) {
        findings.add(if cut_short { FindingId::TokenTruncated } else { FindingId::TokenMalformed });
    }
    decoded.filter(|_| whole)
}

/// Base64 with `-` and `_` replaced by what the standard alphabet has.
fn standard_alphabet(text: &[u8]) -> Vec<u8> {
    let standard = |byte: &u8| match *byte {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    };
    text.iter().map(standard).collect()
}

/// Whether bytes are the beginning of an envelope.
fn is_cut_short(bytes: &[u8]) -> bool {
    let [_, _, _, _, _, _, _, _, high, low, rest @ ..] = bytes else {
        return true;
    };
    let iv_bytes = usize::from(u16::from_be_bytes([*high, *low]));
    let Some(mode) = Mode::ALL.into_iter().find(|mode| mode.iv_bytes() == iv_bytes) else {
        return false;
    };
    let Some([high, low, rest @ ..]) = rest.get(iv_bytes..) else {
        return true;
    };
    let ciphertext_bytes = usize::from(u16::from_be_bytes([*high, *low]));
    rest.len() < ciphertext_bytes + crate::envelope::trailer(mode).len()
}

/// The bytes that hex digits encode; `None` if they are not hex digits.
pub(super) fn hex_decoded(digits: &[u8]) -> Option<Vec<u8>> {
    let (pairs, []) = digits.as_chunks() else { return None };
    let mut bytes = Vec::with_capacity(pairs.len());
    for pair in pairs {
        bytes.push(hex_byte(*pair)?);
    }
    Some(bytes)
}
