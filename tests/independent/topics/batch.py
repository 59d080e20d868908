"""`generate_batch`: results in input order; a bad user id never affects the others."""

from topics.common import (
    BAD_NOWS,
    BOTH_ANY,
    LAST_NOW,
    MODES,
    Topic,
    error,
    generate_request,
    minted,
    native,
    raw_bytes,
    repeat,
    utf16,
)
from topics.inputs import room_for_payload


def topic():
    """Lists of users, good and bad."""
    cases = Topic("batch", "Many users in one call.")
    for mode in MODES:
        add(cases, f"{mode}-empty", [], mode)
        add(cases, f"{mode}-one", ["user1"], mode)
        add(cases, f"{mode}-three", ["user1", "user2", "user3"], mode)
        add(cases, f"{mode}-same-user", ["user1"] * 5, mode)
        add(cases, f"{mode}-a-thousand", [f"user{number}" for number in range(1000)], mode)
        add(
            cases,
            f"{mode}-scripts",
            ["\u7528\u6237", "\U0001f389", "e\u0301", 'a"b\\c', "\x01"],
            mode,
        )
        add(cases, f"{mode}-bad-first", ["", "user1"], mode)
        add(cases, f"{mode}-bad-last", ["user1", ""], mode)
        add(
            cases,
            f"{mode}-bad-among-good",
            ["user1", "", "user2", "u" * 65, "user3", "a\0b", "user4"],
            mode,
        )
        add(cases, f"{mode}-all-bad", ["", "\0", "u" * 65], mode)
        add(cases, f"{mode}-limits", ["u" * 64, "u" * 65, "\u7528" * 21, "\u7528" * 22], mode)
        add(cases, f"{mode}-with-payload", ["user1", "user2"], mode, BOTH_ANY)
    for name, value, needs in (
        ("bytes", raw_bytes(b"\xff"), ["bytes"]),
        ("surrogate", utf16("d800"), ["utf16"]),
        ("null", None, ["null_text"]),
        ("number", 7, ["dynamic_types"]),
        ("true", True, ["dynamic_types"]),
        ("list", native('["user2"]'), ["dynamic_types"]),
    ):
        request = generate_request("generate_batch", user_ids=["user1", value, "user3"])
        want = [{"token": minted()}, error(3), {"token": minted(user_id="user3")}]
        cases.add(f"user-{name}", request, {"results": want}, needs)
    add_payloads(cases)
    for name, now in BAD_NOWS:
        request = generate_request("generate_batch", now=now)
        cases.add(f"now-{name}", request, error(13), ["wide_now"])
    for now in (0, LAST_NOW):
        request = generate_request("generate_batch", now=now)
        cases.add(f"now-{now}", request, {"results": [{"token": minted(ctime=now)}]})
    for name, change, code in (
        ("app-0", {"app_id": 0}, 1),
        ("secret-31", {"secret": "s" * 31}, 5),
        ("ttl-0", {"ttl": 0}, 6),
        ("ttl-negative", {"ttl": -5}, 6),
    ):
        cases.add(name, generate_request("generate_batch", **change), error(code))
    request = generate_request("generate_batch", ttl=0, user_ids=["", "user1"])
    cases.add("ttl-0-and-bad-users", request, error(6))
    request = generate_request("generate_batch", app_id=0, user_ids=[])
    cases.add("app-0-and-no-users", request, error(1))
    request = generate_request("generate_batch", now=..., user_ids=["user1", "user2"])
    want = [{"token": minted(user_id=user, ctime=None)} for user in ("user1", "user2")]
    cases.add("clock", request, {"results": want})
    return cases


def is_good(user):
    """1 to 64 bytes without NUL."""
    return 1 <= len(user.encode()) <= 64 and "\0" not in user


def add(cases, name, users, mode="cbc", payload=""):
    """A token for each good user, error 3 at the index of each other."""
    want = [
        {"token": minted(mode, user_id=user, payload=payload)} if is_good(user) else error(3)
        for user in users
    ]
    request = generate_request("generate_batch", mode=mode, user_ids=users, payload=payload)
    cases.add(name, request, {"results": want})


def add_payloads(cases):
    """A payload that fits with a short user id but not with a long one."""
    room = room_for_payload({"user_id": "user1"})
    payload = repeat("x", room)
    request = generate_request(
        "generate_batch", user_ids=["user1", "user10", "u", "", "user2"], payload=payload
    )
    want = [
        {"token": minted(payload=payload)},
        error(7),
        {"token": minted(user_id="u", payload=payload)},
        error(3),
        {"token": minted(user_id="user2", payload=payload)},
    ]
    cases.add("payload-fits-some", request, {"results": want})
    request = generate_request(
        "generate_batch", user_ids=["user1", "u"], payload=repeat("x", 2**17)
    )
    cases.add("payload-fits-none", request, {"results": [error(7), error(7)]})
    for name, value, needs in (
        ("bytes", raw_bytes(b"\xff"), ["bytes"]),
        ("surrogate", utf16("d800"), ["utf16"]),
        ("object", native('{"a":1}'), ["dynamic_types"]),
        ("null", None, ["null_text"]),
    ):
        request = generate_request("generate_batch", user_ids=["user1", "", "user3"], payload=value)
        cases.add(f"payload-{name}", request, {"results": [error(7), error(3), error(7)]}, needs)
