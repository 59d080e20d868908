"""Verification: time, app, user, the secrets, and ids that never match."""

import json

from topics.common import (
    APP,
    APP_SIGN,
    BAD_NOWS,
    BOTH_ANY,
    BOTH_LISTED,
    I64_MAX,
    I64_MIN,
    LAST_NOW,
    MODES,
    NOW,
    OLDER,
    PREVIOUS,
    ROOM,
    SECRET,
    TTL,
    U32_MAX,
    USER,
    VERIFY_OPS,
    WRONG,
    Topic,
    claims,
    decoded,
    error,
    foreign_token,
    native,
    privileges,
    raw_bytes,
    real,
    token,
    utf16,
    verified,
    verify_request,
)

EXPIRE = NOW + TTL
IDS = {"user_id": USER, "room_id": ROOM, "stream_id": "s1"}
MISMATCH = {"user_id": 31, "room_id": 35, "stream_id": 36}
OPS_WITH = {
    "user_id": ("verify_user", "verify_login", "verify_publish"),
    "room_id": ("verify_login", "verify_publish"),
    "stream_id": ("verify_publish",),
}


def topic():
    """What verify accepts and refuses."""
    cases = Topic(
        "verify", "How verify judges. Written by hand over tokens of an independent encoder."
    )
    for mode in MODES:
        tokens = TokenCases(cases, mode)
        add_times(tokens)
        add_app_and_user(tokens)
        add_secrets(tokens)
        add_envelopes(tokens)
        add_foreign(tokens)
    add_now(cases)
    add_saturation(TokenCases(cases, "gcm"))
    add_construction(cases)
    add_ids_that_never_match(cases)
    return cases


class TokenCases:
    """Adds cases about tokens of one mode."""

    def __init__(self, cases, mode):
        self.cases = cases
        self.mode = mode

    def add(self, name, want=0, needs=(), now=NOW, secret_index=0, request=(), **fields):
        """A token of these claims; `want` is 0 or the error code."""
        sealed = token(self.mode, **fields)
        envelope_expire = fields.pop("envelope_expire", None)
        fields.pop("secret", None)
        reply = decoded(self.mode, claims(**fields), None, envelope_expire)
        wanted = error(want) if want else verified(reply, secret_index)
        request = verify_request(sealed, now, **dict(request))
        self.cases.add(f"{self.mode}-{name}", request, wanted, needs)


