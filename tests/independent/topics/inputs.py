"""Bad and borderline input of the idiomatic API: several inputs for each code of the table."""

import json

import wire
from topics.common import (
    APP,
    APP_SIGN,
    BAD_NOWS,
    I64_MAX,
    I64_MIN,
    LAST_NOW,
    MODES,
    NOW,
    SECRET,
    TTL,
    U32_MAX,
    Topic,
    concat,
    error,
    generate_request,
    minted,
    native,
    raw_bytes,
    real,
    repeat,
    utf16,
)

NOT_TEXT = (
    ("number", 7, ["dynamic_types"]),
    ("zero", 0, ["dynamic_types"]),
    ("true", True, ["dynamic_types"]),
    ("false", False, ["dynamic_types"]),
    ("float", real("1.5"), ["dynamic_types"]),
    ("list", native('["user1"]'), ["dynamic_types"]),
    ("empty-list", native("[]"), ["dynamic_types"]),
    ("object", native('{"a":1}'), ["dynamic_types"]),
    ("null", None, ["null_text"]),
)
NOT_UNICODE = (
    ("ff", raw_bytes(b"\xff"), ["bytes"]),
    ("ff-inside", raw_bytes(b"a\xffb"), ["bytes"]),
    ("continuation", raw_bytes(b"a\x80"), ["bytes"]),
    ("overlong-slash", raw_bytes(b"\xc0\xaf"), ["bytes"]),
    ("overlong-nul", raw_bytes(b"a\xc0\x80b"), ["bytes"]),
    ("encoded-surrogate", raw_bytes(b"\xed\xa0\x80"), ["bytes"]),
    ("encoded-surrogate-pair", raw_bytes(b"\xed\xa0\xbc\xed\xbe\x89"), ["bytes"]),
    ("truncated", raw_bytes(b"a\xe2\x82"), ["bytes"]),
    ("beyond-unicode", raw_bytes(b"\xf4\x90\x80\x80"), ["bytes"]),
    ("five-bytes", raw_bytes(b"\xf8\x88\x80\x80\x80"), ["bytes"]),
    ("high-surrogate", utf16("d800"), ["utf16"]),
    ("high-surrogate-at-end", utf16("0061d83d"), ["utf16"]),
    ("high-surrogate-inside", utf16("0061d83d0062"), ["utf16"]),
    ("low-surrogate", utf16("dc00"), ["utf16"]),
    ("low-surrogate-at-start", utf16("df890061"), ["utf16"]),
    ("surrogates-reversed", utf16("df89d83c"), ["utf16"]),
    ("high-surrogate-twice", utf16("d83cd83cdf89"), ["utf16"]),
)
NOT_INTEGERS = (
    ("text", "3600", ["dynamic_types"]),
    ("empty-text", "", ["dynamic_types"]),
    ("true", True, ["dynamic_types"]),
    ("false", False, ["dynamic_types"]),
    ("null", None, ["dynamic_types"]),
    ("nan", real("nan"), ["dynamic_types"]),
    ("infinite", real("inf"), ["dynamic_types"]),
    ("minus-infinite", real("-inf"), ["dynamic_types"]),
    ("huge-float", real("1e300"), ["dynamic_types"]),
    ("list", native("[3600]"), ["dynamic_types"]),
    ("object", native("{}"), ["dynamic_types"]),
    ("i64-max-plus-1", I64_MAX + 1, ["big_integers"]),
    ("i64-min-minus-1", I64_MIN - 1, ["big_integers"]),
    ("two-to-64-plus-1", 2**64 + 1, ["big_integers"]),
    ("two-to-64-plus-3600", 2**64 + 3600, ["big_integers"]),
    ("two-to-200", 2**200, ["big_integers"]),
)
# Strings of 1 to 64 bytes, whatever they contain, are user ids.
GOOD_USERS = (
    ("one-byte", "u"),
    ("64-bytes", "u" * 64),
    ("cjk-63-bytes", "\u7528" * 21),
    ("cjk-64-bytes", "\u7528" * 21 + "u"),
    ("emoji-64-bytes", "\U0001f389" * 16),
    ("accents-64-bytes", "\u00e9" * 32),
    ("family-emoji", "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"),
    ("quotes", "a\"b\\c'd`e"),
    ("controls", "a\x01\x02\x07\b\t\n\x0b\f\r\x0e\x1b\x1f\x7fz"),
    ("spaces", "  a b  "),
    ("one-space", " "),
    ("html", "<b>&amp;</b>"),
    ("slashes", "a/b//c\\/d"),
    ("2028", "a\u2028b\u2029c"),
    ("right-to-left", "\u05d0\u202eb"),
    ("combining", "e\u0301"),
    ("byte-order-mark", "\ufeffa"),
    ("noncharacters", "\uffff\ufffe\U0010ffff"),
    ("replacement-character", "\ufffd"),
    ("email", "a.b+c@example.com"),
    ("digits", "0"),
    ("word-null", "null"),
    ("percent", "%s%n%00"),
)
BAD_USERS = (
    ("empty", ""),
    ("65-bytes", "u" * 65),
    ("cjk-66-bytes", "\u7528" * 22),
    ("cjk-65-bytes", "\u7528" * 21 + "uu"),
    ("emoji-68-bytes", "\U0001f389" * 17),
    ("accents-66-bytes", "\u00e9" * 33),
    ("nul-alone", "\0"),
    ("nul-at-start", "\0user1"),
    ("nul-inside", "a\0b"),
    ("nul-at-end", "user1\0"),
    ("a-megabyte", repeat("u", 2**20)),
)


