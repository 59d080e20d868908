"""The order of checks: a case for each pair; the first failure is reported."""

from topics.common import (
    APP,
    BOTH_LISTED,
    LAST_NOW,
    LOGIN_ONLY,
    MODES,
    NOW,
    PREVIOUS,
    ROOM,
    SECRET,
    TTL,
    USER,
    WRONG,
    Topic,
    error,
    foreign_token,
    generate_request,
    minted,
    repeat,
    token,
    verify_request,
)

EXPIRE = NOW + TTL
BAD = {
    1: {"app_id": 0},
    3: {"user_id": ""},
    5: {"secret": SECRET[:31]},
    6: {"ttl": 0},
    7: {"payload": repeat("x", 65520)},
    8: {"room_id": ""},
    9: {"stream_ids": [""]},
    10: {"mode": "aes"},
    12: {"login": False, "publish": False},
    13: {"now": LAST_NOW + 1},
}
NEEDS = {10: "mode_text", 13: "wide_now"}
FLAGS = {"shape": "flags", "room_id": ROOM, "login": True, "publish": True, "stream_ids": ["s1"]}


def topic():
    """Minting, then verifying."""
    cases = Topic("order", "Two things are wrong at once: the check that comes first is reported.")
    add_one_call(cases)
    add_generator(cases)
    add_privileges(cases)
    add_batch(cases)
    add_verifier(cases)
    for mode in MODES:
        add_judging_in(Order(cases, mode))
    return cases


def broken(op, *codes):
    """A request with several errors."""
    changes = {}
    for code in codes:
        changes.update(BAD[code])
    return generate_request(op, **changes)


def needs_of(*codes):
    """What a language needs to pass these errors."""
    return [NEEDS[code] for code in codes if code in NEEDS]


def later_pairs(order):
    """Every check with every later one, including the next one."""
    for place, first in enumerate(order):
        for second in order[place + 1 :]:
            yield first, second


def add_one_call(cases):
    """The drop-in: 1, 3, 5, 13, 6, 7."""
    order = (1, 3, 5, 13, 6, 7)
    for first, second in later_pairs(order):
        instead = {"java": error(-1)} if first in (7, 13) else None
        needs = ["frozen_clock", "wide_now"] if 13 in (first, second) else ()
        request = broken("generate_token04", first, second)
        cases.add(f"drop-in-{first}-before-{second}", request, error(first), needs, instead)
    cases.add("drop-in-all", broken("generate_token04", 1, 3, 5, 6, 7), error(1))


def add_generator(cases):
    """TokenGenerator: 1, 5, 10 when it is made; 3, 13, 6, 7 in each call."""
    for op in ("generate", "issue"):
        for first, second in later_pairs((1, 5, 10, 3, 13, 6, 7)):
            request = broken(op, first, second)
            needs = needs_of(first, second)
            cases.add(f"{op}-{first}-before-{second}", request, error(first), needs)
    for first, second in later_pairs((1, 5, 10, 3, 13, 6)):
        request = broken("identity_token", first, second)
        needs = needs_of(first, second)
        cases.add(f"identity_token-{first}-before-{second}", request, error(first), needs)


def with_privileges(op, codes, **more):
    """A minting request with privileges from flags and several errors."""
    fields, changes = dict(FLAGS), dict(more)
    for code in codes:
        (fields if code in (8, 9, 12) else changes).update(BAD[code])
    fields.update({key: changes.pop(key) for key in list(changes) if key in fields})
    if op == "privilege_token":
        return generate_request(op, **fields, **changes)
    return generate_request(op, privileges=fields, **changes)


