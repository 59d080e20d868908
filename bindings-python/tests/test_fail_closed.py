"""A missing value never switches a check off.

The calls of the first version are tested as well: they accepted a stranger, and must not return.
"""

import json
from pathlib import Path

import pytest

import token04

SECRET = "fa94dd0f974cf2e293728a526b028271"
GENERATOR = token04.TokenGenerator(1234567890, SECRET)
VERIFIER = token04.TokenVerifier(1234567890, SECRET)
ROOMS = token04.RoomPrivileges
OTHERS = GENERATOR.privilege_token("mallory", 60, ROOMS.login_and_publish("room1", ["stream1"]))
SESSION = {}  # nobody is signed in
REFUSED = (TypeError, token04.Token04Error)


def test_a_session_without_a_user_never_passes():
    with pytest.raises(REFUSED):
        VERIFIER.verify(OTHERS, user_id=SESSION.get("user_id"))


def test_a_missing_room_or_stream_never_matches():
    for missing in ({"room_id": None}, {"stream_id": None}, {"user_id": None, "room_id": None}):
        with pytest.raises(REFUSED):
            VERIFIER.verify(OTHERS, **missing)


def test_a_missing_user_never_matches():
    wrong = (None, "", 0, 7, True, b"mallory", [], ["mallory"], {}, object(), "\ud800")
    for user_id in wrong:
        for call in (
            lambda user: VERIFIER.verify_user(OTHERS, user),
            lambda user: VERIFIER.verify_login(OTHERS, user, "room1"),
            lambda user: VERIFIER.verify_publish(OTHERS, user, "room1", "stream1"),
        ):
            with pytest.raises(token04.TokenRefused) as caught:
                call(user_id)
            assert caught.value.code == 31
    for room_id in (*wrong, b"room1"):
        for call in (
            lambda room: VERIFIER.verify_login(OTHERS, "mallory", room),
            lambda room: VERIFIER.verify_publish(OTHERS, "mallory", room, "stream1"),
        ):
            with pytest.raises(token04.TokenRefused) as caught:
                call(room_id)
            assert caught.value.code == 35
    for stream_id in (*wrong, b"stream1"):
        with pytest.raises(token04.TokenRefused) as caught:
            VERIFIER.verify_publish(OTHERS, "mallory", "room1", stream_id)
        assert caught.value.code == 36


def test_no_argument_can_be_left_out():
    for call, given in (
        (VERIFIER.verify_user, ["mallory"]),
        (VERIFIER.verify_login, ["mallory", "room1"]),
        (VERIFIER.verify_publish, ["mallory", "room1", "stream1"]),
    ):
        assert call(OTHERS, *given).claims.user_id == "mallory"
        for count in range(len(given)):
            with pytest.raises(TypeError, match="missing"):
                call(OTHERS, *given[:count])


def test_a_token_of_another_generator_is_refused():
    upstream = Path(__file__).resolve().parents[2] / "tests/vectors/upstream.json"
    foreign = json.loads(upstream.read_text(encoding="utf-8"))["vectors"]
    tried = 0
    for case in foreign:
        secret = case["inputs"]["secret"]
        if not case["wellformed"] or secret.startswith("hex:"):
            continue
        decoded = token04.decode(case["token"], secret)
        assert not decoded.authenticated
        verifier = token04.TokenVerifier(decoded.claims.app_id, secret)
        with pytest.raises(token04.TokenRefused) as caught:
            verifier.verify(case["token"], now=max(0, decoded.claims.ctime))
        assert caught.value.code == 38
        tried += 1
    assert tried > 300


def test_a_missing_list_of_streams_grants_no_stream():
    for missing in ([None], [], [[]], [()], [iter([])]):
        with pytest.raises(REFUSED):
            GENERATOR.privilege_token("user1", 60, ROOMS.login_and_publish("room1", *missing))
    for missing in (None, [], ()):
        for make in (
            lambda streams: ROOMS.login_and_publish("room1", streams),
            lambda streams: ROOMS.publish_only("room1", streams),
            lambda streams: ROOMS.from_flags("room1", True, True, streams),
            lambda streams: ROOMS.from_flags("room1", False, True, streams),
        ):
            with pytest.raises(token04.InvalidInput) as caught:
                make(missing)
            assert caught.value.code == 9


def test_a_clock_that_returns_no_number_is_refused(monkeypatch):
    for broken in ("nan", "inf", "-inf"):
        monkeypatch.setattr("time.time", lambda broken=broken: float(broken))
        for call in (lambda: VERIFIER.verify(OTHERS), lambda: GENERATOR.identity_token("u", 60)):
            with pytest.raises(token04.InvalidInput) as refused:
                call()
            assert refused.value.code == token04.ErrorCode.NOW_INVALID