def topic():
    """Each input of the idiomatic API at its limits, beyond them, and of the wrong type."""
    cases = Topic("inputs", "Good and bad input of the idiomatic API.")
    add_app_ids(cases)
    add_users(cases)
    add_secrets(cases)
    add_lifetimes(cases)
    add_payloads(cases)
    add_modes(cases)
    add_clock(cases)
    return cases


def add_app_ids(cases):
    """1 ..= 4294967295; nothing wraps into another app."""
    for mode in MODES:
        for app_id in (1, 2**31 - 1, 2**31, APP, U32_MAX):
            request = generate_request(app_id=app_id, mode=mode)
            cases.add(f"app-{mode}-{app_id}", request, {"token": minted(mode, app_id=app_id)})
    for op in ("generate", "identity_token", "privilege_token", "issue", "generate_batch"):
        cases.add(f"app-{op}-0", generate_request(op, app_id=0), error(1))
        cases.add(
            f"app-{op}-wrapped", generate_request(op, app_id=2**32 + APP), error(1), ["wide_app_id"]
        )
    for app_id in (-1, -APP, U32_MAX + 1, 2**32 + 1, APP - 2**32, I64_MAX, I64_MIN):
        cases.add(f"app-{app_id}", generate_request(app_id=app_id), error(1), ["wide_app_id"])
    for name, value, needs in NOT_INTEGERS:
        cases.add(f"app-{name}", generate_request(app_id=value), error(1), needs)
    cases.add("app-whole-text", generate_request(app_id=str(APP)), error(1), ["dynamic_types"])
    cases.add("app-fraction", generate_request(app_id=real("1.5")), error(1), ["dynamic_types"])
    cases.add("app-whole-float", generate_request(app_id=real("7.0")), error(1), ["whole_floats"])


def add_users(cases):
    """1 to 64 bytes of UTF-8 without NUL; documented characters are not enforced."""
    for mode in MODES:
        for name, user in GOOD_USERS:
            request = generate_request(user_id=user, mode=mode)
            cases.add(f"user-{mode}-{name}", request, {"token": minted(mode, user_id=user)})
    for name, user in BAD_USERS:
        cases.add(f"user-{name}", generate_request(user_id=user), error(3))
    for name, value, needs in (*NOT_UNICODE, *NOT_TEXT):
        cases.add(f"user-{name}", generate_request(user_id=value), error(3), needs)
    for op in ("identity_token", "privilege_token", "issue"):
        for name, user in BAD_USERS[:2]:
            cases.add(f"user-{op}-{name}", generate_request(op, user_id=user), error(3))
        cases.add(f"user-{op}-null", generate_request(op, user_id=None), error(3), ["null_text"])