def add_privileges(cases):
    """The generator, then the privileges (12, 8, 9), then the call."""
    for op in ("privilege_token", "generate", "issue"):
        for first, second in later_pairs((1, 5, 10, 12, 8, 9, 3, 13, 6)):
            if op != "privilege_token" and not {first, second} & {8, 9, 12}:
                continue  # the same without privileges
            request = with_privileges(op, (first, second))
            needs = needs_of(first, second)
            cases.add(f"{op}-privileges-{first}-before-{second}", request, error(first), needs)
        # Each stream id is valid, but together they do not fit into a token.
        long_list = [repeat("s", 256)] * 300
        for first in (1, 5, 10, 12, 8, 3, 13, 6):
            request = with_privileges(op, (first,), stream_ids=long_list)
            needs = needs_of(first)
            cases.add(f"{op}-privileges-{first}-before-7", request, error(first), needs)
        for name, streams in (("first", ["", *long_list]), ("last", [*long_list, ""])):
            request = with_privileges(op, (), stream_ids=streams)
            cases.add(f"{op}-privileges-9-before-7-{name}", request, error(9))
        cases.add(f"{op}-privileges-7", with_privileges(op, (), stream_ids=long_list), error(7))
    for name, streams in (("null", None), ("empty", [])):
        request = with_privileges("privilege_token", (12,), stream_ids=streams)
        cases.add(f"privilege_token-privileges-12-before-streams-{name}", request, error(12))
        request = with_privileges("privilege_token", (8,), stream_ids=streams)
        cases.add(f"privilege_token-privileges-8-before-streams-{name}", request, error(8))


def add_batch(cases):
    """13 and 6 are errors of the whole call; a bad user or payload is an error at its own index."""
    for first, second in later_pairs((1, 5, 10, 13, 6)):
        request = broken("generate_batch", first, second)
        needs = needs_of(first, second)
        cases.add(f"generate_batch-{first}-before-{second}", request, error(first), needs)
    for first, second in later_pairs((1, 5, 10, 12, 8, 9, 13, 6)):
        if {first, second} & {8, 9, 12}:
            request = with_privileges("generate_batch", (first, second))
            needs = needs_of(first, second)
            name = f"generate_batch-privileges-{first}-before-{second}"
            cases.add(name, request, error(first), needs)
    users = ["", "user1"]
    for first in (13, 6):
        request = {**broken("generate_batch", first, 7), "user_ids": users}
        name = f"generate_batch-{first}-before-3-and-7"
        cases.add(name, request, error(first), needs_of(first))
        request = {**broken("generate_batch", first), "user_ids": []}
        cases.add(f"generate_batch-{first}-without-users", request, error(first), needs_of(first))
    request = {**broken("generate_batch", 7), "user_ids": users}
    cases.add("generate_batch-3-before-7", request, {"results": [error(3), error(7)]})
    for code in (12, 8, 9):
        request = {**with_privileges("generate_batch", (code,)), "user_ids": users}
        cases.add(f"generate_batch-{code}-before-3", request, error(code))
    request = {**with_privileges("generate_batch", ()), "user_ids": users}
    payload = '{"room_id":"room1","privilege":{"1":1,"2":1},"stream_id_list":["s1"]}'
    want = {"results": [error(3), {"token": minted(payload=payload)}]}
    cases.add("generate_batch-3-beside-privileges", request, want)


def add_verifier(cases):
    """1, 5, 11 when it is made, the previous secrets with 5; then 13, then 20."""
    order = Order(cases, "verifier")
    bad = {
        "1": {"app_id": 0},
        "5": {"secret": "short"},
        "5-previous": {"previous_secrets": ["short"]},
        "11": {"leeway": -1},
        "13": {"now": LAST_NOW + 1},
        "20": {"text": "04"},
    }
    needs = {"11": ["negative_leeway"], "13": ["wide_now"]}
    for first, second in later_pairs(tuple(bad)):
        code = int(first.split("-")[0])
        needed = needs.get(first, []) + needs.get(second, [])
        order.add(f"{first}-before-{second}", code, needed, **bad[first], **bad[second])


