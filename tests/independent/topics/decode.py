"""Tokens that decode: everything that real generators emit, however unusual, and the limits.

The plaintexts of other generators are in unauthenticated tokens (`authenticated` is false), all
others in authenticated ones.
"""

import json

import wire
from topics.common import (
    APP_SIGN,
    BOTH_ANY,
    BOTH_LISTED,
    I64_MAX,
    I64_MIN,
    LOGIN_ONLY,
    MODES,
    NOW,
    PUBLISH_ONLY,
    SECRET,
    STREAMS,
    TTL,
    U32_MAX,
    WRONG,
    Topic,
    claims,
    decode_request,
    decoded,
    error,
    foreign_token,
    native,
    privileges,
    raw_bytes,
    real,
    repeat,
    token,
    utf16,
)
from topics.plaintexts import WHOLE, with_extra, with_value, without

EXPIRE = NOW + TTL


def topic():
    """Tokens that decode can read."""
    cases = Topic(
        "decode", "Tokens that decode reads, in both modes. Written by an independent encoder."
    )
    for mode in MODES:
        for name, text, wanted in readings():
            add(cases, mode, name, text, *wanted)
        add_claims(cases, mode)
        add_padding(cases, mode)
        add_envelopes(cases, mode)
    add_longest(cases)
    add_inspections(cases)
    add_secrets(cases)
    return cases


def add(cases, mode, name, text, want_claims, *more):
    """A token of another generator with this plaintext, and the expected claims."""
    sealed = foreign_token(f"decode/{mode}-{name}", mode, text=text)
    want = decoded(mode, want_claims, *more, authenticated=False)
    cases.add(f"{mode}-{name}", decode_request(sealed), want)


def readings():
    """(name, plaintext, expected claims) of plaintexts that are not written the way we do."""
    plain = (claims(),)
    yield "plain", WHOLE, plain
    yield "white-space-around", f" \t\r\n{WHOLE}\n ", plain
    yield "white-space-between", json.dumps(claims(), indent=2), plain
    java = {
        key: claims()[key] for key in ("user_id", "payload", "expire", "ctime", "app_id", "nonce")
    }
    yield "keys-in-java-order", json.dumps(java, separators=(",", ":")), plain
    yield "keys-reversed", json.dumps(dict(reversed(claims().items()))), plain
    yield (
        "keys-escaped",
        WHOLE.replace("app_id", r"\u0061pp_id").replace("nonce", r"\u006eonce"),
        plain,
    )
    nothing = (claims(payload=None),)
    yield "payload-missing", without("payload"), nothing
    yield "payload-null", with_value("payload", "null"), nothing
    yield "slash-escaped", with_value("user_id", r'"a\/b"'), (claims(user_id="a/b"),)
    yield "html-escaped", with_value("user_id", r'"\u003cb\u003e\u0026"'), (claims(user_id="<b>&"),)
    yield "cjk-escaped", with_value("user_id", r'"\u7528\u6237"'), (claims(user_id="\u7528\u6237"),)
    yield "emoji-escaped", with_value("user_id", r'"\ud83c\udf89"'), (claims(user_id="\U0001f389"),)
    yield (
        "emoji-escaped-capital",
        with_value("user_id", r'"\uD83C\uDF89"'),
        (claims(user_id="\U0001f389"),),
    )
    yield (
        "short-escapes",
        with_value("user_id", r'"\"\\\b\f\n\r\t"'),
        (claims(user_id='"\\\b\f\n\r\t'),),
    )
    yield "nul-escaped", with_value("user_id", r'"a\u0000b"'), (claims(user_id="a\0b"),)
    yield "nul-in-payload", with_value("payload", r'"\u0000"'), (claims(payload="\0"),)
    for name, extra in (
        ("key", '"x":1'),
        ("key-twice", '"x":1,"x":2'),
        ("key-other-case", '"App_ID":1'),
        ("key-empty", '"":0'),
        ("nested", '"x":{"app_id":2,"user_id":"other","list":[[],{}]}'),
        ("big-number", '"x":123456789012345678901234567890'),
        ("huge-exponent", '"x":1e400'),
        ("tiny-exponent", '"x":-1.5E-400'),
        ("surrogate", r'"x":"\ud800"'),
        ("name-surrogate", r'"\ud800":1'),
        ("name-surrogate-inside", r'"x":{"\udc00":1}'),
        ("name-escapes", r'"\u0000\n\"\/":1'),
        ("name-escaped-nul-before-a-known-key", r'"\u0000payload":1'),
        ("name-7f-and-2028", '"\x7f\u2028":1'),
        ("words", '"x":[true,false,null,-0,0.5]'),
    ):
        yield f"unknown-{name}", with_extra(extra), plain
    for name, text, value in (
        (
            "object",
            '{"room_id":"room1","privilege":{"1":1}}',
            {"room_id": "room1", "privilege": {"1": 1}},
        ),
        ("object-spaced", '{ "a b" : [ 1 , " x " ] }', {"a b": [1, " x "]}),
        ("empty-object", "{}", {}),
        ("list", '[1,"two",null]', [1, "two", None]),
        ("empty-list", "[ ]", []),
        ("number", "42", 42),
        ("negative", "-7", -7),
        ("fraction", "1.5", 1.5),
        ("true", "true", True),
        ("false", "false", False),
    ):
        yield (
            f"payload-{name}",
            with_value("payload", text),
            (claims(payload=value), None, None, False),
        )
    for name, text, value in (
        ("login-only", LOGIN_ONLY, privileges(True, False)),
        ("publish-only", PUBLISH_ONLY, privileges(False, True, STREAMS)),
        ("both-listed", BOTH_LISTED, privileges(True, True, STREAMS)),
        ("both-any", BOTH_ANY, privileges(True, True)),
        ("text", "free text", None),
        ("json-list", "[]", None),
    ):
        yield (
            f"payload-text-{name}",
            with_value("payload", json.dumps(text)),
            (claims(payload=text), value),
        )


