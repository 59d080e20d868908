"""Tokens that cannot be read: 20, 23 and 24 of `decode`; 20, 38 and 24 of `verify`."""

import base64
import struct

import wire
from topics.common import (
    MODES,
    NOW,
    SECRET,
    TTL,
    WRONG,
    Topic,
    concat,
    decode_request,
    error,
    native,
    raw_bytes,
    real,
    repeat,
    token,
    utf16,
    verify_request,
)
from topics.plaintexts import WHOLE, not_claims

EXPIRE = NOW + TTL


def topic():
    """Every way in which a token cannot be read."""
    cases = Topic(
        "refusals", "Tokens that decode and verify refuse. Written by an independent encoder."
    )
    for name, text in malformed_texts():
        both(cases, f"text-{name}", text, 20)
    for name, envelope in malformed_envelopes():
        both(cases, f"envelope-{name}", wire.text_of(envelope), 20)
    add_undecodable_arguments(cases)
    for name, text in damaged_tokens():
        both(cases, f"damaged-{name}", text, 23, 38)
    for mode, code in (("cbc", 23), ("gcm", 24)):
        for name, plaintext in not_claims():
            both(cases, f"{mode}-{name}", token(mode, text=plaintext), code, 24)
    return cases


def both(cases, name, text, code, verify_code=None):
    """A token refused by decode and by verify."""
    cases.add(f"{name}/decode", decode_request(text), error(code))
    cases.add(f"{name}/verify", verify_request(text), error(verify_code or code))


