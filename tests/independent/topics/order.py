"""The order of checks: a case for each neighbouring pair; the first failure is the answer."""

import wire
from topics.common import (
    APP,
    BOTH_LISTED,
    LOGIN_ONLY,
    MODES,
    NOW,
    PREVIOUS,
    SECRET,
    TTL,
    WRONG,
    Topic,
    error,
    generate_request,
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
}


def topic():
    """Making, then judging."""
    cases = Topic("order", "Two things are wrong at once: the check that comes first answers.")
    add_one_call(cases)
    add_generator(cases)
    add_judging(cases)
    return cases


def broken(op, *codes, **base):
    """A request that is wrong in several ways."""
    changes = dict(base)
    for code in codes:
        changes.update(BAD[code])
    return generate_request(op, **changes)


def later_pairs(order):
    """Every check with every later one; neighbours are among them."""
    for place, first in enumerate(order):
        for second in order[place + 1 :]:
            yield first, second


def add_one_call(cases):
    """The drop-in: 1, 3, 5, 6, 7."""
    order = (1, 3, 5, 6, 7)
    for first, second in later_pairs(order):
        instead = {"java": error(-1)} if first == 7 else None
        request = broken("generate_token04", first, second)
        cases.add(f"drop-in-{first}-before-{second}", request, error(first), (), instead)
    cases.add("drop-in-all", broken("generate_token04", *order), error(1))


def add_generator(cases):
    """TokenGenerator: at construction 1, 5, 10; per call 3, 6, then 8, 9, then 7."""
    for op in ("generate", "issue"):
        for first, second in later_pairs((1, 5, 10, 3, 6, 7)):
            needs = ["mode_text"] if 10 in (first, second) else ()
            cases.add(
                f"{op}-{first}-before-{second}", broken(op, first, second), error(first), needs
            )
    for first, second in later_pairs((1, 5, 10, 3, 6)):
        needs = ["mode_text"] if 10 in (first, second) else ()
        request = broken("identity_token", first, second)
        cases.add(f"identity_token-{first}-before-{second}", request, error(first), needs)
    base = {"shape": "publish_only", "stream_ids": ["s1"]}
    for first, second in later_pairs((1, 5, 10, 3, 6, 8, 9)):
        needs = ["mode_text"] if 10 in (first, second) else ()
        request = broken("privilege_token", first, second, **base)
        cases.add(f"privilege_token-{first}-before-{second}", request, error(first), needs)
    long_list = [repeat("s", 256)] * 300
    for first in (1, 3, 5, 6, 8):
        request = broken("privilege_token", first, shape="publish_only", stream_ids=long_list)
        request.update(BAD[first])
        cases.add(f"privilege_token-{first}-before-7", request, error(first))
    for name, streams in (("first", ["", *long_list]), ("last", [*long_list, ""])):
        request = generate_request("privilege_token", shape="publish_only", stream_ids=streams)
        cases.add(f"privilege_token-9-before-7-{name}", request, error(9))
    for first, second in ((1, 5), (1, 6), (5, 10), (5, 6), (10, 6)):
        needs = ["mode_text"] if 10 in (first, second) else ()
        request = broken("generate_batch", first, second)
        cases.add(f"generate_batch-{first}-before-{second}", request, error(first), needs)
    # A bad lifetime is the whole call's; a bad user or payload stands at its own index.
    request = broken("generate_batch", 6, 7)
    request["user_ids"] = ["", "user1"]
    cases.add("generate_batch-6-before-3-and-7", request, error(6))
    request = broken("generate_batch", 7)
    request["user_ids"] = ["", "user1"]
    cases.add("generate_batch-3-before-7", request, {"results": [error(3), error(7)]})


