"""The drop-in `generate_token04`: upstream's call under our rules.

Drop-ins mint CBC tokens and read the host language's clock. The needs that start with `dropin_`
are those of the drop-in's own signature.
"""

from topics.common import (
    APP,
    APP_SIGN,
    BOTH_ANY,
    I64_MAX,
    I64_MIN,
    LAST_NOW,
    LOGIN_ONLY,
    NOW,
    PUBLISH_ONLY,
    SECRET,
    U32_MAX,
    Topic,
    error,
    generate_request,
    minted,
    native,
    real,
    repeat,
)
from topics.inputs import (
    BAD_USERS,
    GOOD_USERS,
    NOT_INTEGERS,
    NOT_TEXT,
    NOT_UNICODE,
    room_for_payload,
)

OP = "generate_token04"
# Upstream's Java generator has no error code for cases that it did not foresee.
OTHER_IN_JAVA = {"java": error(-1)}
# A 32-bit integer can hold these; the expiry is then far below 2^63.
I32_MAX = 2**31 - 1


def topic():
    """Every kind of input for the five arguments."""
    cases = Topic(
        "dropin", "The drop-in of each language; what it refuses and what upstream accepted."
    )
    for name, user in GOOD_USERS:
        good(cases, f"user-{name}", user_id=user)
    for name, user in BAD_USERS:
        bad(cases, f"user-{name}", 3, user_id=user)
    add_app_ids(cases)
    add_secrets(cases)
    add_lifetimes(cases)
    add_payloads(cases)
    for name, value, needs in (*NOT_UNICODE, *NOT_TEXT):
        bad(cases, f"user-{name}", 3, needs, user_id=value)
    request = generate_request(OP, now=NOW)
    cases.add("frozen-clock", request, {"token": minted()}, ["frozen_clock"])
    request = generate_request(OP, now=0)
    cases.add("frozen-clock-at-0", request, {"token": minted(ctime=0)}, ["frozen_clock"])
    request = generate_request(OP, now=LAST_NOW)
    want = {"token": minted(ctime=LAST_NOW)}
    cases.add("frozen-clock-at-the-end-of-9999", request, want, ["frozen_clock"])
    for name, now in (("-1", -1), ("after-9999", LAST_NOW + 1)):
        needs = ["frozen_clock", "wide_now"]
        request = generate_request(OP, now=now)
        cases.add(f"frozen-clock-{name}", request, error(13), needs, OTHER_IN_JAVA)
    return cases


def own(needs):
    """The needs of the drop-in's signature, whose types may differ from the idiomatic API's."""
    return [f"dropin_{need}" for need in needs]


def good(cases, name, needs=(), payload_text=None, **changes):
    """A token with these values, issued now."""
    fields = {
        key: changes[key] for key in ("app_id", "user_id", "ttl", "payload") if key in changes
    }
    if payload_text is not None:
        fields["payload"] = payload_text
    request = generate_request(OP, **changes)
    cases.add(name, request, {"token": minted(ctime=None, **fields)}, own(needs))


def bad(cases, name, code, needs=(), **changes):
    """The code of the table; Java's drop-in reports OTHER for codes that upstream does not have."""
    instead = OTHER_IN_JAVA if code not in (1, 3, 5, 6) else None
    cases.add(name, generate_request(OP, **changes), error(code), own(needs), instead)


def add_app_ids(cases):
    for app_id in (1, I32_MAX, 2**31, APP, U32_MAX):
        good(cases, f"app-{app_id}", app_id=app_id)
    bad(cases, "app-0", 1, app_id=0)
    for app_id in (-1, U32_MAX + 1, 2**32 + APP, APP - 2**32, I64_MAX, I64_MIN):
        bad(cases, f"app-{app_id}", 1, ["wide_app_id"], app_id=app_id)
    for name, value, needs in NOT_INTEGERS:
        bad(cases, f"app-{name}", 1, needs, app_id=value)
    bad(cases, "app-fraction", 1, ["dynamic_types"], app_id=real("1.5"))
    bad(cases, "app-whole-float", 1, ["whole_floats"], app_id=real("7.0"))