def malformed_texts():
    """Strings that are not 04 and canonical base64."""
    whole = token()  # CBC; its base64 ends with padding
    assert whole.endswith("="), whole
    body = whole[2:]
    gcm = token("gcm")
    url_safe = find_url_safe()
    yield from (
        ("empty", ""),
        ("zero", "0"),
        ("version-alone", "04"),
        ("version-and-padding", "04===="),
        ("without-version", body),
        ("version-03", "03" + body),
        ("version-05", "05" + body),
        ("version-4", "4" + body),
        ("version-004", "004" + body),
        ("version-fullwidth", "\uff10\uff14" + body),
        ("version-twice", "04" + whole),
        ("space-before", " " + whole),
        ("space-behind", whole + " "),
        ("newline-before", "\n" + whole),
        ("newline-behind", whole + "\n"),
        ("crlf-behind", whole + "\r\n"),
        ("tab-behind", whole + "\t"),
        ("nul-behind", whole + "\0"),
        ("no-break-space-behind", whole + "\u00a0"),
        ("space-behind-version", "04 " + body),
        ("newline-inside", whole[:78] + "\n" + whole[78:]),
        ("space-inside", whole[:40] + " " + whole[40:]),
        ("byte-order-mark", "\ufeff" + whole),
        ("quoted", f'"{whole}"'),
        ("bearer", "Bearer " + whole),
        ("padding-missing", whole.rstrip("=")),
        ("padding-doubled", whole + "="),
        ("padding-quadrupled", whole + "===="),
        ("padding-in-the-middle", whole[:42] + "=" + whole[43:]),
        ("padding-as-dot", whole[:-1] + "."),
        ("url-safe", url_safe.replace("+", "-").replace("/", "_")),
        ("percent-encoded", url_safe.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")),
        ("plus-became-space", url_safe.replace("+", " ")),
        ("last-character-missing", whole[:-1]),
        ("cut-in-half", whole[: len(whole) // 2]),
        ("cut-by-a-quantum", whole[:-4]),
        ("one-more-quantum", gcm + "AAAA"),
        ("one-character-more", gcm + "A"),
        ("foreign-character", whole[:20] + "*" + whole[21:]),
        ("accented-character", whole[:20] + "\u00e9" + whole[21:]),
        ("emoji", whole[:20] + "\U0001f389" + whole[21:]),
        ("twice", whole + whole),
        ("kit-token", whole + "#" + base64.b64encode(b'{"userID":"user1"}').decode()),
        ("kit-token-empty", whole + "#"),
        ("secret-in-front", SECRET + "#" + base64.b64encode(b'{"userID":"user1"}').decode()),
        (
            "jwt",
            "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoidXNlcjEifQ.c2lnbmF0dXJlLW9mLTMyLWJ5dGVzLWhlcmUhIQ",
        ),
        ("hmac", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("word", "undefined"),
    )
    yield from loose_ends(gcm, whole)
    # One byte longer than the longest token, whatever it contains; and much longer.
    yield "one-too-long", concat("04", repeat("A", 87417))
    yield "a-quantum-too-long", concat("04", repeat("A", 87420))
    yield "far-too-long", concat("04", repeat("A", 200000))


def loose_ends(*texts):
    """Strings whose last character has unused bits set: not canonical."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for text in texts:
        padding = text.count("=")
        if padding:
            at = len(text) - padding - 1
            last = alphabet[alphabet.index(text[at]) | 1]
            if last == text[at]:
                last = alphabet[alphabet.index(text[at]) ^ 2]
            yield f"loose-end-{padding}", text[:at] + last + "=" * padding


def find_url_safe():
    """A token whose base64 contains both characters that the url-safe alphabet replaces."""
    number = 0
    while True:
        text = token(nonce=number)
        if "+" in text and "/" in text:
            return text
        number += 1


def malformed_envelopes():
    """Envelopes whose lengths do not add up to the end, or do not fit the mode."""
    iv16, iv12 = b"i" * 16, b"i" * 12
    cbc = wire.encrypt(WHOLE.encode(), SECRET.encode(), "cbc", iv16)
    gcm = wire.encrypt(WHOLE.encode(), SECRET.encode(), "gcm", iv12)
    one = b"\x01"
    whole_cbc = wire.envelope(EXPIRE, iv16, cbc)
    for length in (1, 7, 8, 9, 10, 11, 25, 26, 27, 28):
        yield f"of-{length}-bytes", whole_cbc[:length]
    yield "cbc-last-byte-missing", whole_cbc[:-1]
    yield "cbc-last-block-missing", whole_cbc[:-16]
    for name, tail in (
        ("mode-0", b"\0"),
        ("mode-1", one),
        ("mode-2", b"\x02"),
        ("two-bytes", b"\0\0"),
        ("a-block", b"\0" * 16),
    ):
        yield f"cbc-followed-by-{name}", wire.envelope(EXPIRE, iv16, cbc, tail)
    for length in (0, 1, 8, 12, 15, 17, 24, 32):
        yield f"cbc-iv-of-{length}", wire.envelope(EXPIRE, b"i" * length, cbc)
        if length != 12:
            yield f"gcm-iv-of-{length}", wire.envelope(EXPIRE, b"i" * length, gcm, one)
    yield "gcm-iv-of-16", wire.envelope(EXPIRE, iv16, gcm[:-1] if len(gcm) % 16 else gcm, one)
    yield "gcm-without-mode", wire.envelope(EXPIRE, iv12, gcm)
    for mode in (0, 2, 3, 4, 128, 255):
        yield f"gcm-mode-{mode}", wire.envelope(EXPIRE, iv12, gcm, bytes([mode]))
    yield "gcm-mode-twice", wire.envelope(EXPIRE, iv12, gcm, one + one)
    yield "gcm-mode-as-u16", wire.envelope(EXPIRE, iv12, gcm, b"\0\x01")
    yield "cbc-empty", wire.envelope(EXPIRE, iv16, b"")
    for length in (1, 15, 17, 31, 100):
        yield f"cbc-ciphertext-of-{length}", wire.envelope(EXPIRE, iv16, b"c" * length)
    for length in (0, 1, 15):
        yield f"gcm-ciphertext-of-{length}", wire.envelope(EXPIRE, iv12, b"c" * length, one)
    for mode, iv, ciphertext, tail in (("cbc", iv16, cbc, b""), ("gcm", iv12, gcm, one)):
        for name, length in (
            ("0", 0),
            ("one-less", len(ciphertext) - 1),
            ("a-block-less", len(ciphertext) - 16),
            ("one-more", len(ciphertext) + 1),
            ("a-block-more", len(ciphertext) + 16),
            ("65535", 65535),
        ):
            lying = wire.envelope(EXPIRE, iv, ciphertext, tail, ciphertext_length=length)
            yield f"{mode}-ciphertext-length-{name}", lying
        for name, length in (
            ("0", 0),
            ("one-less", len(iv) - 1),
            ("one-more", len(iv) + 1),
            ("little-endian", len(iv) << 8),
            ("65535", 65535),
        ):
            lying = wire.envelope(EXPIRE, iv, ciphertext, tail, iv_length=length)
            yield f"{mode}-iv-length-{name}", lying
    little_endian = struct.pack("<qH", EXPIRE, 16) + iv16 + struct.pack("<H", len(cbc)) + cbc
    yield "little-endian", little_endian
    yield "expire-as-i32", struct.pack(">iH", EXPIRE, 16) + iv16 + struct.pack(">H", len(cbc)) + cbc
    # Lengths of 32 bits, as in the old version 03.
    long_lengths = struct.pack(">qI", EXPIRE, 16) + iv16 + struct.pack(">I", len(cbc)) + cbc
    yield "lengths-of-32-bits", long_lengths


def add_undecodable_arguments(cases):
    """Token arguments that are not strings."""
    whole = token()
    for name, value, needs in (
        ("bytes", raw_bytes(b"04\xff\xfe"), ["bytes"]),
        ("bytes-behind", raw_bytes(whole.encode() + b"\xff"), ["bytes"]),
        ("surrogate", utf16("003000340041d800"), ["utf16"]),
        ("null", None, ["null_text"]),
        ("number", 4, ["dynamic_types"]),
        ("true", True, ["dynamic_types"]),
        ("float", real("0.4"), ["dynamic_types"]),
        ("list", native('["04"]'), ["dynamic_types"]),
        ("object", native('{"token":"04"}'), ["dynamic_types"]),
    ):
        cases.add(f"argument-{name}/decode", decode_request(value), error(20), needs)
        cases.add(f"argument-{name}/verify", verify_request(value), error(20), needs)


def damaged_tokens():
    """Well-formed envelopes that do not decrypt."""
    for mode in MODES:
        yield f"{mode}-wrong-secret", token(mode, WRONG)
    envelope = wire.bytes_of(token("gcm"))
    for name, at in (
        ("iv", 10),
        ("iv-end", 21),
        ("ciphertext", 24),
        ("middle", 60),
        ("tag", -17),
        ("tag-end", -2),
    ):
        flipped = bytearray(envelope)
        flipped[at] ^= 1
        yield f"gcm-{name}-flipped", wire.text_of(bytes(flipped))
    yield "gcm-tag-zeroed", wire.text_of(envelope[:-17] + bytes(16) + envelope[-1:])
    key, iv = SECRET.encode(), b"p" * 16
    body = WHOLE.encode().ljust(160, b" ")[:160]
    for name, padded in (
        ("0", body + b"\0" * 16),
        ("17", body + b"\x11" * 16),
        ("255", body + b"\xff" * 16),
        ("inconsistent", body + b" " * 12 + b"\x01\x02\x03\x04"),
        ("one-byte-off", body + b"\x0f" + b"\x10" * 15),
        ("of-spaces", body),
    ):
        sealed = wire.encrypt_cbc_blocks(padded, key, iv)
        yield f"cbc-padding-{name}", wire.text_of(wire.envelope(EXPIRE, iv, sealed))
    shuffled = wire.bytes_of(token())
    swapped = shuffled[:28] + shuffled[44:60] + shuffled[28:44] + shuffled[60:]
    yield "cbc-blocks-swapped", wire.text_of(swapped)
    flipped = bytearray(shuffled)
    flipped[10] ^= 1  # the opening brace
    yield "cbc-first-byte-flipped", wire.text_of(bytes(flipped))
    random_blocks = wire.envelope(EXPIRE, iv, b"0123456789abcdef" * 4)
    yield "cbc-not-encrypted", wire.text_of(random_blocks)
    yield "gcm-not-encrypted", wire.text_of(wire.envelope(EXPIRE, b"i" * 12, b"0" * 64, b"\x01"))
    # The mode selects the cipher: the same ciphertext in the envelope of the other mode.
    gcm_body = wire.encrypt(b" " * 16, key, "gcm", b"i" * 12)
    yield "gcm-body-as-cbc", wire.text_of(wire.envelope(EXPIRE, iv, gcm_body))
    cbc_body = wire.encrypt(WHOLE.encode(), key, "cbc", iv)
    yield "cbc-body-as-gcm", wire.text_of(wire.envelope(EXPIRE, b"i" * 12, cbc_body, b"\x01"))
