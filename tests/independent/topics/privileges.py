"""Privileges: how the three shapes are written, and how strictly they are read."""

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
    Topic,
    claims,
    decoded,
    error,
    generate_request,
    minted,
    native,
    privileges,
    raw_bytes,
    repeat,
    token,
    utf16,
    verified,
    verify_request,
)


def topic():
    """Both directions."""
    cases = Topic("privileges", "Privilege tokens: written in three shapes, read strictly.")
    add_written(cases)
    add_written_limits(cases)
    add_judged(cases)
    add_strict_reading(cases)
    return cases


def add_written(cases):
    """The payload text is exact, to the byte."""
    for mode in MODES:
        for name, shape, streams, payload in (
            ("login-only", "login_only", ..., LOGIN_ONLY),
            ("publish-only", "publish_only", STREAMS, PUBLISH_ONLY),
            ("both-listed", "login_and_publish", STREAMS, BOTH_LISTED),
            ("both-any", "login_and_publish", ..., BOTH_ANY),
        ):
            request = generate_request(
                "privilege_token", mode=mode, shape=shape, stream_ids=streams
            )
            cases.add(f"written-{mode}-{name}", request, {"token": minted(mode, payload=payload)})
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
        ("list-empty", [], 9),
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
    # Each stream is good, together they fit no token.
    request = generate_request(
        "privilege_token", shape="publish_only", stream_ids=[repeat("s", 256)] * 300
    )
    cases.add("streams-too-many", request, error(7))


def unusual_texts():
    """(name, value, needs) of what is no text."""
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


def add_judged(cases):
    """Rooms and streams, named and not named."""
    for mode in MODES:
        for name, payload, held in (
            ("login-only", LOGIN_ONLY, privileges(True, False)),
            ("publish-only", PUBLISH_ONLY, privileges(False, True, STREAMS)),
            ("both-listed", BOTH_LISTED, privileges(True, True, STREAMS)),
            ("both-any", BOTH_ANY, privileges(True, True)),
            ("no-privileges", "", None),
        ):
            sealed = token(f"privileges/judged-{mode}-{name}", mode, payload=payload)
            answer = verified(decoded(mode, claims(payload=payload), held))
            for expectation in expectations():
                label = "-".join(
                    f"{key[:-3]}-{value or 'empty'}" for key, value in expectation.items()
                )
                code = judged(held, expectation)
                cases.add(
                    f"judged-{mode}-{name}-{label or 'nothing-named'}",
                    verify_request(sealed, **expectation),
                    error(code) if code else answer,
                )


def expectations():
    """Every combination of a room and a stream, named or not."""
    for room in (None, ROOM, "room2", "Room1", ""):
        for stream in (None, "s1", "s2", "s3", ""):
            expectation = {} if room is None else {"room_id": room}
            if stream is not None:
                expectation["stream_id"] = stream
            yield expectation


def judged(held, expectation):
    """The code of the first rule broken: 37, then 35, then 36."""
    if expectation and held is None:
        return 37
    if "room_id" in expectation and not (held["login"] and expectation["room_id"] == ROOM):
        return 35
    if "stream_id" in expectation:
        stream = expectation["stream_id"]
        listed = held["stream_ids"] is None or stream in held["stream_ids"]
        if not (held["publish"] and listed and stream):
            return 36
    return 0


def add_strict_reading(cases):
    """Only the integer 1 allows; what is malformed denies, or is no privileges at all."""
    name_room, name_stream = {"room_id": ROOM}, {"stream_id": "s1"}
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
        judge_text(cases, f"login-{name}", login, name_room, 35)
        judge_text(
            cases, f"login-{name}-still-publishes", login, name_stream, privileges(False, True)
        )
        judge_text(cases, f"publish-{name}", publish, name_stream, 36)
        judge_text(
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
        judge_text(cases, f"list-{name}", text, name_stream, good if allowed else 36)
        judge_text(cases, f"list-{name}-logs-in", text, name_room, good)
        judge_text(cases, f"list-{name}-empty-named", text, {"stream_id": ""}, 36)
    empty_room = '{"room_id":"","privilege":{"1":1,"2":1}}'
    judge_text(cases, "empty-room-named", empty_room, {"room_id": ""}, 35)
    judge_text(cases, "empty-room-other-named", empty_room, name_room, 35)
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
        judge_text(cases, name, text, name_room, held)
    judge_text(cases, "no-privilege-keys", '{"room_id":"room1","privilege":{}}', name_room, 35)
    judge_text(
        cases,
        "named-keys",
        '{"room_id":"room1","privilege":{"login":1,"publish":1}}',
        name_room,
        35,
    )
    add_no_privileges(cases)


def add_no_privileges(cases):
    """Payloads that are no privileges: 37 where a room or stream is named, else accepted."""
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
    ):
        for label, named in (("room", {"room_id": ROOM}), ("stream", {"stream_id": "s1"})):
            judge_text(cases, f"none-{name}-{label}", text, named, 37)
        judge_text(cases, f"none-{name}", text, {}, None)
    for mode in MODES:
        # The payload as an object, as some upstream generators write it: servers refuse it too.
        nested = token(f"privileges/nested-{mode}", mode, payload=json.loads(BOTH_ANY))
        cases.add(f"none-nested-{mode}", verify_request(nested, room_id=ROOM), error(37))
        missing = token(f"privileges/null-{mode}", mode, payload=None)
        cases.add(f"none-null-payload-{mode}", verify_request(missing, stream_id="s1"), error(37))


def judge_text(cases, name, payload, named, want):
    """`want` is a code, or the privileges of the accepted token (None for none)."""
    sealed = token(f"privileges/{name}", "gcm", payload=payload)
    if isinstance(want, int):
        wanted = error(want)
    else:
        wanted = verified(decoded("gcm", claims(payload=payload), want))
    cases.add(f"strict-{name}", verify_request(sealed, NOW, **named), wanted)