def add_secrets(cases):
    """Exactly 32 bytes, used unchanged."""
    for name, secret in (
        ("empty", ""),
        ("31-bytes", SECRET[:31]),
        ("33-bytes", SECRET + "0"),
        ("16-bytes", SECRET[:16]),
        ("app-sign", APP_SIGN),
        ("newline-behind", SECRET + "\n"),
        ("space-before", " " + SECRET),
        ("quoted", f'"{SECRET}"'),
        ("32-characters-33-bytes", SECRET[:31] + "\u00e9"),
        ("32-emoji", "\U0001f511" * 32),
        ("nul-behind", SECRET + "\0"),
        ("a-megabyte", repeat("s", 2**20)),
    ):
        cases.add(f"secret-{name}", generate_request(secret=secret), error(5))
    for op in ("identity_token", "privilege_token", "issue", "generate_batch"):
        cases.add(f"secret-{op}-31-bytes", generate_request(op, secret=SECRET[:31]), error(5))
    for name, secret in (
        ("letters", "abcdefghijklmnopqrstuvwxyzABCDEF"),
        ("16-accents", "\u00e9" * 16),
        ("8-emoji", "\U0001f511" * 8),
        ("nul-inside", SECRET[:15] + "\0" + SECRET[16:]),
        ("white-space-in-its-32-bytes", " " + SECRET[:30] + "\n"),
    ):
        for mode in MODES:
            request = generate_request(secret=secret, mode=mode)
            cases.add(f"secret-{mode}-{name}", request, {"token": minted(mode)})
    for name, value, needs in (*NOT_UNICODE, *NOT_TEXT):
        cases.add(f"secret-{name}", generate_request(secret=value), error(5), needs)


def add_lifetimes(cases):
    """Whole seconds, at least 1; the expiry fits 64 bits."""
    for ttl in (1, 2, 60, 3600, 86400, 259200, 2073600, 2073601, 2**31 - 1):
        cases.add(f"ttl-{ttl}", generate_request(ttl=ttl), {"token": minted(ttl=ttl)})
    for ttl in (2**31, 2**32, 2**32 + TTL, 9 * 10**9):
        request = generate_request(ttl=ttl)
        cases.add(f"ttl-{ttl}", request, {"token": minted(ttl=ttl)}, ["wide_ttl"])
    longest = I64_MAX - NOW
    huge = ["wide_ttl", "huge_duration"]
    for mode in MODES:
        request = generate_request(ttl=longest, mode=mode)
        want = {"token": minted(mode, ttl=longest)}
        cases.add(f"ttl-{mode}-longest", request, want, huge)
    cases.add("ttl-one-too-long", generate_request(ttl=longest + 1), error(6), huge)
    cases.add("ttl-i64-max", generate_request(ttl=I64_MAX), error(6), huge)
    cases.add("ttl-i64-min", generate_request(ttl=I64_MIN), error(6), huge)
    for ttl in (0, -1, -3600, -(2**31)):
        cases.add(f"ttl-{ttl}", generate_request(ttl=ttl), error(6))
    cases.add(
        "ttl-negative-wraps-to-i32", generate_request(ttl=TTL - 2**32), error(6), ["wide_ttl"]
    )
    for op in ("identity_token", "privilege_token", "issue", "generate_batch"):
        for ttl in (0, -1):
            cases.add(f"ttl-{op}-{ttl}", generate_request(op, ttl=ttl), error(6))
    for name, value, needs in NOT_INTEGERS:
        cases.add(f"ttl-{name}", generate_request(ttl=value), error(6), needs)
    for text in ("1.5", "0.5", "3600.000001"):
        request = generate_request(ttl=real(text))
        cases.add(f"ttl-fraction-{text}", request, error(6), ["fractional_duration"])
    cases.add("ttl-whole-float", generate_request(ttl=real("3600.0")), error(6), ["whole_floats"])


def add_payloads(cases):
    """Any string whose token fits, counted as JSON and with a nonce of ten digits."""
    for mode in MODES:
        for name, payload in (
            ("empty", ""),
            ("text", "free text"),
            ("space", " "),
            ("nul", "a\0b"),
            ("controls", "\x01\b\t\n\f\r\x1f\x7f"),
            ("quotes", '"\\"'),
            ("emoji", "\U0001f389\U0001d518"),
            ("cjk", "\u623f\u95f4"),
            ("2028", "\u2028\u2029"),
            ("slashes", "a/b\\/c"),
            ("html", "<script>&amp;</script>"),
            ("json-object", '{"a": [1, 2.50, "x"]}'),
            ("json-list", "[ ]"),
            ("word-null", "null"),
            ("looks-like-an-escape", "\\u0041\\ud800"),
            ("8-kilobytes", "x" * 8192),
        ):
            request = generate_request(payload=payload, mode=mode)
            cases.add(f"payload-{mode}-{name}", request, {"token": minted(mode, payload=payload)})
        for name, changes in (
            ("plain", {}),
            ("app-1", {"app_id": 1}),
            ("user-64-bytes", {"user_id": "u" * 64}),
            ("user-quotes", {"user_id": '"' * 10}),
            ("ttl-longer-expire", {"ttl": 9 * 10**9}),
        ):
            add_longest(cases, mode, name, changes)
    # Escapes and UTF-8 bytes count; the space left is that of the plain case.
    room = room_for_payload({})
    for name, unit, width in (
        ("quotes", '"', 2),
        ("backslashes", "\\", 2),
        ("newlines", "\n", 2),
        ("controls", "\x01", 6),
        ("accents", "\u00e9", 2),
        ("cjk", "\u623f", 3),
        ("emoji", "\U0001f389", 4),
        ("delete", "\x7f", 1),
        ("slashes", "/", 1),
    ):
        count, rest = divmod(room, width)
        fitting = concat(repeat(unit, count), "x" * rest)
        over = concat(repeat(unit, count), "x" * (rest + 1))
        cases.add(
            f"payload-longest-{name}",
            generate_request(payload=fitting),
            {"token": minted(payload=fitting)},
        )
        cases.add(f"payload-too-long-{name}", generate_request(payload=over), error(7))
    for size in (65519, 65520, 65535, 65536, 65537, 2**17, 2**20):
        cases.add(f"payload-of-{size}", generate_request(payload=repeat("x", size)), error(7))
    cases.add(
        "payload-issue-too-long", generate_request("issue", payload=repeat("x", 65519)), error(7)
    )
    for name, value, needs in (*NOT_UNICODE, *NOT_TEXT):
        cases.add(f"payload-{name}", generate_request(payload=value), error(7), needs)


