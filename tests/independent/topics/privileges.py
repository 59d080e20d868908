"""Privileges: how `RoomPrivileges` is written, and how strictly privileges are read."""

import json

from topics.common import (
    BOTH_ANY,
    BOTH_LISTED,
    LOGIN_ONLY,
    MODES,
    NOW,
    PUBLISH_ONLY,
    ROOM,
    STREAMS,
    TTL,
    USER,
    Topic,
    claims,
    decoded,
    error,
    foreign_token,
    generate_request,
    minted,
    native,
    privileges,
    raw_bytes,
    real,
    repeat,
    room_privileges,
    token,
    utf16,
    verified,
    verify_request,
)

# Each shape with its flags.
SHAPES = {
    "login_only": (1, 0),
    "publish_only": (0, 1),
    "login_and_publish": (1, 1),
    "login_and_publish_any": (1, 1),
}


def topic():
    """Both directions."""
    cases = Topic("privileges", "Privilege tokens: written in few shapes, read strictly.")
    add_written(cases)
    add_flags(cases)
    add_as_payload(cases)
    add_written_limits(cases)
    add_verified(cases)
    add_strict_reading(cases)
    return cases


def add_written(cases):
    """The payload string is exact to the byte."""
    for mode in MODES:
        for name, shape, streams, payload in (
            ("login-only", "login_only", ..., LOGIN_ONLY),
            ("publish-only", "publish_only", STREAMS, PUBLISH_ONLY),
            ("both-listed", "login_and_publish", STREAMS, BOTH_LISTED),
            ("both-any", "login_and_publish_any", ..., BOTH_ANY),
        ):
            request = generate_request(
                "privilege_token", mode=mode, shape=shape, stream_ids=streams
            )
            cases.add(f"written-{mode}-{name}", request, {"token": minted(mode, payload=payload)})
    # An empty list grants nothing: "any stream" is a separate call.
    for shape in ("publish_only", "login_and_publish"):
        for name, streams in (("absent", ...), ("null", None), ("empty", [])):
            request = generate_request("privilege_token", shape=shape, stream_ids=streams)
            cases.add(f"written-{shape}-streams-{name}", request, error(9))
    for name, room, streams in (
        ("quotes", "r\"o\\o'm", ['s"1', "s\\2"]),
        ("slash", "a/b", ["c/d"]),
        ("html", "<r>&amp;", ["<s>&"]),
        ("cjk-and-emoji", "\u623f\u95f4\U0001f389", ["\u6d41\U0001f3a5"]),
        ("controls", "r\x01\t\n\x1f\x7f", ["s\x02\b\f\r"]),
        ("spaces", " room 1 ", [" s 1 "]),
        ("2028", "r\u2028", ["s\u2029"]),
        ("stream-twice", "room1", ["s1", "s1"]),
        ("many-streams", "room1", [f"stream-{number}" for number in range(200)]),
    ):
        text = json.dumps(
            {"room_id": room, "privilege": {"1": 1, "2": 1}, "stream_id_list": streams},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        request = generate_request(
            "privilege_token", shape="login_and_publish", room_id=room, stream_ids=streams
        )
        cases.add(f"written-{name}", request, {"token": minted(payload=text)})


def add_flags(cases):
    """From flags, as in a database row: real booleans, and neither flag is error 12."""

    def flags(name, login, publish, streams, want, needs=(), room=ROOM):
        request = generate_request(
            "privilege_token",
            shape="flags",
            room_id=room,
            login=login,
            publish=publish,
            stream_ids=streams,
        )
        reply = {"token": minted(payload=want)} if isinstance(want, str) else error(want)
        cases.add(f"flags-{name}", request, reply, needs)

    flags("login", True, False, ..., LOGIN_ONLY)
    flags("publish", False, True, STREAMS, PUBLISH_ONLY)
    flags("both", True, True, STREAMS, BOTH_LISTED)
    # Without publishing, the streams are ignored.
    for name, streams in (
        ("null", None),
        ("empty", []),
        ("good", STREAMS),
        ("bad", ["", "s" * 257, "a\0b"]),
    ):
        flags(f"login-streams-{name}", True, False, streams, LOGIN_ONLY)
        flags(f"neither-streams-{name}", False, False, streams, 12)
    for name, streams in (
        ("absent", ...),
        ("null", None),
        ("empty", []),
        ("of-empty", [""]),
        ("257-bytes", ["s" * 257]),
        ("nul", ["a\0b"]),
        ("second-empty", ["s1", ""]),
    ):
        for login in (False, True):
            which = "both" if login else "publish"
            flags(f"{which}-streams-{name}", login, True, streams, 9)
    for name, room in (("empty", ""), ("129-bytes", "r" * 129), ("nul", "a\0b")):
        flags(f"room-{name}", True, True, STREAMS, 8, room=room)
        flags(f"room-{name}-login", True, False, ..., 8, room=room)
        flags(f"room-{name}-neither", False, False, ..., 12, room=room)
    flags("room-null", True, False, ..., 8, ["null_text"], room=None)
    # A flag that is not a boolean counts as not set.
    for name, value in (
        ("1", 1),
        ("0", 0),
        ("2", 2),
        ("text-1", "1"),
        ("text-true", "true"),
        ("text-false", "false"),
        ("text-empty", ""),
        ("null", None),
        ("float", real("1.0")),
        ("nan", real("nan")),
        ("list", native("[]")),
        ("list-of-true", native("[true]")),
        ("object", native("{}")),
    ):
        needs = ["dynamic_types"]
        flags(f"login-is-{name}", value, False, ..., 12, needs)
        flags(f"publish-is-{name}", False, value, STREAMS, 12, needs)
        flags(f"login-is-{name}-publish", value, True, STREAMS, 12, needs)
        flags(f"publish-is-{name}-login", True, value, STREAMS, 12, needs)


def add_as_payload(cases):
    """`generate`, `issue` and `generate_batch` take privileges where they take a string."""
    for op in ("generate", "issue", "generate_batch"):
        for mode in MODES:
            for name, given, payload in (
                ("login-only", room_privileges(), LOGIN_ONLY),
                (
                    "publish-only",
                    room_privileges("publish_only", stream_ids=STREAMS),
                    PUBLISH_ONLY,
                ),
                (
                    "both-listed",
                    room_privileges("login_and_publish", stream_ids=STREAMS),
                    BOTH_LISTED,
                ),
                ("both-any", room_privileges("login_and_publish_any"), BOTH_ANY),
                ("flags-login", room_privileges("flags", login=True, publish=False), LOGIN_ONLY),
                (
                    "flags-both",
                    room_privileges("flags", login=True, publish=True, stream_ids=STREAMS),
                    BOTH_LISTED,
                ),
            ):
                request = generate_request(op, mode=mode, privileges=given)
                want = {"token": minted(mode, payload=payload)}
                if op == "issue":
                    want.update(issued_at=NOW, expires_at=NOW + TTL, refresh_at=NOW + TTL - 30)
                if op == "generate_batch":
                    request["user_ids"] = ["user1", "", "user2"]
                    other = {"token": minted(mode, user_id="user2", payload=payload)}
                    want = {"results": [want, error(3), other]}
                cases.add(f"payload-{op}-{mode}-{name}", request, want)
        for name, given, code in (
            ("flags-neither", room_privileges("flags", login=False, publish=False), 12),
            ("room-empty", room_privileges(room_id=""), 8),
            ("room-129-bytes", room_privileges(room_id="r" * 129), 8),
            ("streams-null", room_privileges("login_and_publish", stream_ids=None), 9),
            ("streams-empty", room_privileges("publish_only", stream_ids=[]), 9),
            ("stream-empty", room_privileges("publish_only", stream_ids=["s1", ""]), 9),
        ):
            request = generate_request(op, privileges=given)
            cases.add(f"payload-{op}-{name}", request, error(code))


def add_written_limits(cases):
    """Room ids up to 128 bytes, stream ids up to 256, counted in UTF-8."""
    for name, room, code in (
        ("128-bytes", "r" * 128, 0),
        ("129-bytes", "r" * 129, 8),
        ("empty", "", 8),
        ("nul-alone", "\0", 8),
        ("nul-inside", "a\0b", 8),
        ("nul-at-end", "room1\0", 8),
        ("cjk-126-bytes", "\u623f" * 42, 0),
        ("cjk-129-bytes", "\u623f" * 43, 8),
        ("emoji-128-bytes", "\U0001f389" * 32, 0),
        ("emoji-132-bytes", "\U0001f389" * 33, 8),
    ):
        payload = payload_text(room, 1, 0, None)
        want = error(code) if code else {"token": minted(payload=payload)}
        cases.add(f"room-{name}", generate_request("privilege_token", room_id=room), want)
    cases.add(
        "room-a-megabyte", generate_request("privilege_token", room_id=repeat("r", 2**20)), error(8)
    )
    for name, value, needs in unusual_texts():
        cases.add(
            f"room-{name}", generate_request("privilege_token", room_id=value), error(8), needs
        )
    for name, streams, code in (
        ("256-bytes", ["s" * 256], 0),
        ("257-bytes", ["s" * 257], 9),
        ("empty", [""], 9),
        ("nul-alone", ["\0"], 9),
        ("nul-inside", ["a\0b"], 9),
        ("second-empty", ["s1", ""], 9),
        ("second-257-bytes", ["s1", "s" * 257], 9),
        ("last-of-many-nul", ["s"] * 50 + ["\0"], 9),
        ("cjk-255-bytes", ["\u6d41" * 85], 0),
        ("cjk-258-bytes", ["\u6d41" * 86], 9),
        ("emoji-256-bytes", ["\U0001f3a5" * 64], 0),
    ):
        for shape, login in (("publish_only", 0), ("login_and_publish", 1)):
            payload = payload_text(ROOM, login, 1, streams)
            want = error(code) if code else {"token": minted(payload=payload)}
            request = generate_request("privilege_token", shape=shape, stream_ids=streams)
            cases.add(f"streams-{shape}-{name}", request, want)
    for name, value, needs in unusual_texts():
        request = generate_request(
            "privilege_token", shape="publish_only", stream_ids=["s1", value]
        )
        cases.add(f"streams-{name}", request, error(9), needs)
    # Values that are not lists.
    for name, value in (
        ("text", "s1"),
        ("number", 1),
        ("true", True),
    ):
        for shape in ("publish_only", "login_and_publish"):
            request = generate_request("privilege_token", shape=shape, stream_ids=value)
            cases.add(f"streams-{shape}-is-{name}", request, error(9), ["dynamic_types"])
    # Each stream is valid, but together they do not fit into a token.
    request = generate_request(
        "privilege_token", shape="publish_only", stream_ids=[repeat("s", 256)] * 300
    )
    cases.add("streams-too-many", request, error(7))


def unusual_texts():
    """(name, value, needs) of values that are not strings."""
    yield "invalid-utf8", raw_bytes(b"a\xff"), ["bytes"]
    yield "encoded-surrogate", raw_bytes(b"\xed\xa0\x80"), ["bytes"]
    yield "lone-surrogate", utf16("0061d83d"), ["utf16"]
    yield "null", None, ["null_text"]
    yield "number", 7, ["dynamic_types"]
    yield "true", True, ["dynamic_types"]
    yield "list", native('["a"]'), ["dynamic_types"]
    yield "object", native('{"a":1}'), ["dynamic_types"]


def payload_text(room, login, publish, streams):
    """The payload of a privilege token."""
    return json.dumps(
        {"room_id": room, "privilege": {"1": login, "2": publish}, "stream_id_list": streams},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def add_verified(cases):
    """Each call with each room and stream."""
    for mode in MODES:
        for name, payload, held in (
            ("login-only", LOGIN_ONLY, privileges(True, False)),
            ("publish-only", PUBLISH_ONLY, privileges(False, True, STREAMS)),
            ("both-listed", BOTH_LISTED, privileges(True, True, STREAMS)),
            ("both-any", BOTH_ANY, privileges(True, True)),
            ("no-privileges", "", None),
        ):
            sealed = token(mode, payload=payload)
            reply = verified(decoded(mode, claims(payload=payload), held))
            for ids in questions():
                label = "-".join(f"{key[:-3]}-{value or 'empty'}" for key, value in ids.items())
                code = expected_code(held, ids)
                cases.add(
                    f"judged-{mode}-{name}-{label or 'nothing-asked'}",
                    verify_request(sealed, **ids),
                    error(code) if code else reply,
                )


def questions():
    """The ids of verify, verify_user, and every room and stream of the other two."""
    yield {}
    for user in (USER, "user2", ""):
        yield {"user_id": user}
    for room in (ROOM, "room2", "Room1", "room1 ", ""):
        yield {"user_id": USER, "room_id": room}
        for stream in ("s1", "s2", "s3", "S1", ""):
            yield {"user_id": USER, "room_id": room, "stream_id": stream}
    yield {"user_id": "user2", "room_id": ROOM}
    yield {"user_id": "user2", "room_id": ROOM, "stream_id": "s1"}


def expected_code(held, ids):
    """The code of the first rule broken: 31, then 37, then 35, then 36."""
    if ids.get("user_id", USER) != USER:
        return 31
    if "room_id" not in ids:
        return 0
    if held is None:
        return 37
    stream = ids.get("stream_id")
    if ids["room_id"] != ROOM or (stream is None and not held["login"]):
        return 35
    if stream is not None:
        listed = held["stream_ids"] is None or stream in held["stream_ids"]
        if not (held["publish"] and listed and stream):
            return 36
    return 0


def add_strict_reading(cases):
    """Only the integer 1 allows; a malformed value denies, or means no privileges at all."""
    name_room = {"user_id": USER, "room_id": ROOM}
    name_stream = {**name_room, "stream_id": "s1"}
    nothing = {"user_id": USER, "room_id": ROOM, "stream_id": ""}
    for name, value in (
        ("0", "0"),
        ("2", "2"),
        ("minus-1", "-1"),
        ("11", "11"),
        ("true", "true"),
        ("text", '"1"'),
        ("point", "1.0"),
        ("exponent", "1e0"),
        ("null", "null"),
        ("list", "[1]"),
        ("object", '{"1":1}'),
    ):
        login = f'{{"room_id":"room1","privilege":{{"1":{value},"2":1}}}}'
        publish = f'{{"room_id":"room1","privilege":{{"1":1,"2":{value}}}}}'
        verify_text(cases, f"login-{name}", login, name_room, 35)
        verify_text(
            cases, f"login-{name}-still-publishes", login, name_stream, privileges(False, True)
        )
        verify_text(cases, f"publish-{name}", publish, name_stream, 36)
        verify_text(
            cases, f"publish-{name}-still-logs-in", publish, name_room, privileges(True, False)
        )
    for name, value, held in (
        ("missing", "", None),
        ("null", ',"stream_id_list":null', None),
        ("list", ',"stream_id_list":["s1"]', ["s1"]),
        ("list-with-empty", ',"stream_id_list":["","s1"]', ["", "s1"]),
        ("empty-list", ',"stream_id_list":[]', []),
        ("other", ',"stream_id_list":["s2"]', ["s2"]),
        ("text", ',"stream_id_list":"s1"', []),
        ("object", ',"stream_id_list":{"s1":1}', []),
        ("number", ',"stream_id_list":1', []),
        ("false", ',"stream_id_list":false', []),
        ("mixed", ',"stream_id_list":["s1",2]', []),
        ("with-null", ',"stream_id_list":["s1",null]', []),
        ("nested", ',"stream_id_list":[["s1"]]', []),
    ):
        text = f'{{"room_id":"room1","privilege":{{"1":1,"2":1}}{value}}}'
        allowed = held is None or "s1" in held
        good = privileges(True, True, held)
        verify_text(cases, f"list-{name}", text, name_stream, good if allowed else 36)
        verify_text(cases, f"list-{name}-logs-in", text, name_room, good)
        verify_text(cases, f"list-{name}-empty-named", text, nothing, 36)
    empty_room = '{"room_id":"","privilege":{"1":1,"2":1}}'
    no_room = {"user_id": USER, "room_id": ""}
    verify_text(cases, "empty-room-named", empty_room, no_room, 35)
    verify_text(cases, "empty-room-named-publish", empty_room, {**no_room, "stream_id": "s1"}, 35)
    verify_text(cases, "empty-room-other-named", empty_room, name_room, 35)
    for name, text, held in (
        (
            "unknown-keys",
            '{"x":1,"room_id":"room1","privilege":{"1":1,"3":1},"y":[]}',
            privileges(True, False),
        ),
        (
            "any-order",
            '{"privilege":{"2":1,"1":1},"stream_id_list":null,"room_id":"room1"}',
            privileges(True, True),
        ),
        (
            "white-space",
            ' {\n "room_id" : "room1", "privilege" : { "1" : 1 } } ',
            privileges(True, False),
        ),
        ("escapes", r'{"room_id":"room\u0031","privilege":{"\u0031":1}}', privileges(True, False)),
    ):
        verify_text(cases, name, text, name_room, held)
    verify_text(cases, "no-privilege-keys", '{"room_id":"room1","privilege":{}}', name_room, 35)
    verify_text(
        cases,
        "named-keys",
        '{"room_id":"room1","privilege":{"login":1,"publish":1}}',
        name_room,
        35,
    )
    add_no_privileges(cases)


def add_no_privileges(cases):
    """Payloads that are not privileges: error 37 if the call takes a room, else accepted."""
    for name, text in (
        ("empty", ""),
        ("text", "room1"),
        ("null", "null"),
        ("list", '[{"room_id":"room1","privilege":{"1":1}}]'),
        ("string", json.dumps(BOTH_ANY)),
        ("number", "1"),
        ("empty-object", "{}"),
        ("truncated", BOTH_ANY[:-1]),
        ("followed-by-text", BOTH_ANY + "x"),
        ("single-quotes", BOTH_ANY.replace('"', "'")),
        ("room-missing", '{"privilege":{"1":1,"2":1}}'),
        ("room-null", '{"room_id":null,"privilege":{"1":1,"2":1}}'),
        ("room-number", '{"room_id":1,"privilege":{"1":1,"2":1}}'),
        ("room-list", '{"room_id":["room1"],"privilege":{"1":1,"2":1}}'),
        ("privilege-missing", '{"room_id":"room1"}'),
        ("privilege-null", '{"room_id":"room1","privilege":null}'),
        ("privilege-list", '{"room_id":"room1","privilege":[1,1]}'),
        ("privilege-number", '{"room_id":"room1","privilege":1}'),
        ("privilege-text", '{"room_id":"room1","privilege":"{\\"1\\":1}"}'),
        ("privileges-plural", '{"room_id":"room1","privileges":{"1":1,"2":1}}'),
        ("roomId", '{"roomId":"room1","privilege":{"1":1,"2":1}}'),
        ("raw-nul-in-a-key", '{"room_id":"room1","\0":1,"privilege":{"1":1,"2":1}}'),
        ("raw-newline-in-a-key", '{"room_id":"room1","privilege":{"1":1,"2":1,"\n":0}}'),
        ("raw-tab-behind-a-key", '{"room_id":"room1","room_id\t":"x","privilege":{"1":1,"2":1}}'),
        ("bad-escape-in-a-key", r'{"room_id":"room1","\q":1,"privilege":{"1":1,"2":1}}'),
        ("raw-newline-in-a-value", '{"room_id":"room1","x":"\n","privilege":{"1":1,"2":1}}'),
    ):
        room = {"user_id": USER, "room_id": ROOM}
        for label, named in (("login", room), ("publish", {**room, "stream_id": "s1"})):
            verify_text(cases, f"none-{name}-{label}", text, named, 37)
        verify_text(cases, f"none-{name}", text, {}, None)
        verify_text(cases, f"none-{name}-user", text, {"user_id": USER}, None)
    for mode in MODES:
        # The payload as an object, as some upstream generators write it: servers refuse it too.
        for name, payload in (("nested", json.loads(BOTH_ANY)), ("null-payload", None)):
            text = token(mode, payload=payload)
            room = {"user_id": USER, "room_id": ROOM}
            cases.add(f"none-{name}-{mode}-login", verify_request(text, **room), error(37))
            request = verify_request(text, **room, stream_id="s1")
            cases.add(f"none-{name}-{mode}-publish", request, error(37))
            foreign = foreign_token(f"privileges/{name}", mode, payload=payload)
            cases.add(f"none-{name}-{mode}-foreign", verify_request(foreign, **room), error(38))


def verify_text(cases, name, payload, named, want):
    """`want` is a code, or the privileges of the accepted token (None for none)."""
    sealed = token("gcm", payload=payload)
    if isinstance(want, int):
        wanted = error(want)
    else:
        wanted = verified(decoded("gcm", claims(payload=payload), want))
    cases.add(f"strict-{name}", verify_request(sealed, NOW, **named), wanted)
