"""No call copies a string that is too long for its field."""

import sys
from pathlib import Path

import pytest

import token04

SECRET = "fa94dd0f974cf2e293728a526b028271"
MIB = 1024 * 1024
# More than malloc keeps for reuse (32 MiB), so that each copy is new memory.
LENGTH = 40 * MIB
# The UTF-8 of "é" takes twice this, and CPython keeps it in the string: so each test makes its own.
CHARACTERS = {"ascii": "x", "latin": "é"}
ALLOWED = 12 * MIB

GENERATOR = token04.TokenGenerator(1234567890, SECRET)
VERIFIER = token04.TokenVerifier(1234567890, SECRET)
TOKEN = GENERATOR.identity_token("user1", 60)
ROOM_TOKEN = GENERATOR.privilege_token(
    "user1", 60, token04.RoomPrivileges.login_and_publish("room1", ["s"])
)


def peak():
    """The peak of resident memory since `reset`, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmHWM")


def grown(call):
    """How much the peak of resident memory grows in a call."""
    Path("/proc/self/clear_refs").write_text("5")
    before = peak()
    call()
    return peak() - before


def code_of(call):
    try:
        result = call()
    except token04.Token04Error as error:
        return error.code
    return getattr(result, "error_code", 0)


def calls(long):
    """`name: (code, call)`, each with one argument that is much too long."""
    rooms = token04.RoomPrivileges
    dropin = token04.generate_token04
    return {
        "TokenGenerator secret": (5, lambda: token04.TokenGenerator(1, long)),
        "TokenGenerator mode": (10, lambda: token04.TokenGenerator(1, SECRET, long)),
        "TokenVerifier secret": (5, lambda: token04.TokenVerifier(1, long)),
        "TokenVerifier previous_secrets": (
            5,
            lambda: token04.TokenVerifier(1, SECRET, previous_secrets=[long] * 3),
        ),
        "TokenVerifier previous bytes": (
            5,
            lambda raw=bytes(LENGTH): token04.TokenVerifier(1, SECRET, previous_secrets=[raw] * 3),
        ),
        "generate user_id": (3, lambda: GENERATOR.generate(long, 60, "")),
        "generate payload": (7, lambda: GENERATOR.generate("u", 60, long)),
        "identity_token": (3, lambda: GENERATOR.identity_token(long, 60)),
        "issue user_id": (3, lambda: GENERATOR.issue(long, 60, "")),
        "issue payload": (7, lambda: GENERATOR.issue("u", 60, long)),
        "generate_batch user_ids": (0, lambda: GENERATOR.generate_batch([long] * 3, 60, "")),
        "generate_batch payload": (0, lambda: GENERATOR.generate_batch(["u"] * 3, 60, long)),
        "login_only": (8, lambda: rooms.login_only(long)),
        "publish_only room": (8, lambda: rooms.publish_only(long, ["s"])),
        "publish_only streams": (9, lambda: rooms.publish_only("r", [long] * 3)),
        "login_and_publish": (9, lambda: rooms.login_and_publish("r", [long] * 3)),
        "login_and_publish_any": (8, lambda: rooms.login_and_publish_any(long)),
        "from_flags": (9, lambda: rooms.from_flags("r", True, True, [long] * 3)),
        "kit_token token": (20, lambda: token04.kit_token(long, "r", "u", "n", 1)),
        "kit_token room": (8, lambda: token04.kit_token(TOKEN, long, "u", "n", 1)),
        "kit_token user": (3, lambda: token04.kit_token(TOKEN, "r", long, "n", 1)),
        "kit_token name": (3, lambda: token04.kit_token(TOKEN, "r", "u", long, 1)),
        "verify": (20, lambda: VERIFIER.verify(long)),
        "verify_user": (31, lambda: VERIFIER.verify_user(ROOM_TOKEN, long)),
        "verify_login": (35, lambda: VERIFIER.verify_login(ROOM_TOKEN, "user1", long)),
        "verify_publish": (
            36,
            lambda: VERIFIER.verify_publish(ROOM_TOKEN, "user1", "room1", long),
        ),
        "decode token": (20, lambda: token04.decode(long, SECRET)),
        "decode secret": (5, lambda: token04.decode(TOKEN, long)),
        "inspect": (20, lambda: token04.inspect(long)),
        "explain token": (0, lambda: token04.explain(long)),
        "explain secret": (0, lambda: token04.explain(TOKEN, long)),
        "explain user_id": (0, lambda: token04.explain(TOKEN, SECRET, user_id=long)),
        "explain room_id": (0, lambda: token04.explain(TOKEN, SECRET, room_id=long)),
        "explain stream_id": (0, lambda: token04.explain(TOKEN, SECRET, stream_id=long)),
        "drop-in user_id": (3, lambda: dropin(1, long, SECRET, 60)),
        "drop-in secret": (5, lambda: dropin(1, "u", long, 60)),
        "drop-in payload": (7, lambda: dropin(1, "u", SECRET, 60, long)),
        "drop-in payload, list": (7, lambda: dropin(1, "u", SECRET, 60, [[long], 1])),
        "drop-in payload, dict": (7, lambda: dropin(1, "u", SECRET, 60, {"a": {"b": long}})),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="measured in /proc")
@pytest.mark.parametrize("character", CHARACTERS.values(), ids=CHARACTERS)
@pytest.mark.parametrize("name", calls(""))
def test_a_string_that_is_too_long_is_not_copied(character, name):
    code, call = calls(character * LENGTH)[name]
    found = []
    taken = grown(lambda: found.append(code_of(call)))
    assert found == [code]
    assert taken < ALLOWED, f"{taken // MIB} MiB"


def test_the_measurement_sees_a_copy():
    assert grown(("x" * LENGTH).encode) > ALLOWED


def test_a_container_that_holds_itself_is_refused():
    endless = []
    endless.append(endless)
    assert token04.generate_token04(1, "u", SECRET, 60, endless).error_code == 7


def test_the_longest_payload_is_accepted():
    token = GENERATOR.generate("u", 60, "é" * 32000)
    assert VERIFIER.verify(token).claims.payload == "é" * 32000
    info = token04.generate_token04(1, "u", SECRET, 60, ["x" * 60000])
    assert info.error_code == 0
