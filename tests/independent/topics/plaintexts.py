"""Plaintexts that are claims, and plaintexts that are not: shared by decode and refusals."""

import json

from topics.common import NONCE, NOW, TTL, claims

EXPIRE = NOW + TTL
WHOLE = json.dumps(claims(), separators=(",", ":"))
# The JSON of each member, to be replaced or repeated.
MEMBERS = {
    "app_id": '"app_id":1234567890',
    "user_id": '"user_id":"user1"',
    "nonce": f'"nonce":{NONCE}',
    "ctime": f'"ctime":{NOW}',
    "expire": f'"expire":{EXPIRE}',
    "payload": '"payload":""',
}


def with_value(key, text):
    """The whole plaintext with another JSON value for one key."""
    return WHOLE.replace(MEMBERS[key], f'"{key}":{text}')


def with_extra(member):
    """The whole plaintext with one more member at its end."""
    return WHOLE[:-1] + "," + member + "}"


def without(key):
    """The whole plaintext without a key."""
    kept = [text for name, text in MEMBERS.items() if name != key]
    return "{" + ",".join(kept) + "}"


def not_claims():
    """(name, plaintext) of everything that cannot be read as claims."""
    yield "empty", ""
    for name, text in (
        ("white-space", "   "),
        ("null", "null"),
        ("true", "true"),
        ("number", "1234567890"),
        ("string", '"text"'),
        ("list", "[]"),
        ("list-of-the-object", f"[{WHOLE}]"),
        ("empty-object", "{}"),
        ("text", "hello"),
        ("nul-bytes", "\0" * 16),
    ):
        yield f"json-{name}", text
    yield "two-objects", WHOLE + WHOLE
    yield "object-then-text", WHOLE + " x"
    yield "object-then-nul", WHOLE + "\0"
    yield "object-then-brace", WHOLE + "}"
    yield "byte-order-mark", "\ufeff" + WHOLE
    yield "unclosed", WHOLE[:-1]
    yield "cut-in-a-string", WHOLE[:30]
    yield "trailing-comma", WHOLE[:-1] + ",}"
    yield "missing-comma", WHOLE.replace(',"nonce"', '"nonce"')
    yield "missing-colon", WHOLE.replace('"nonce":', '"nonce"')
    yield "single-quotes", WHOLE.replace('"', "'")
    yield "bare-keys", WHOLE.replace('"nonce"', "nonce")
    yield "comment", WHOLE.replace("{", "{/* c */", 1)
    yield "utf-16", WHOLE.encode("utf-16-le")
    yield from wrong_integers()
    for key in ("app_id", "user_id", "nonce", "ctime", "expire"):
        yield f"{key}-missing", without(key)
        yield f"{key}-other-case", WHOLE.replace(f'"{key}"', f'"{key.upper()}"')
    for key, member in MEMBERS.items():
        yield f"{key}-twice", with_extra(member)
        yield f"{key}-twice-escaped", with_extra(member.replace(key[0], f"\\u{ord(key[0]):04x}", 1))
        yield f"{key}-twice-null", with_extra(f'"{key}":null')
    yield from wrong_texts()
    yield from wrong_syntax_in_an_unknown_key()


def wrong_integers():
    """Values that are not integers, or out of range."""
    for key in ("app_id", "nonce", "ctime", "expire"):
        for name, text in (
            ("point", "1700000000.0"),
            ("exponent", "1e3"),
            ("capital-exponent", "17E8"),
            ("fraction", "1.5"),
            ("string", '"1700000000"'),
            ("empty-string", '""'),
            ("null", "null"),
            ("true", "true"),
            ("false", "false"),
            ("list", "[1700000000]"),
            ("object", "{}"),
            ("leading-zero", "01"),
            ("plus", "+1"),
            ("hexadecimal", "0x10"),
            ("nan", "NaN"),
            ("infinity", "Infinity"),
            ("nothing", ""),
            ("over-i64", "9223372036854775808"),
            ("under-i64", "-9223372036854775809"),
            ("thirty-digits", "9" * 30),
        ):
            yield f"{key}-{name}", with_value(key, text)
    for text in ("0", "-0", "-1", "4294967296", "4294967297", "1234567890000", str(2**63 - 1)):
        yield f"app_id-{text}", with_value("app_id", text)


