"""Judging: the moments, the app, the user, the rooms and streams, the secrets."""

import wire
from topics.common import (
    APP,
    APP_SIGN,
    BOTH_ANY,
    BOTH_LISTED,
    I64_MAX,
    I64_MIN,
    MODES,
    NOW,
    OLDER,
    PREVIOUS,
    SECRET,
    TTL,
    U32_MAX,
    WRONG,
    Topic,
    claims,
    decoded,
    error,
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
LAST_CALENDAR_MOMENT = 253402300799  # the end of the year 9999


def topic():
    """What verify accepts and refuses."""
    cases = Topic(
        "verify", "How verify judges. Written by hand over tokens of an independent encoder."
    )
    for mode in MODES:
        judge = Judge(cases, mode)
        add_moments(judge)
        add_app_and_user(judge)
        add_secrets(judge)
        add_envelopes(judge)
    add_wide_moments(Judge(cases, "gcm"))
    add_saturation(Judge(cases, "gcm"))
    add_authentication(cases)
    add_construction(cases)
    return cases


class Judge:
    """Adds cases about tokens of one mode."""

    def __init__(self, cases, mode):
        self.cases = cases
        self.mode = mode

    def add(self, name, want=0, needs=(), now=NOW, secret_index=0, request=(), **fields):
        """A token of these claims; `want` is 0 or the code of the refusal."""
        case_id = f"{self.mode}-{name}"
        sealed = token(f"verify/{case_id}", self.mode, **fields)
        envelope_expire = fields.pop("envelope_expire", None)
        fields.pop("secret", None)
        answer = decoded(self.mode, claims(**fields), None, envelope_expire)
        wanted = error(want) if want else verified(answer, secret_index)
        self.cases.add(case_id, verify_request(sealed, now, **dict(request)), wanted, needs)


def add_moments(judge):
    """Expired at expire + leeway, not yet valid before ctime - leeway; leeway 30 if not given."""
    for leeway in (None, 0, 1, 30, 60, 86400):
        named = {} if leeway is None else {"leeway": leeway}
        width = 30 if leeway is None else leeway
        name = "default" if leeway is None else leeway
        for case, want, now in (
            ("last-moment", 0, EXPIRE + width - 1),
            ("expired", 32, EXPIRE + width),
            ("first-moment", 0, NOW - width),
            ("too-early", 33, NOW - width - 1),
        ):
            judge.add(f"leeway-{name}-{case}", want, now=now, request=named)
    judge.add("in-the-middle", now=NOW + TTL // 2)
    judge.add("long-expired", 32, now=EXPIRE + 10**9)
    judge.add("long-before", 33, now=NOW - 10**9)
    judge.add("at-unix-0", 33, now=0)
    judge.add("expire-0", 32, expire=0)
    judge.add("expire-negative", 32, expire=-1)
    judge.add("expire-wrapped", 32, expire=-9223372035059290708)
    judge.add("expire-before-ctime-within-leeway", 0, expire=NOW - 10)
    judge.add("expire-before-ctime", 32, expire=NOW - 40)
    judge.add("ctime-negative", 0, ctime=-5, expire=EXPIRE)
    judge.add("in-milliseconds", 33, ctime=NOW * 1000, expire=EXPIRE * 1000)


def add_wide_moments(judge):
    """Moments that no calendar holds."""
    wide = ["wide_now"]
    judge.add("now-negative", 33, wide, now=-1)
    first = [*wide, "min_now"]
    judge.add("now-i64-min", 33, first, now=I64_MIN)
    judge.add("now-i64-max", 32, wide, now=I64_MAX)
    judge.add("now-after-9999", 32, wide, now=LAST_CALENDAR_MOMENT + 1)
    judge.add("now-at-ctime-i64-min", 0, first, now=I64_MIN, ctime=I64_MIN, expire=EXPIRE)
    judge.add("now-at-9999", 32, now=LAST_CALENDAR_MOMENT)


def add_saturation(judge):
    """Sums beyond 64 bits stand still at the ends."""
    wide = ["wide_now"]
    judge.add("expire-i64-max", 0, expire=I64_MAX)
    judge.add("expire-i64-max-now-i64-max", 32, wide, now=I64_MAX, expire=I64_MAX)
    judge.add("expire-i64-max-now-one-less", 0, wide, now=I64_MAX - 1, expire=I64_MAX)
    judge.add("ctime-i64-max", 33, ctime=I64_MAX, expire=I64_MAX)
    judge.add("ctime-i64-max-now-near", 0, wide, now=I64_MAX - 10, ctime=I64_MAX, expire=I64_MAX)
    huge = ["huge_duration"]
    for name, leeway in (("i64-max", I64_MAX), ("10-to-15", 10**15)):
        named = {"leeway": leeway}
        judge.add(f"leeway-{name}-long-expired", 0, huge, now=EXPIRE + 10**9, request=named)
        judge.add(f"leeway-{name}-long-before", 0, huge, now=0, request=named)
    named = {"leeway": I64_MAX}
    judge.add("leeway-i64-max-expire-i64-max", 0, huge, expire=I64_MAX, request=named)
    judge.add("leeway-i64-max-ctime-i64-max", 0, huge, ctime=I64_MAX, expire=I64_MAX, request=named)
    judge.add("leeway-i64-max-expire-i64-min", 32, huge, expire=I64_MIN, request=named)
    judge.add("leeway-i64-max-expire--1", 0, huge, now=1, ctime=0, expire=-1, request=named)


def add_app_and_user(judge):
    """The app always; the user where one is named, byte for byte."""
    judge.add("app-same", app_id=APP)
    judge.add("app-other", 30, app_id=APP + 1)
    judge.add("app-1", 30, app_id=1)
    judge.add("app-u32-max", 30, app_id=U32_MAX)
    judge.add("app-1-expected", request={"app_id": 1}, app_id=1)
    judge.add("app-u32-max-expected", request={"app_id": U32_MAX}, app_id=U32_MAX)
    for name, in_token, named, want in (
        ("not-named", "user1", None, 0),
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
        ("empty-in-token-not-named", "", None, 0),
        ("emoji", "\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467", 0),
        ("emoji-other", "\U0001f469", "\U0001f467", 31),
        ("composed-against-combining", "\u00e9", "e\u0301", 31),
        ("full-width", "user1", "user\uff11", 31),
        ("cut-at-nul", "user1\0root", "user1", 31),
        ("of-65-bytes", "u" * 65, "u" * 65, 0),
        ("of-1000-bytes", "u" * 1000, "u" * 1000, 0),
        ("quotes", "a\"b\\c'd`e", "a\"b\\c'd`e", 0),
    ):
        request = {} if named is None else {"user_id": named}
        judge.add(f"user-{name}", want, request=request, user_id=in_token)


def add_secrets(judge):
    """The current one first, then the previous ones in their order."""
    both = {"previous_secrets": [PREVIOUS, OLDER]}
    judge.add("secret-current-of-three", request=both)
    judge.add("secret-previous", request=both, secret=PREVIOUS, secret_index=1)
    judge.add("secret-older", request=both, secret=OLDER, secret_index=2)
    judge.add("secret-none-of-three", 23, request=both, secret=WRONG)
    judge.add("secret-previous-not-given", 23, secret=PREVIOUS)
    judge.add("secret-no-previous", request={"previous_secrets": []})
    judge.add("secret-previous-is-current", request={"previous_secrets": [SECRET]})
    judge.add("secret-previous-expired", 32, now=EXPIRE + 30, request=both, secret=PREVIOUS)
    judge.add("secret-previous-other-app", 30, request=both, secret=OLDER, app_id=APP + 1)
    twice = {"previous_secrets": [PREVIOUS, PREVIOUS]}
    judge.add("secret-previous-twice", request=twice, secret=PREVIOUS, secret_index=1)
    many = {"previous_secrets": [WRONG] * 9 + [PREVIOUS]}
    judge.add("secret-tenth-previous", request=many, secret=PREVIOUS, secret_index=10)
    # Where the plaintext is no claims: GCM stops at once, CBC goes on and finds nothing.
    code = 24 if judge.mode == "gcm" else 23
    for name, secret in (("current", SECRET), ("previous", PREVIOUS), ("older", OLDER)):
        sealed = token(f"verify/{judge.mode}-no-claims-{name}", judge.mode, secret, text="{}")
        request = verify_request(sealed, **both)
        judge.cases.add(f"{judge.mode}-secret-{name}-no-claims", request, error(code))


def add_envelopes(judge):
    """The envelope's expiry has to be that of the claims."""
    for name, expire in (
        ("one-more", EXPIRE + 1),
        ("one-less", EXPIRE - 1),
        ("a-year-more", EXPIRE + 31536000),
        ("0", 0),
        ("negative", -EXPIRE),
        ("i64-max", I64_MAX),
    ):
        judge.add(f"envelope-{name}", 34, envelope_expire=expire)
    judge.add("envelope-revives-expired", 34, now=EXPIRE + 60, envelope_expire=EXPIRE + 3600)


def add_authentication(cases):
    """Where GCM is demanded, a CBC token is not even decrypted."""
    demand = {"require_authenticated": True}
    Judge(cases, "gcm").add("demanded", request=demand)
    Judge(cases, "cbc").add("demanded", 38, request=demand)
    Judge(cases, "cbc").add("not-demanded", request={"require_authenticated": False})
    Judge(cases, "gcm").add("not-demanded", request={"require_authenticated": False})


def add_construction(cases):
    """A verifier that cannot be made."""
    sealed = token("verify/construction")
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
    # What is named but can be no text matches nothing.
    for field, code in (("user_id", 31), ("room_id", 35), ("stream_id", 36)):
        text = token(f"verify/named-{field}", payload=BOTH_LISTED)
        for name, value, needs in (
            ("bytes", raw_bytes(b"user1\xff"), ["bytes"]),
            ("surrogate", utf16("00750073d800"), ["utf16"]),
            ("number", 1, ["dynamic_types"]),
            ("true", True, ["dynamic_types"]),
            ("list", native('["room1"]'), ["dynamic_types"]),
        ):
            request = verify_request(text, **{field: value})
            cases.add(f"named-{field}-{name}", request, error(code), needs)
        named = {"user_id": "user1", "room_id": "room1", "stream_id": "s1"}[field]
        answer = decoded("cbc", claims(payload=BOTH_LISTED), privileges(True, True, ["s1", "s2"]))
        request = verify_request(text, **{field: named})
        cases.add(f"named-{field}-matches", request, verified(answer))
    # Nor where any stream is allowed.
    any_stream = token("verify/named-any-stream", payload=BOTH_ANY)
    for name, value, needs in (
        ("empty", "", ()),
        ("bytes", raw_bytes(b"s1\xff"), ["bytes"]),
        ("surrogate", utf16("00730031d800"), ["utf16"]),
        ("number", 1, ["dynamic_types"]),
        ("true", True, ["dynamic_types"]),
        ("list", native('["s1"]'), ["dynamic_types"]),
    ):
        request = verify_request(any_stream, stream_id=value)
        cases.add(f"named-any-stream-{name}", request, error(36), needs)
    longest = token("verify/longest", "gcm", payload="x" * (wire.MAX_PLAINTEXT - 200))
    cases.add("longest-of-another-app", verify_request(longest, app_id=1), error(30))