def add_secrets(cases):
    for name, secret in (
        ("empty", ""),
        ("31-bytes", SECRET[:31]),
        ("33-bytes", SECRET + "0"),
        ("16-bytes", SECRET[:16]),
        ("24-bytes", SECRET[:24]),
        ("app-sign", APP_SIGN),
        ("newline-behind", SECRET + "\n"),
        ("quoted", f'"{SECRET}"'),
        ("32-characters-33-bytes", SECRET[:31] + "\u00e9"),
    ):
        bad(cases, f"secret-{name}", 5, secret=secret)
    for name, secret in (
        ("16-accents", "\u00e9" * 16),
        ("nul-inside", SECRET[:15] + "\0" + SECRET[16:]),
    ):
        good(cases, f"secret-{name}", secret=secret)
    for name, value, needs in (*NOT_UNICODE, *NOT_TEXT):
        bad(cases, f"secret-{name}", 5, needs, secret=value)


def add_lifetimes(cases):
    for ttl in (1, 60, 86400, 2073600, I32_MAX):
        good(cases, f"ttl-{ttl}", ttl=ttl)
    for ttl in (2**31, 2**32 + 60, 10**15):
        good(cases, f"ttl-{ttl}", ["wide_ttl"], ttl=ttl)
    for ttl in (0, -1, -3600, -(2**31)):
        bad(cases, f"ttl-{ttl}", 6, ttl=ttl)
    for ttl in (I64_MAX, I64_MAX - 1, I64_MIN, 60 - 2**32):
        bad(cases, f"ttl-{ttl}", 6, ["wide_ttl"], ttl=ttl)
    for name, value, needs in NOT_INTEGERS:
        bad(cases, f"ttl-{name}", 6, needs, ttl=value)
    bad(cases, "ttl-fraction", 6, ["dynamic_types"], ttl=real("1.5"))
    bad(cases, "ttl-whole-float", 6, ["whole_floats"], ttl=real("3600.0"))


def add_payloads(cases):
    for name, payload in (
        ("empty", ""),
        ("text", "free text"),
        ("nul", "a\0b"),
        ("emoji", "\U0001f389"),
        ("login-only", LOGIN_ONLY),
        ("publish-only", PUBLISH_ONLY),
        ("both-any", BOTH_ANY),
        ("spaced-json", '{ "a" : 1 }'),
        ("8-kilobytes", "x" * 8192),
    ):
        good(cases, f"payload-{name}", payload=payload)
    room = room_for_payload({})
    good(cases, "payload-longest", payload=repeat("x", room))
    bad(cases, "payload-one-too-long", 7, payload=repeat("x", room + 1))
    for size in (65536, 2**17):
        bad(cases, f"payload-of-{size}", 7, payload=repeat("x", size))
    good(cases, "payload-null", ["null_text"], "", payload=None)
    good(cases, "payload-left-out", ["optional_payload"], "", payload=...)
    # Upstream nested the object; servers that check privileges then report 1002075.
    for name, text in (
        ("login-only", LOGIN_ONLY),
        ("empty-object", "{}"),
        ("empty-list", "[]"),
        ("list", '["a",1,true,null]'),
        ("scripts", '{"room_id":"\u623f\u95f4\U0001f389/<&>"}'),
    ):
        good(cases, f"payload-as-{name}", ["object_payload"], text, payload=native(text))
    for name, value in (("number", 42), ("true", True), ("float", real("1.5"))):
        bad(cases, f"payload-{name}", 7, ["dynamic_types"], payload=value)
    for name, value, needs in NOT_UNICODE:
        bad(cases, f"payload-{name}", 7, needs, payload=value)