def add_judging(cases):
    """20; 38; 23/24; 34; 30; 32; 33; 31; 37; 35; 36."""
    Order(cases, "construction").add("1-before-5", 1, app_id=0, secret="short")
    Order(cases, "construction").add("5-before-20", 5, text="04", secret="short")
    Order(cases, "construction").add("1-before-20", 1, text="04", app_id=0)
    Order(cases, "construction").add(
        "previous-5-before-20", 5, text="04", previous_secrets=["short"]
    )
    needs = ["negative_leeway"]
    Order(cases, "construction").add("1-before-11", 1, needs, app_id=0, leeway=-1)
    Order(cases, "construction").add("5-before-11", 5, needs, secret="short", leeway=-1)
    Order(cases, "construction").add(
        "previous-5-before-11", 5, needs, previous_secrets=["short"], leeway=-1
    )
    Order(cases, "construction").add("11-before-20", 11, needs, text="04", leeway=-1)
    demand = {"require_authenticated": True}
    whole = token("order/38")
    Order(cases, "cbc").add("20-before-38", 20, text=whole + " ", **demand)
    Order(cases, "cbc").add("38-before-23", 38, text=token("order/38-23", secret=WRONG), **demand)
    not_claims = token("order/38-not-claims", text="{}")
    Order(cases, "cbc").add("38-before-not-claims", 38, text=not_claims, **demand)
    not_encrypted = wire.text_of(wire.envelope(0, bytes(16), bytes(16)))
    Order(cases, "cbc").add("38-before-decryption", 38, text=not_encrypted, **demand)
    Order(cases, "cbc").add(
        "38-before-34", 38, text=token("order/38-34", envelope_expire=1), **demand
    )
    Order(cases, "cbc").add("38-before-30", 38, text=whole, app_id=1, **demand)
    for mode in MODES:
        add_judging_in(Order(cases, mode))


def add_judging_in(order):
    """Every judgement with every later one, in one mode."""
    mode = order.mode
    wrong = token(f"order/23-{mode}", mode, WRONG, envelope_expire=1, app_id=1)
    order.add("23-before-the-rest", 23, text=wrong, user_id="other", room_id="x", now=0)
    no_claims = token(f"order/24-{mode}", mode, text="[]", envelope_expire=1)
    order.add(
        "24-before-the-rest", 24 if mode == "gcm" else 23, text=no_claims, user_id="other", now=0
    )
    # What breaks each rule: claims, envelope, request.
    broken_by = {
        34: ({}, {"envelope_expire": EXPIRE + 86400 * 10000}, {}),
        30: ({"app_id": APP + 1}, {}, {}),
        32: ({"expire": NOW - 1000}, {}, {}),
        33: ({"ctime": NOW + 1000}, {}, {}),
        31: ({"user_id": "root1"}, {}, {"user_id": "user1"}),
        37: ({"payload": "no privileges"}, {}, {"room_id": "room1", "stream_id": "s1"}),
        35: ({"payload": BOTH_LISTED}, {}, {"room_id": "room2"}),
        36: ({"payload": BOTH_LISTED}, {}, {"stream_id": "s9"}),
    }
    for first, second in later_pairs((34, 30, 32, 33, 31, 37, 35, 36)):
        if (first, second) in ((37, 35), (37, 36)):
            continue  # a token without privileges breaks 37 alone; both are named there
        fields, envelope, request = {}, {}, {}
        for code in (second, first):
            fields.update(broken_by[code][0])
            envelope.update(broken_by[code][1])
            request.update(broken_by[code][2])
        fields.setdefault("expire", EXPIRE)
        sealed = token(f"order/{mode}-{first}-{second}", mode, **fields, **envelope)
        order.add(f"{first}-before-{second}", first, text=sealed, **request)
    absent = token(f"order/{mode}-37", mode, payload="{}")
    order.add("37-before-35", 37, text=absent, room_id="")
    order.add("37-before-36", 37, text=absent, stream_id="")
    order.add("37-before-35-and-36", 37, text=absent, room_id="room2", stream_id="s9")
    login = token(f"order/{mode}-35-36", mode, payload=LOGIN_ONLY)
    order.add("35-before-36-login-only", 35, text=login, room_id="room2", stream_id="s1")
    previous = token(f"order/{mode}-23-30", mode, PREVIOUS, app_id=APP + 1)
    order.add("23-tries-all-before-30", 30, text=previous, previous_secrets=[WRONG, PREVIOUS])


class Order:
    """Adds cases of one mode."""

    def __init__(self, cases, mode):
        self.cases = cases
        self.mode = mode

    def add(self, name, code, needs=(), text=None, **request):
        sealed = token("order/any") if text is None else text
        self.cases.add(f"{self.mode}-{name}", verify_request(sealed, **request), error(code), needs)