def add_claims(cases, mode):
    """Values at the ends of their ranges, and ones that only other generators write."""
    for name, fields in (
        ("app-1", {"app_id": 1}),
        ("app-u32-max", {"app_id": U32_MAX}),
        ("nonce-negative", {"nonce": -1479091283}),
        ("nonce-0", {"nonce": 0}),
        ("nonce-i32-min", {"nonce": -(2**31)}),
        ("nonce-over-i32", {"nonce": 2**31}),
        ("nonce-over-2-to-53", {"nonce": 2**53 + 1}),
        ("nonce-i64-max", {"nonce": I64_MAX}),
        ("nonce-i64-min", {"nonce": I64_MIN}),
        ("ctime-0", {"ctime": 0}),
        ("ctime-negative", {"ctime": -1}),
        ("ctime-i64-max", {"ctime": I64_MAX, "expire": EXPIRE}),
        ("ctime-i64-min", {"ctime": I64_MIN, "expire": EXPIRE}),
        ("expire-before-ctime", {"expire": NOW - 1}),
        ("expire-equal-ctime", {"expire": NOW}),
        ("expire-0", {"expire": 0}),
        ("expire-negative", {"expire": -9223372035059290708}),
        ("expire-i64-max", {"expire": I64_MAX}),
        ("expire-i64-min", {"expire": I64_MIN}),
        ("user-empty", {"user_id": ""}),
        ("user-of-64-bytes", {"user_id": "u" * 64}),
        ("user-of-65-bytes", {"user_id": "u" * 65}),
        ("user-of-1000-bytes", {"user_id": "u" * 1000}),
        ("user-cjk", {"user_id": "\u7528\u6237\u4e00"}),
        ("user-emoji", {"user_id": "\U0001f469\u200d\U0001f469\u200d\U0001f467\U0001d518"}),
        ("user-html", {"user_id": "<b>&amp;</b>'\""}),
        ("user-slashes", {"user_id": "a/b\\c\\/d"}),
        ("user-controls", {"user_id": "\x01\x02\b\t\n\x0b\f\r\x1b\x1f\x7f\x80"}),
        ("user-2028", {"user_id": "a\u2028b\u2029c"}),
        ("user-ends-of-unicode", {"user_id": "\uffff\ufffe\ufeff\U0010ffff"}),
        ("user-combining", {"user_id": "e\u0301 \u00e9"}),
        ("user-spaces", {"user_id": "  user 1 "}),
        ("payload-text", {"payload": "free text"}),
        ("payload-spaces", {"payload": " { } "}),
        ("payload-quotes", {"payload": '"\\"'}),
        ("payload-emoji", {"payload": "\U0001f389" * 10}),
    ):
        sealed = token(mode, **fields)
        cases.add(f"{mode}-{name}", decode_request(sealed), decoded(mode, claims(**fields)))


def add_padding(cases, mode):
    """Every length of the last block."""
    for length in range(1, 17):
        name = f"{mode}-last-block-{length:02}"
        user = "u" * length
        sealed = token(mode, user_id=user)
        cases.add(name, decode_request(sealed), decoded(mode, claims(user_id=user)))