def wrong_texts():
    """Values that are not strings, or not Unicode."""
    for name, text in (
        ("number", "1"),
        ("null", "null"),
        ("true", "true"),
        ("list", '["user1"]'),
        ("object", "{}"),
    ):
        yield f"user_id-{name}", with_value("user_id", text)
    for key in ("user_id", "payload"):
        for name, text in (
            ("high-surrogate", r'"\ud800"'),
            ("high-surrogate-in-text", r'"a\ud83db"'),
            ("low-surrogate", r'"\udc00"'),
            ("surrogates-reversed", r'"\udc00\ud800"'),
            ("high-surrogate-twice", r'"\ud83d\ud83d\ude00"'),
            ("high-surrogate-then-escape", r'"\ud800\n"'),
            ("unknown-escape", r'"\x41"'),
            ("short-escape", r'"\u12"'),
            ("escape-without-digits", r'"\uzzzz"'),
            ("raw-newline", '"a\nb"'),
            ("raw-tab", '"a\tb"'),
            ("raw-nul", '"a\0b"'),
            ("raw-1f", '"a\x1fb"'),
            ("unclosed-escape", r'"\"'),
        ):
            yield f"{key}-{name}", with_value(key, text)
        for name, data in (
            ("ff", b"\xff"),
            ("continuation", b"\x80"),
            ("overlong", b"\xc0\xaf"),
            ("encoded-surrogate", b"\xed\xa0\x80"),
            ("truncated", b"\xe2\x82"),
            ("beyond-unicode", b"\xf4\x90\x80\x80"),
        ):
            text = with_value(key, '"a@b"').encode().replace(b"@", data)
            yield f"{key}-utf8-{name}", text


def wrong_syntax_in_an_unknown_key():
    """An unknown key is ignored, but the whole plaintext must be JSON."""
    for name, text in (
        ("nan", "NaN"),
        ("minus-infinity", "-Infinity"),
        ("leading-zero", "00"),
        ("leading-point", ".5"),
        ("trailing-point", "1."),
        ("minus", "-"),
        ("plus", "+1"),
        ("word", "nil"),
        ("capital-true", "True"),
        ("unclosed-list", "[1,2"),
        ("trailing-comma-in-list", "[1,]"),
        ("trailing-comma-in-object", '{"a":1,}'),
        ("raw-newline", '"\n"'),
        ("unknown-escape", r'"\q"'),
    ):
        yield f"unknown-key-{name}", with_extra(f'"x":{text}')
    yield "unknown-key-utf8", with_extra('"x":"@"').encode().replace(b"@", b"\xff")
    # The name of the key is JSON as well.
    for name, key in (
        ("raw-nul", "\0"),
        ("raw-nul-before-a-known-key", "\0payload"),
        ("raw-nul-behind-a-known-key", "payload\0"),
        ("raw-newline", "a\nb"),
        ("raw-tab", "\t"),
        ("raw-1f", "x\x1f"),
        ("unknown-escape", r"\q"),
        ("short-escape", r"\u12"),
        ("escape-of-a-raw-newline", "\\\n"),
    ):
        yield f"unknown-key-name-{name}", with_extra(f'"{key}":1')
        yield f"unknown-key-name-inside-{name}", with_extra(f'"x":{{"{key}":1}}')
    for name, data in (("ff", b"\xff"), ("overlong", b"\xc0\xaf"), ("surrogate", b"\xed\xa0\x80")):
        yield f"unknown-key-name-utf8-{name}", with_extra('"@":1').encode().replace(b"@", data)
