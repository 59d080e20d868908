"""Results are values: equal by content, readable by `vars` and JSON, redacted in print."""

import copy
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import token04

SECRET = "fa94dd0f974cf2e293728a526b028271"
GENERATOR = token04.TokenGenerator(1234567890, SECRET)
VERIFIER = token04.TokenVerifier(1234567890, SECRET)
ROOMS = token04.RoomPrivileges


def room(name="room1"):
    return ROOMS.login_and_publish(name, ["stream1"])


TOKEN = GENERATOR.privilege_token("user1", 60, room())
KIT = token04.kit_token(TOKEN, "room1", "user1", "Ann", 1234567890)
RESULTS = {
    "issue": GENERATOR.issue("user1", 60, "", now=100),
    "decode": token04.decode(TOKEN, SECRET),
    "verify": VERIFIER.verify(TOKEN),
    "inspect": token04.inspect(KIT),
    "explain": token04.explain(TOKEN, SECRET, user_id="user2"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_vars_and_json_show_the_documented_fields(name):
    result = RESULTS[name]
    documented = json.loads(result.to_json())
    assert set(vars(result)) == set(documented)
    assert json.loads(json.dumps(result, default=vars)) == documented
    for field, value in vars(result).items():
        if field != "findings":
            assert getattr(result, field) == value


def test_a_result_without_privileges_or_kit():
    for result in (
        VERIFIER.verify(GENERATOR.identity_token("user1", 60)),
        token04.inspect(TOKEN),
        token04.explain("no token"),
    ):
        assert json.loads(json.dumps(result, default=vars)) == json.loads(result.to_json())


def values():
    """One new value of each kind."""
    issued = GENERATOR.issue("user1", 60, "", now=100)
    decoded = token04.decode(TOKEN, SECRET)
    yield room()
    yield decoded
    yield decoded.claims
    yield decoded.privileges
    yield VERIFIER.verify(TOKEN)
    yield token04.inspect(KIT)
    yield token04.inspect(KIT).kit
    yield token04.explain(TOKEN, now=100)
    yield token04.explain(TOKEN, now=100)[0]
    yield token04.generate_token04(0, "user1", SECRET, 60)
    yield issued


def test_values_are_equal_by_content():
    for one, same in list(zip(values(), values()))[:-1]:  # no two issued tokens are the same
        assert one is not same
        assert one == same, one
        assert (one != same) is False, one
    issued = list(values())[-1]
    assert issued == issued and issued != GENERATOR.issue("user1", 60, "", now=100)
    assert room() != room("room2") and room() != ROOMS.publish_only("room1", ["stream1"])
    assert hash(room()) == hash(room()) and len({room(), room(), room("room2")}) == 2
    other = token04.decode(GENERATOR.identity_token("user1", 60), SECRET)
    assert other != token04.decode(TOKEN, SECRET)
    assert other.claims != token04.decode(TOKEN, SECRET).claims
    assert token04.explain(TOKEN, now=100) != token04.explain("no token", now=100)
    for value in values():
        assert value != None and value != "text"  # noqa: E711


def test_generators_and_verifiers_are_equal_only_to_themselves():
    for holder, same in (
        (GENERATOR, token04.TokenGenerator(1234567890, SECRET)),
        (VERIFIER, token04.TokenVerifier(1234567890, SECRET)),
    ):
        assert holder == holder and holder != same
        assert len({holder, same}) == 2


SHAPES = [
    ROOMS.login_only("röom"),
    ROOMS.publish_only("röom", ["s1", "s2"]),
    ROOMS.login_and_publish("röom", ["s1"]),
    ROOMS.login_and_publish_any("röom"),
    ROOMS.from_flags('"\\', True, False, None),
]


@pytest.mark.parametrize("shape", SHAPES)
def test_privileges_survive_pickling_and_copying(shape):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(shape, protocol))
        assert again == shape and again.payload() == shape.payload()
    assert copy.copy(shape) == copy.deepcopy(shape) == shape


def test_pickled_privileges_are_checked():
    for room_id, login, publish, streams, code in (
        ("", True, False, None, 8),
        ("room1", True, True, None, 9),
        ("room1", False, True, [], 9),
        ("room1", False, False, ["s1"], 12),
        ("room1", 1, True, ["s1"], 12),
    ):
        pickled = pickle.dumps(Pickled((room_id, login, publish, streams)))
        with pytest.raises(token04.InvalidInput) as caught:
            pickle.loads(pickled)
        assert caught.value.code == code


class Pickled:
    """The call that a tampered pickle of RoomPrivileges would make."""

    def __init__(self, given):
        self.given = given

    def __reduce__(self):
        return ROOMS.from_flags, self.given


def test_privileges_do_not_change():
    shape = ROOMS.login_only("room1")
    for change in (
        lambda: setattr(shape, "room_id", "room2"),
        lambda: setattr(shape, "payload", lambda: "{}"),
        lambda: shape.__setstate__({}),
    ):
        with pytest.raises((AttributeError, TypeError)):
            change()
    with pytest.raises(TypeError):
        type("Mine", (ROOMS,), {})
    with pytest.raises(TypeError):
        ROOMS()


def test_privileges_are_a_payload():
    shape = room()
    tokens = [
        GENERATOR.privilege_token("user1", 60, shape),
        GENERATOR.generate("user1", 60, shape),
        GENERATOR.generate("user1", 60, shape.payload()),
        GENERATOR.issue("user1", 60, shape).token,
        *GENERATOR.generate_batch(["user1"], 60, shape),
        token04.generate_token04(1234567890, "user1", SECRET, 60, shape).token,
    ]
    for token in tokens:
        assert VERIFIER.verify(token).claims.payload == shape.payload()
        VERIFIER.verify_publish(token, "user1", "room1", "stream1")
    for wrong in (shape.payload(), None, {}):
        with pytest.raises(token04.InvalidInput) as caught:
            GENERATOR.privilege_token("user1", 60, wrong)
        assert caught.value.code == 7


def test_a_flag_of_another_type_gets_a_hint():
    table = {code: message for code, _, message in token04._core.ERROR_TABLE}
    for login, publish, hint in (
        (1, True, "login must be a bool, not int"),
        (True, None, "publish must be a bool, not NoneType"),
        ("false", False, "login must be a bool, not str"),
    ):
        with pytest.raises(token04.InvalidInput) as caught:
            ROOMS.from_flags("room1", login, publish, ["s1"])
        assert (caught.value.code, str(caught.value)) == (12, f"{table[12]}: {hint}")
    # Streams are ignored without publish, whatever they are.
    assert ROOMS.from_flags("room1", True, False, 7) == ROOMS.login_only("room1")


def test_printing_shows_no_token_and_no_claim():
    for value in (*values(), GENERATOR, VERIFIER):
        printed = f"{value!r} {value} {[value]}"
        for hidden in (TOKEN, "user1", "room1", "stream1", SECRET, "Ann"):
            assert hidden not in printed, type(value)
    info = token04.generate_token04(1, "user1", SECRET, 60)
    assert info.token not in repr(info)


def test_the_drop_in_returns_a_plain_object():
    info = token04.generate_token04(1, "user1", SECRET, 60, "")
    assert list(vars(info)) == ["token", "error_code", "error_message"]
    assert (info.error_code, info.error_message) == (0, "success")
    assert json.loads(json.dumps(info.__dict__))["token"] == info.token
    info.token = "another"
    info.user = "mine"
    assert info.token == "another"
    made = token04.TokenInfo("t", 3, "bad")
    assert made == token04.TokenInfo(token="t", error_code=3, error_message="bad")
    assert made != info and made != ("t", 3, "bad")


def test_a_string_as_app_id_gets_a_hint():
    table = {code: message for code, _, message in token04._core.ERROR_TABLE}
    expected = f"{table[1]}: this is a str, pass int(app_id)"
    for call in (
        lambda app_id: token04.TokenGenerator(app_id, SECRET),
        lambda app_id: token04.TokenVerifier(app_id, SECRET),
        lambda app_id: token04.kit_token(TOKEN, "room1", "user1", "Ann", app_id),
    ):
        with pytest.raises(token04.InvalidInput) as caught:
            call("1234567890")
        assert (caught.value.code, str(caught.value)) == (1, expected)
        for other in (0, None, 1.5, b"1"):
            with pytest.raises(token04.InvalidInput) as caught:
                call(other)
            assert str(caught.value) == table[1]
    info = token04.generate_token04("1234567890", "user1", SECRET, 60)
    assert (info.token, info.error_code, info.error_message) == ("", 1, expected)


@pytest.mark.parametrize("broken", ["missing", "of another platform"])
def test_a_library_that_does_not_load_names_the_fix(tmp_path, broken):
    package = tmp_path / "token04"
    package.mkdir()
    for file in Path(token04.__file__).parent.iterdir():
        if file.suffix == ".py":
            (package / file.name).write_bytes(file.read_bytes())
    if broken == "of another platform":
        (package / "_core.abi3.so").write_bytes(b"\xcf\xfa\xed\xfe" + bytes(4096))
    ran = subprocess.run(
        [sys.executable, "-c", "import token04"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    last = ran.stderr.strip().splitlines()[-1]
    assert ran.returncode == 1 and last.startswith("ImportError: token04's compiled library"), last
    assert "pip install" in last and "--platform manylinux2014_x86_64" in last


def test_a_leftover_upstream_file_can_be_detected(tmp_path):
    """Python imports the first file that it finds: the README says how to see which one that is."""
    (tmp_path / "token04.py").write_text("def generate_token04(*a): ...\n", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", "import token04; print(token04.__version__)"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert ran.returncode == 1 and "has no attribute '__version__'" in ran.stderr