def add_envelopes(cases, mode):
    """The envelope's own expiry is reported, not compared; any IV can be read."""
    for name, expire in (
        ("one-more", EXPIRE + 1),
        ("0", 0),
        ("negative", -1),
        ("i64-max", I64_MAX),
        ("i64-min", I64_MIN),
    ):
        sealed = token(mode, envelope_expire=expire)
        reply = decoded(mode, claims(), envelope_expire=expire)
        cases.add(f"{mode}-envelope-expire-{name}", decode_request(sealed), reply)
    length = 16 if mode == "cbc" else 12
    for name, iv in (
        ("zeros", bytes(length)),
        ("ff", b"\xff" * length),
        ("text", b"7xz9ip4qkjziv5jp"[:length]),
    ):
        sealed = wire.seal(WHOLE.encode(), SECRET, mode, EXPIRE, iv)
        want = decoded(mode, claims(), authenticated=False)
        cases.add(f"{mode}-iv-{name}", decode_request(sealed), want)


def add_longest(cases):
    """The longest plaintext: every length still fits its 16 bits, the token its limit."""
    for mode, characters in (("cbc", 87402), ("gcm", 87418)):
        payload = "x" * (wire.MAX_PLAINTEXT - len(WHOLE))
        for name, sealed in (
            ("longest", token(mode, payload=payload)),
            ("longest-foreign", foreign_token(f"decode/{mode}-longest", mode, payload=payload)),
        ):
            assert len(sealed) == characters, len(sealed)
            want = claims(payload=repeat("x", len(payload)))
            reply = decoded(mode, want, authenticated=name == "longest")
            cases.add(f"{mode}-{name}", decode_request(sealed), reply)


def add_inspections(cases):
    """What can be read without the secret."""
    for mode in MODES:
        sealed = token(mode)
        length = len(wire.bytes_of(sealed)) - (28 if mode == "cbc" else 25)
        reply = {
            "version": "04",
            "mode": mode,
            "expire": EXPIRE,
            "iv_length": 16 if mode == "cbc" else 12,
            "ciphertext_length": length,
            "kit": None,
        }
        cases.add(f"inspect-{mode}", {"op": "inspect", "token": sealed}, reply)
        for name, expire in (("i64-max", I64_MAX), ("i64-min", I64_MIN), ("negative", -5)):
            other = token(mode, envelope_expire=expire)
            request = {"op": "inspect", "token": other}
            cases.add(f"inspect-{mode}-expire-{name}", request, {**reply, "expire": expire})
    smallest = wire.text_of(wire.envelope(0, bytes(16), bytes(16)))
    cases.add(
        "inspect-needs-no-claims",
        {"op": "inspect", "token": smallest},
        {
            "version": "04",
            "mode": "cbc",
            "expire": 0,
            "iv_length": 16,
            "ciphertext_length": 16,
            "kit": None,
        },
    )
    for name, text in (
        ("empty", ""),
        ("03", "03AAAA"),
        ("space", sealed + " "),
        ("half", sealed[:50]),
    ):
        cases.add(f"inspect-refused-{name}", {"op": "inspect", "token": text}, error(20))


def add_secrets(cases):
    """The secret is 32 bytes, used unchanged."""
    sealed = token()
    for name, secret in (
        ("empty", ""),
        ("31", SECRET[:31]),
        ("33", SECRET + "0"),
        ("16", SECRET[:16]),
        ("app-sign", APP_SIGN),
        ("newline-behind", SECRET + "\n"),
        ("space-before", " " + SECRET),
        ("quoted", f'"{SECRET}"'),
        ("31-characters-33-bytes", SECRET[:29] + "\u00e9\u00e9"),
        ("32-characters-33-bytes", SECRET[:31] + "\u00e9"),
    ):
        cases.add(f"secret-{name}", decode_request(sealed, secret), error(5))
    for name, secret, needs in (
        ("surrogate", utf16("d800"), ["utf16"]),
        ("null", None, ["null_text"]),
        ("number", 5, ["dynamic_types"]),
        ("true", True, ["dynamic_types"]),
        ("float", real("nan"), ["dynamic_types"]),
        ("list", native("[]"), ["dynamic_types"]),
        ("16-bytes", raw_bytes(bytes.fromhex(SECRET)), ["bytes"]),
    ):
        cases.add(f"secret-{name}", decode_request(sealed, secret), error(5), needs)
    for name, secret in (
        ("upper-case", SECRET.upper()),
        ("other", WRONG),
        ("32-spaces", " " * 32),
    ):
        cases.add(f"secret-{name}", decode_request(sealed, secret), error(23))
    for mode in MODES:
        for name, secret in (
            ("not-hexadecimal", "Pa55-word+with/every=kind!of?...0"[:32]),
            ("16-accents", "\u00e9" * 16),
            ("8-emoji", "\U0001f511" * 8),
            ("nul-inside", SECRET[:15] + "\0" + SECRET[16:]),
            ("white-space-inside-its-32-bytes", " " + SECRET[:30] + "\n"),
        ):
            text = token(mode, secret)
            cases.add(
                f"{mode}-secret-{name}", decode_request(text, secret), decoded(mode, claims())
            )