def add_times(tokens):
    """Expired at expire + leeway, not yet valid before ctime - leeway; leeway 30 if not given."""
    for leeway in (None, 0, 1, 30, 60, 86400):
        named = {} if leeway is None else {"leeway": leeway}
        width = 30 if leeway is None else leeway
        name = "default" if leeway is None else leeway
        for case, want, now in (
            ("last-second", 0, EXPIRE + width - 1),
            ("expired", 32, EXPIRE + width),
            ("first-second", 0, NOW - width),
            ("too-early", 33, NOW - width - 1),
        ):
            tokens.add(f"leeway-{name}-{case}", want, now=now, request=named)
    tokens.add("in-the-middle", now=NOW + TTL // 2)
    tokens.add("long-expired", 32, now=EXPIRE + 10**9)
    tokens.add("long-before", 33, now=NOW - 10**9)
    tokens.add("at-unix-0", 33, now=0)
    tokens.add("expire-0", 32, expire=0)
    tokens.add("expire-negative", 32, expire=-1)
    tokens.add("expire-wrapped", 32, expire=-9223372035059290708)
    tokens.add("expire-before-ctime-within-leeway", 0, expire=NOW - 10)
    tokens.add("expire-before-ctime", 32, expire=NOW - 40)
    tokens.add("ctime-negative", 0, ctime=-5, expire=EXPIRE)
    tokens.add("in-milliseconds", 33, ctime=NOW * 1000, expire=EXPIRE * 1000)


def add_now(cases):
    """The time of verification is in 0 to 253402300799; the claims of a token are not limited."""
    for op in VERIFY_OPS:
        fields = {key: value for key, value in IDS.items() if op in OPS_WITH[key]}
        text = token(payload=BOTH_LISTED)
        for name, now in BAD_NOWS:
            request = verify_request(text, now, op=op, **fields)
            cases.add(f"now-{op}-{name}", request, error(13), ["wide_now"])
    for mode in MODES:
        tokens = TokenCases(cases, mode)
        tokens.add("now-0", now=0, ctime=0, expire=TTL)
        tokens.add("now-0-ctime-negative", now=0, ctime=I64_MIN, expire=TTL)
        tokens.add("now-at-the-end-of-9999", now=LAST_NOW, ctime=LAST_NOW, expire=LAST_NOW + TTL)
        tokens.add("now-at-the-end-of-9999-expired", 32, now=LAST_NOW)
        tokens.add(
            "now-at-the-end-of-9999-ctime-after",
            33,
            now=LAST_NOW,
            ctime=LAST_NOW + 31,
            expire=I64_MAX,
        )
        # A token of a generator whose clock is in milliseconds is not valid yet.
        tokens.add(
            "ctime-in-milliseconds-now-too",
            13,
            ["wide_now"],
            now=NOW * 1000,
            ctime=NOW * 1000,
            expire=EXPIRE * 1000,
        )


def add_saturation(tokens):
    """Sums beyond 64 bits saturate."""
    tokens.add("expire-i64-max", 0, expire=I64_MAX)
    tokens.add("expire-i64-max-at-the-end-of-9999", 0, now=LAST_NOW, expire=I64_MAX)
    tokens.add("ctime-i64-max", 33, ctime=I64_MAX, expire=I64_MAX)
    huge = ["huge_duration"]
    for name, leeway in (("i64-max", I64_MAX), ("10-to-15", 10**15)):
        named = {"leeway": leeway}
        tokens.add(f"leeway-{name}-long-expired", 0, huge, now=EXPIRE + 10**9, request=named)
        tokens.add(f"leeway-{name}-long-before", 0, huge, now=0, request=named)
    named = {"leeway": I64_MAX}
    tokens.add("leeway-i64-max-expire-i64-max", 0, huge, expire=I64_MAX, request=named)
    tokens.add(
        "leeway-i64-max-ctime-i64-max", 0, huge, ctime=I64_MAX, expire=I64_MAX, request=named
    )
    tokens.add("leeway-i64-max-expire-i64-min", 32, huge, expire=I64_MIN, request=named)
    tokens.add("leeway-i64-max-expire--1", 0, huge, now=1, ctime=0, expire=-1, request=named)


def add_app_and_user(tokens):
    """The app always; the user where the call takes one, byte for byte."""
    tokens.add("app-same", app_id=APP)
    tokens.add("app-other", 30, app_id=APP + 1)
    tokens.add("app-1", 30, app_id=1)
    tokens.add("app-u32-max", 30, app_id=U32_MAX)
    tokens.add("app-1-expected", request={"app_id": 1}, app_id=1)
    tokens.add("app-u32-max-expected", request={"app_id": U32_MAX}, app_id=U32_MAX)
    for name, in_token, named, want in (
        ("not-asked", "user1", None, 0),
        ("same", "user1", "user1", 0),
        ("other", "user1", "root1", 31),
        ("prefix", "user1", "user", 31),
        ("longer", "user1", "user11", 31),
        ("other-case", "user1", "User1", 31),
        ("space-behind", "user1", "user1 ", 31),
        ("newline-behind", "user1", "user1\n", 31),
        ("empty", "user1", "", 31),
        ("empty-in-token", "", "user1", 31),
        ("empty-in-both", "", "", 31),
        ("empty-in-token-not-asked", "", None, 0),
        ("emoji", "\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467", 0),
        ("emoji-other", "\U0001f469", "\U0001f467", 31),
        ("composed-against-combining", "\u00e9", "e\u0301", 31),
        ("full-width", "user1", "user\uff11", 31),
        ("cut-at-nul", "user1\0root", "user1", 31),
        ("cut-at-nul-reversed", "user1", "user1\0root", 31),
        ("of-64-bytes", "u" * 64, "u" * 64, 0),
        ("of-65-bytes", "u" * 65, "u" * 65, 31),
        ("of-1000-bytes", "u" * 1000, "u" * 1000, 31),
        ("of-66-bytes-cjk", "\u7528" * 22, "\u7528" * 22, 31),
        ("of-65-bytes-not-asked", "u" * 65, None, 0),
        ("quotes", "a\"b\\c'd`e", "a\"b\\c'd`e", 0),
    ):
        request = {} if named is None else {"user_id": named}
        tokens.add(f"user-{name}", want, request=request, user_id=in_token)


def add_secrets(tokens):
    """The current one first, then the previous ones in their order; 24 ends the search."""
    both = {"previous_secrets": [PREVIOUS, OLDER]}
    tokens.add("secret-current-of-three", request=both)
    tokens.add("secret-previous", request=both, secret=PREVIOUS, secret_index=1)
    tokens.add("secret-older", request=both, secret=OLDER, secret_index=2)
    tokens.add("secret-none-of-three", 38, request=both, secret=WRONG)
    tokens.add("secret-previous-not-given", 38, secret=PREVIOUS)
    tokens.add("secret-no-previous", request={"previous_secrets": []})
    tokens.add("secret-previous-is-current", request={"previous_secrets": [SECRET]})
    tokens.add("secret-previous-expired", 32, now=EXPIRE + 30, request=both, secret=PREVIOUS)
    tokens.add("secret-previous-other-app", 30, request=both, secret=OLDER, app_id=APP + 1)
    tokens.add(
        "secret-previous-expiries-differ",
        34,
        request=both,
        secret=PREVIOUS,
        envelope_expire=EXPIRE + 1,
    )
    twice = {"previous_secrets": [PREVIOUS, PREVIOUS]}
    tokens.add("secret-previous-twice", request=twice, secret=PREVIOUS, secret_index=1)
    many = {"previous_secrets": [WRONG] * 9 + [PREVIOUS]}
    tokens.add("secret-tenth-previous", request=many, secret=PREVIOUS, secret_index=10)
    for name, secret in (("current", SECRET), ("previous", PREVIOUS), ("older", OLDER)):
        sealed = token(tokens.mode, secret, text="{}")
        request = verify_request(sealed, **both)
        tokens.cases.add(f"{tokens.mode}-secret-{name}-no-claims", request, error(24))
        sealed = foreign_token(f"verify/{tokens.mode}-{name}", tokens.mode, secret)
        request = verify_request(sealed, **both)
        tokens.cases.add(f"{tokens.mode}-secret-{name}-foreign", request, error(38))


def add_envelopes(tokens):
    """The envelope's expiry must equal that of the claims, even in a token of ours."""
    for name, expire in (
        ("one-more", EXPIRE + 1),
        ("one-less", EXPIRE - 1),
        ("a-year-more", EXPIRE + 31536000),
        ("0", 0),
        ("negative", -EXPIRE),
        ("i64-max", I64_MAX),
    ):
        tokens.add(f"envelope-{name}", 34, envelope_expire=expire)
    tokens.add("envelope-revives-expired", 34, now=EXPIRE + 60, envelope_expire=EXPIRE + 3600)


def add_foreign(tokens):
    """Tokens of other generators are refused by each call, whatever they allow."""
    for op in VERIFY_OPS:
        fields = {key: value for key, value in IDS.items() if op in OPS_WITH[key]}
        for name, payload in (("identity", ""), ("both-any", BOTH_ANY), ("both", BOTH_LISTED)):
            text = foreign_token(f"verify/{tokens.mode}-foreign", tokens.mode, payload=payload)
            request = verify_request(text, op=op, **fields)
            tokens.cases.add(f"{tokens.mode}-foreign-{op}-{name}", request, error(38))


def add_construction(cases):
    """A verifier that cannot be made."""
    sealed = token()
    for name, change, code, needs in (
        ("app-0", {"app_id": 0}, 1, ()),
        ("app-negative", {"app_id": -1}, 1, ["wide_app_id"]),
        ("app-too-large", {"app_id": U32_MAX + 1}, 1, ["wide_app_id"]),
        ("app-wrapped", {"app_id": 2**32 + APP}, 1, ["wide_app_id"]),
        ("app-text", {"app_id": str(APP)}, 1, ["dynamic_types"]),
        ("app-true", {"app_id": True}, 1, ["dynamic_types"]),
        ("app-nan", {"app_id": real("nan")}, 1, ["dynamic_types"]),
        ("secret-empty", {"secret": ""}, 5, ()),
        ("secret-31", {"secret": SECRET[:31]}, 5, ()),
        ("secret-33", {"secret": SECRET + "0"}, 5, ()),
        ("secret-app-sign", {"secret": APP_SIGN}, 5, ()),
        ("secret-surrogate", {"secret": utf16("d800")}, 5, ["utf16"]),
        ("secret-null", {"secret": None}, 5, ["null_text"]),
        ("secret-number", {"secret": 1}, 5, ["dynamic_types"]),
        ("previous-empty", {"previous_secrets": [""]}, 5, ()),
        ("previous-31", {"previous_secrets": [SECRET[:31]]}, 5, ()),
        ("previous-33", {"previous_secrets": [PREVIOUS + "0"]}, 5, ()),
        ("previous-second-bad", {"previous_secrets": [PREVIOUS, "short"]}, 5, ()),
        ("previous-surrogate", {"previous_secrets": [utf16("dc00")]}, 5, ["utf16"]),
        ("previous-null", {"previous_secrets": [None]}, 5, ["null_text"]),
        ("previous-number", {"previous_secrets": [7]}, 5, ["dynamic_types"]),
        ("leeway--1", {"leeway": -1}, 11, ["negative_leeway"]),
        ("leeway-i64-min", {"leeway": I64_MIN}, 11, ["negative_leeway", "huge_duration"]),
        ("leeway-text", {"leeway": "30"}, 11, ["dynamic_types"]),
        ("leeway-true", {"leeway": True}, 11, ["dynamic_types"]),
        ("leeway-fraction", {"leeway": real("1.5")}, 11, ["fractional_duration"]),
        ("leeway-nan", {"leeway": real("nan")}, 11, ["dynamic_types"]),
        ("leeway-infinite", {"leeway": real("inf")}, 11, ["dynamic_types"]),
        ("leeway-over-i64", {"leeway": I64_MAX + 1}, 11, ["big_integers"]),
        ("leeway-list", {"leeway": native("[30]")}, 11, ["dynamic_types"]),
    ):
        request = verify_request(sealed)
        request.update(change)
        cases.add(f"construction-{name}", request, error(code), needs)


def allowing(user_id=USER, room_id=ROOM, streams=None):
    """A token that allows everything for these ids."""
    payload = json.dumps(
        {"room_id": room_id, "privilege": {"1": 1, "2": 1}, "stream_id_list": streams},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return token("gcm", user_id=user_id, payload=payload), payload


def add_ids_that_never_match(cases):
    """Null, empty, wrong types, not Unicode: never a match, whatever the token allows."""
    # Each with the strings that a careless conversion would turn it into.
    for name, value, needs, alike in (
        ("empty", "", (), ("", "\0")),
        ("null", None, ["null_text"], ("", "null", "None", "nil", "undefined")),
        ("absent", ..., ["null_text"], ("", "null", "None", "undefined")),
        ("bytes", raw_bytes(b"a1\xff"), ["bytes"], ("a1", "a1\ufffd", "a1\u00ff")),
        ("bytes-overlong", raw_bytes(b"a1\xc0\x80"), ["bytes"], ("a1", "a1\0")),
        ("surrogate", utf16("00610031d800"), ["utf16"], ("a1", "a1\ufffd", "a1?")),
        ("number", 1, ["dynamic_types"], ("1", "1.0", "\x01", "true")),
        ("zero", 0, ["dynamic_types"], ("", "0", "false")),
        ("true", True, ["dynamic_types"], ("1", "true", "True")),
        ("false", False, ["dynamic_types"], ("", "0", "false", "False")),
        ("float", real("1.5"), ["dynamic_types"], ("1.5", "1")),
        ("nan", real("nan"), ["dynamic_types"], ("", "nan", "NaN", "NAN")),
        ("list", native('["a1"]'), ["dynamic_types"], ("a1", "Array", "['a1']", '["a1"]')),
        ("empty-list", native("[]"), ["dynamic_types"], ("", "Array", "[]")),
        ("object", native('{"a":"a1"}'), ["dynamic_types"], ("a1", "[object Object]", "Array")),
        ("empty-object", native("{}"), ["dynamic_types"], ("", "{}", "[object Object]")),
    ):
        for place, text in enumerate(alike):
            tokens = {
                "user_id": [allowing(user_id=text)[0]],
                "room_id": [allowing(room_id=text)[0]],
                "stream_id": [allowing()[0], allowing(streams=["s1", text])[0]],
            }
            for field, sealed in tokens.items():
                for op in OPS_WITH[field]:
                    ids = {key: IDS[key] for key in IDS if op in OPS_WITH[key]}
                    ids[field] = value
                    for listed, one in enumerate(sealed):
                        if place and not listed and field == "stream_id":
                            continue  # any stream: once is enough
                        label = f"-{place}" + ("-listed" if listed else "")
                        request = verify_request(one, op=op, **ids)
                        case = f"never-{op}-{field}-{name}{label}"
                        cases.add(case, request, error(MISMATCH[field]), needs)
    # Longer than its limit: no such id can exist.
    for name, room, streams, stream, code in (
        ("room-of-128-bytes", "r" * 128, None, "s1", 0),
        ("room-of-129-bytes", "r" * 129, None, "s1", 35),
        ("room-of-129-bytes-cjk", "\u623f" * 43, None, "s1", 35),
        ("room-of-1000-bytes", "r" * 1000, None, "s1", 35),
        ("stream-of-256-bytes", ROOM, ["s1", "s" * 256], "s" * 256, 0),
        ("stream-of-257-bytes", ROOM, ["s1", "s" * 257], "s" * 257, 36),
        ("stream-of-257-bytes-any", ROOM, None, "s" * 257, 36),
        ("stream-of-258-bytes-cjk", ROOM, ["\u6d41" * 86], "\u6d41" * 86, 36),
        ("stream-of-1000-bytes-any", ROOM, None, "s" * 1000, 36),
    ):
        sealed, payload = allowing(room_id=room, streams=streams)
        reply = decoded("gcm", claims(payload=payload), privileges(True, True, streams, room))
        ids = {"user_id": USER, "room_id": room}
        for op, want in (("verify_login", code if code == 35 else 0), ("verify_publish", code)):
            more = {"stream_id": stream} if op == "verify_publish" else {}
            request = verify_request(sealed, **ids, **more)
            cases.add(f"never-{op}-{name}", request, error(want) if want else verified(reply))
    sealed, payload = allowing()
    # All of them are null or empty: the first one is reported.
    for name, value, needs in (("null", None, ["null_text"]), ("empty", "", ())):
        for op in VERIFY_OPS[1:]:
            ids = {key: value for key in IDS if op in OPS_WITH[key]}
            cases.add(
                f"never-{op}-all-{name}", verify_request(sealed, op=op, **ids), error(31), needs
            )
    # The same tokens do match what they allow.
    reply = decoded("gcm", claims(payload=payload), privileges(True, True))
    for op in VERIFY_OPS:
        ids = {key: IDS[key] for key in IDS if op in OPS_WITH[key]}
        cases.add(f"matches-{op}", verify_request(sealed, op=op, **ids), verified(reply))