def add_judging_in(order):
    """20; 38; 24; 34; 30; 32; 33; 31; 37; 35; 36: every pair, in one mode."""
    mode = order.mode
    ids = {"user_id": "other", "room_id": "room2", "stream_id": "s9"}
    wrong = {"envelope_expire": 1, "app_id": APP + 1, "ctime": NOW + 10**9, "payload": "none"}
    whole = token(mode)
    order.add("13-before-38", 13, ["wide_now"], text=token(mode, WRONG), now=LAST_NOW + 1)
    order.add("20-before-the-rest", 20, text=whole + " ", **ids)
    for name, text in (
        ("other-secret", token(mode, WRONG, **wrong)),
        ("foreign", foreign_token(f"order/38-{mode}", mode, **wrong)),
        ("foreign-no-claims", foreign_token(f"order/38-none-{mode}", mode, text="[]")),
    ):
        order.add(f"38-before-the-rest-{name}", 38, text=text, **ids)
    no_claims = token(mode, text="[]", envelope_expire=1)
    order.add("24-before-the-rest", 24, text=no_claims, **ids)
    # What breaks each rule: claims, envelope, request.
    broken_by = {
        34: ({}, {"envelope_expire": EXPIRE + 86400 * 10000}, {}),
        30: ({"app_id": APP + 1}, {}, {}),
        32: ({"expire": NOW - 1000}, {}, {}),
        33: ({"ctime": NOW + 1000}, {}, {}),
        31: ({"user_id": "root1"}, {}, {"user_id": USER}),
        37: ({"payload": "no privileges"}, {}, {}),
        35: ({}, {}, {"room_id": "room2"}),
        36: ({}, {}, {"stream_id": "s9"}),
    }
    # The calls that can report a code.
    calls = {
        31: ("verify_user", "verify_login", "verify_publish"),
        37: ("verify_login", "verify_publish"),
        35: ("verify_login", "verify_publish"),
        36: ("verify_publish",),
    }
    every = ("verify", "verify_user", "verify_login", "verify_publish")
    for first, second in later_pairs((34, 30, 32, 33, 31, 37, 35, 36)):
        for op in every:
            if op not in calls.get(first, every) or op not in calls.get(second, every):
                continue
            fields, envelope = {"payload": BOTH_LISTED, "expire": EXPIRE}, {}
            request = {"user_id": USER, "room_id": ROOM, "stream_id": "s1"}
            for code in (second, first):
                fields.update(broken_by[code][0])
                envelope.update(broken_by[code][1])
                request.update(broken_by[code][2])
            taken = (
                request
                if op == "verify_publish"
                else {
                    "verify": {},
                    "verify_user": {"user_id": request["user_id"]},
                    "verify_login": {key: request[key] for key in ("user_id", "room_id")},
                }[op]
            )
            sealed = token(mode, **fields, **envelope)
            order.add(f"{first}-before-{second}-{op}", first, text=sealed, op=op, **taken)
    absent = token(mode, payload="{}")
    for name, room, stream in (("empty", "", ""), ("other", "room2", "s9")):
        named = {"user_id": USER, "room_id": room}
        order.add(f"37-before-35-{name}", 37, text=absent, **named)
        order.add(f"37-before-35-and-36-{name}", 37, text=absent, **named, stream_id=stream)
    login = token(mode, payload=LOGIN_ONLY)
    named = {"user_id": USER, "room_id": "room2", "stream_id": "s1"}
    order.add("35-before-36-login-only", 35, text=login, **named)
    previous = token(mode, PREVIOUS, app_id=APP + 1)
    order.add("38-tries-all-before-30", 30, text=previous, previous_secrets=[WRONG, PREVIOUS])


class Order:
    """Adds cases of one mode."""

    def __init__(self, cases, mode):
        self.cases = cases
        self.mode = mode

    def add(self, name, code, needs=(), text=None, **request):
        sealed = token() if text is None else text
        self.cases.add(f"{self.mode}-{name}", verify_request(sealed, **request), error(code), needs)