def room_for_payload(changes):
    """The payload bytes that fit with these inputs and a nonce of ten digits."""
    request = generate_request(**changes)
    ttl = request["ttl"]
    text = wire.claims_text(request["app_id"], request["user_id"], 10**9, NOW, NOW + ttl, "")
    return wire.MAX_PLAINTEXT - len(text.encode())


def add_longest(cases, mode, name, changes):
    """The longest payload, and one byte more."""
    room = room_for_payload(changes)
    needs = ["wide_ttl"] if changes.get("ttl", 0) >= 2**31 else ()
    fields = {key: changes[key] for key in ("app_id", "user_id", "ttl") if key in changes}
    payload = repeat("x", room)
    request = generate_request(mode=mode, payload=payload, **changes)
    want = {"token": minted(mode, payload=payload, **fields)}
    cases.add(f"payload-{mode}-longest-{name}", request, want, needs)
    request = generate_request(mode=mode, payload=repeat("x", room + 1), **changes)
    cases.add(f"payload-{mode}-one-too-long-{name}", request, error(7), needs)


def add_modes(cases):
    """cbc and gcm; cbc is the default."""
    for op in ("generate", "identity_token", "issue", "privilege_token", "generate_batch"):
        for mode in (*MODES, ...):
            name = "not-given" if mode is ... else mode
            text = "cbc" if mode is ... else mode
            payload = json.dumps(
                {"room_id": "room1", "privilege": {"1": 1, "2": 0}, "stream_id_list": None},
                separators=(",", ":"),
            )
            token = minted(text, payload=payload if op == "privilege_token" else "")
            want = {"token": token}
            if op == "issue":
                want.update(issued_at=NOW, expires_at=NOW + TTL, refresh_at=NOW + TTL - 30)
            if op == "generate_batch":
                want = {"results": [want]}
            cases.add(f"mode-{op}-{name}", generate_request(op, mode=mode), want)
    for name, mode in (
        ("empty", ""),
        ("capitals", "CBC"),
        ("mixed-case", "Gcm"),
        ("space-behind", "gcm "),
        ("cipher-name", "aes-256-gcm"),
        ("nul-behind", "cbc\0"),
        ("digit", "1"),
    ):
        cases.add(f"mode-{name}", generate_request(mode=mode), error(10), ["mode_text"])
    for name, value in (("number", 1), ("true", True), ("list", native('["cbc"]'))):
        cases.add(
            f"mode-{name}", generate_request(mode=value), error(10), ["mode_text", "dynamic_types"]
        )


def add_clock(cases):
    """Without `now` the host language's clock is read; a time outside 1970 to 9999 is refused."""
    for op in ("generate", "identity_token"):
        for mode in MODES:
            request = generate_request(op, mode=mode, now=...)
            cases.add(f"clock-{op}-{mode}", request, {"token": minted(mode, ctime=None)})
    for now in (0, 1, 2**31 - 1, 2**31, 2**32, LAST_NOW - TTL, LAST_NOW - 1, LAST_NOW):
        cases.add(f"now-{now}", generate_request(now=now), {"token": minted(ctime=now)})
    for op in ("generate", "identity_token", "privilege_token"):
        for name, now in BAD_NOWS:
            request = generate_request(op, now=now)
            cases.add(f"now-{op}-{name}", request, error(13), ["wide_now"])
