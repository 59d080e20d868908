"""`issue`: the token with its timestamps; refresh_at is 30 s before expiry, never before issue."""

from topics.common import (
    BAD_NOWS,
    BOTH_ANY,
    I64_MAX,
    LAST_NOW,
    MODES,
    NOW,
    Topic,
    error,
    generate_request,
    minted,
)


def topic():
    """Replies of an app server."""
    cases = Topic("issue", "The token with its timestamps.")
    for mode in MODES:
        for ttl in (1, 2, 29, 30, 31, 32, 60, 3600, 86400, 2073600, 2**31 - 1):
            add(cases, f"{mode}-ttl-{ttl}", mode, ttl)
    add(cases, "ttl-over-i32", "cbc", 2**31, needs=["wide_ttl"])
    add(cases, "at-0", "cbc", 30, now=0)
    add(cases, "at-0-ttl-1", "cbc", 1, now=0)
    add(cases, "at-0-ttl-31", "cbc", 31, now=0)
    add(cases, "at-the-end-of-9999", "cbc", 3600, now=LAST_NOW)
    for name, now in BAD_NOWS:
        request = generate_request("issue", now=now)
        cases.add(f"now-{name}", request, error(13), ["wide_now"])
    last = I64_MAX - NOW
    add(cases, "last-expiry", "cbc", last, needs=["wide_ttl", "huge_duration"])
    request = generate_request("issue", payload=BOTH_ANY)
    want = reply(minted(payload=BOTH_ANY), NOW, 3600)
    cases.add("with-payload", request, want)
    for name, change, code in (
        ("app-0", {"app_id": 0}, 1),
        ("user-empty", {"user_id": ""}, 3),
        ("user-65-bytes", {"user_id": "u" * 65}, 3),
        ("secret-31", {"secret": "s" * 31}, 5),
        ("ttl-0", {"ttl": 0}, 6),
        ("ttl-negative", {"ttl": -1}, 6),
    ):
        cases.add(name, generate_request("issue", **change), error(code))
    return cases


def reply(token, now, ttl):
    expire = now + ttl
    return {
        "token": token,
        "issued_at": now,
        "expires_at": expire,
        "refresh_at": max(now, expire - 30),
    }


def add(cases, name, mode, ttl, now=NOW, needs=()):
    request = generate_request("issue", mode=mode, ttl=ttl, now=now)
    cases.add(name, request, reply(minted(mode, ttl=ttl, ctime=now), now, ttl), needs)
