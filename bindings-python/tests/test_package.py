"""What the conformance cases do not cover: Python's own part of the package."""

import ast
import collections.abc
import copy
import datetime
import inspect
import json
import os
import pickle
import re
import subprocess
import sys
import threading
import time
import typing
from pathlib import Path

import pytest

import token04
from token04 import _core, _errors

SECRET = "fa94dd0f974cf2e293728a526b028271"


@pytest.fixture(name="generator", params=["cbc", "gcm"])
def made(request):
    return token04.TokenGenerator(1234567890, SECRET, request.param)


def test_exceptions_follow_the_table():
    for code, name, message in _core.ERROR_TABLE:
        assert message and name
        assert code in range(1, 100)
    with pytest.raises(ValueError, match="app id must be") as caught:
        token04.TokenGenerator(0, SECRET)
    error = caught.value
    assert isinstance(error, token04.InvalidInput)
    assert (error.code, error.name, str(error)) == _core.ERROR_TABLE[0]
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, str(again)) == (error.code, str(error))
    codes = {value for key, value in vars(_errors).items() if key.startswith("ERROR_CODE_")}
    assert codes == {0, 1, 3, 5, 6}
    assert error.code == token04.ErrorCode.APP_ID_INVALID
    assert type(error.code) is int


def test_the_types_match_the_core():
    for mode in typing.get_args(token04.Mode):
        assert token04.TokenGenerator(1, SECRET, mode).mode == mode
    good = token04.TokenGenerator(1, SECRET).identity_token("user1", 60)
    assert token04.explain(good, SECRET).severity is None
    assert token04.explain(good).severity == "note"
    root = Path(__file__).resolve().parents[2]
    cases = json.loads((root / "tests/vectors/explain.json").read_text(encoding="utf-8"))
    found = set(re.findall(r'"severity": "([a-z]+)"', json.dumps(cases)))
    assert found | {"note"} == set(typing.get_args(token04.Severity))


def test_an_object_that_holds_a_secret_is_not_copied(generator):
    for holder in (generator, token04.TokenVerifier(1, SECRET)):
        for send in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError, match="holds a secret"):
                send(holder)
        assert SECRET not in repr(holder)


def test_ttl_is_whole_seconds(generator):
    issued = generator.issue("user1", datetime.timedelta(hours=1), "", now=100)
    assert (issued.expires_at, issued.refresh_at) == (3700, 3670)
    assert issued.issued_at_time.isoformat() == "1970-01-01T00:01:40+00:00"
    assert issued.expires_at_time.isoformat() == "1970-01-01T01:01:40+00:00"
    assert issued.refresh_at_time.isoformat() == "1970-01-01T01:01:10+00:00"
    assert token04.inspect(issued.token).expire_time == issued.expires_at_time
    far = generator.issue("user1", 10**15, "", now=100)
    assert far.expires_at == 10**15 + 100
    assert far.expires_at_time is None
    for bad in (datetime.timedelta(seconds=1.5), 3600.0, True, "3600", None):
        with pytest.raises(token04.InvalidInput) as caught:
            generator.identity_token("user1", bad)
        assert caught.value.code == 6


def test_the_clock_is_looked_up_at_each_call(generator, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1700000000.9)
    assert generator.issue("user1", 60, "").issued_at == 1700000000
    info = token04.generate_token04(1, "user1", SECRET, 60, "")
    assert token04.decode(info.token, SECRET).claims.ctime == 1700000000


def test_freezegun(generator):
    freezegun = pytest.importorskip("freezegun")
    with freezegun.freeze_time("2023-11-14 22:13:20"):
        assert generator.issue("user1", 60, "").issued_at == 1700000000
        info = token04.generate_token04(1, "user1", SECRET, 60, "")
        assert token04.decode(info.token, SECRET).claims.ctime == 1700000000


def test_a_clock_in_milliseconds_is_refused(generator, monkeypatch):
    verifier = token04.TokenVerifier(1234567890, SECRET)
    token = generator.identity_token("user1", 60)
    monkeypatch.setattr(time, "time", lambda: 1700000000000.0)
    for call in (
        lambda: generator.identity_token("user1", 60),
        lambda: generator.issue("user1", 60, ""),
        lambda: generator.generate_batch([], 60, ""),
        lambda: verifier.verify(token),
        lambda: verifier.verify("no token"),
    ):
        with pytest.raises(token04.InvalidInput, match="milliseconds") as caught:
            call()
        assert caught.value.code == token04.ErrorCode.NOW_INVALID
    assert token04.generate_token04(1, "user1", SECRET, 60).error_code == 13
    assert "now_invalid" in {finding.id for finding in token04.explain(token, SECRET)}


def test_a_batch_takes_any_iterable_but_a_string(generator):
    tokens = generator.generate_batch((f"u{n}" for n in range(3)), 60, "")
    assert [token04.decode(t, SECRET).claims.user_id for t in tokens] == ["u0", "u1", "u2"]
    for none in ("user1", b"user1", bytearray(b"user1"), 5, None, object()):
        with pytest.raises(TypeError, match="^user_ids must be a list or another iterable"):
            generator.generate_batch(none, 60, "")

    def broken():
        yield "user1"
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        generator.generate_batch(broken(), 60, "")


def test_a_string_is_not_a_list_of_strings():
    rooms = token04.RoomPrivileges
    for make in (rooms.publish_only, rooms.login_and_publish):
        with pytest.raises(TypeError, match="^stream_ids must be a list .*, not str$"):
            make("room1", "stream1")
    with pytest.raises(TypeError, match="^previous_secrets must be a list .*, not str$"):
        token04.TokenVerifier(1, SECRET, previous_secrets=SECRET)
    with pytest.raises(token04.InvalidInput) as caught:
        rooms.publish_only("room1", [7])
    assert caught.value.code == 9


def test_an_error_names_a_wrong_now(generator):
    verifier = token04.TokenVerifier(1234567890, SECRET)
    token = generator.identity_token("user1", 60)
    room = token04.RoomPrivileges.login_and_publish("room1", ["s1"])
    room_token = generator.privilege_token("user1", 3600, room)
    calls = [
        lambda now: generator.generate("user1", 60, "", now=now),
        lambda now: generator.identity_token("user1", 60, now=now),
        lambda now: generator.privilege_token("user1", 60, room, now=now),
        lambda now: generator.issue("user1", 60, "", now=now),
        lambda now: generator.generate_batch(["user1"], 60, "", now=now),
        lambda now: verifier.verify(token, now=now),
        lambda now: verifier.verify_user(token, "user1", now=now),
        lambda now: verifier.verify_login(room_token, "user1", "room1", now=now),
        lambda now: verifier.verify_publish(room_token, "user1", "room1", "s1", now=now),
        lambda now: token04.explain(token, now=now),
    ]
    now = datetime.datetime.now(datetime.timezone.utc)
    for call in calls:
        for wrong in (time.time(), float("nan"), now, str(int(time.time())), True):
            with pytest.raises(TypeError, match="^now must be an int of unix seconds, such as"):
                call(wrong)
        call(int(time.time()))
        call(None)
    for call in calls[:-1]:
        for outside in (-1, 253402300800, 2**63 - 1, -(2**63), 2**63, 2**200, -(2**63) - 1):
            with pytest.raises(token04.InvalidInput) as caught:
                call(outside)
            assert caught.value.code == 13
    for outside in (-1, 253402300800, 2**200):
        assert "now_invalid" in {f.id for f in token04.explain(token, SECRET, now=outside)}


VARIABLES = {"ZEGO_APP_ID": "1234567890", "ZEGO_SERVER_SECRET": SECRET}


@pytest.fixture(name="environ")
def variables(monkeypatch):
    monkeypatch.delenv("ZEGO_PREVIOUS_SERVER_SECRET", raising=False)
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.parametrize("kind", [token04.TokenGenerator, token04.TokenVerifier])
@pytest.mark.parametrize(
    ("variable", "value", "found", "code"),
    [
        ("ZEGO_APP_ID", None, "not set", 1),
        ("ZEGO_APP_ID", "", "empty", 1),
        ("ZEGO_APP_ID", "12 ", "invalid", 1),
        ("ZEGO_SERVER_SECRET", None, "not set", 5),
        ("ZEGO_SERVER_SECRET", "", "empty", 5),
        ("ZEGO_SERVER_SECRET", SECRET * 2, "invalid", 5),
        ("ZEGO_SERVER_SECRET", SECRET[:-1] + "\udcff", "invalid", 5),
        ("ZEGO_SERVER_SECRET", "é" * 40000, "invalid", 5),
    ],
)
def test_from_env_names_the_variable(environ, kind, variable, value, found, code):
    environ.delenv(variable) if value is None else environ.setenv(variable, value)
    with pytest.raises(token04.InvalidInput) as caught:
        kind.from_env()
    constants = {code: message for code, _, message in _core.ERROR_TABLE}
    assert caught.value.code == token04.ErrorCode(code)
    expected = f"environment variable {variable} is {found}: {constants[code]}"
    assert str(caught.value) == caught.value.message == expected


def test_from_env_reads_the_previous_secret(environ, generator):
    token = generator.identity_token("user1", 60)
    environ.setenv("ZEGO_PREVIOUS_SERVER_SECRET", "")
    assert token04.TokenVerifier.from_env().verify(token).secret_index == 0
    environ.setenv("ZEGO_PREVIOUS_SERVER_SECRET", "short")
    with pytest.raises(token04.InvalidInput, match="ZEGO_PREVIOUS_SERVER_SECRET is invalid: "):
        token04.TokenVerifier.from_env()
    environ.setenv("ZEGO_SERVER_SECRET", "x" * 32)
    environ.setenv("ZEGO_PREVIOUS_SERVER_SECRET", SECRET)
    assert token04.TokenVerifier.from_env().verify(token).secret_index == 1
    # The order of the checks: the environment, then what the caller gave.
    for kind, given in (
        (token04.TokenGenerator, {"mode": "ecb"}),
        (token04.TokenVerifier, {"leeway": -1}),
    ):
        with pytest.raises(token04.InvalidInput) as caught:
            kind.from_env(**given)
        assert caught.value.code in (10, 11)
    environ.setattr(os, "environ", {})
    with pytest.raises(token04.InvalidInput, match="ZEGO_APP_ID is not set"):
        token04.TokenGenerator.from_env(mode="ecb")


def test_a_batch_leaves_other_threads_running(generator):
    ticks = []
    done = threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(1)
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    users = [f"user{n}" for n in range(300000)]
    before = len(ticks)
    generator.generate_batch(users, 60, "x" * 400)
    during = len(ticks) - before
    done.set()
    thread.join()
    assert during > 5


def repeats(tokens):
    """How many tokens repeat the nonce of another one. A nonce has 31 random bits: N tokens have
    about N^2 / 2^32 equal pairs by chance.
    """
    return len(tokens) - len({token04.decode(token, SECRET).claims.nonce for token in tokens})


def test_threads_share_a_generator(generator):
    found = []

    def work():
        found.extend(generator.identity_token("user1", 60) for _ in range(2000))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16000
    assert repeats(found) <= 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_forked_workers_draw_other_randomness(generator):
    """Like gunicorn with --preload: the parent makes the generator, and its workers mint."""
    generator.identity_token("user1", 60)  # the parent has drawn before it forks

    def mint():
        batch = generator.generate_batch(["user1"] * 250, 60, "", now=0)
        return batch + [generator.identity_token("user1", 60, now=0) for _ in range(250)]

    readers = []
    for _ in range(4):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            with os.fdopen(writer, "w") as out:
                out.write("\n".join(mint()))
            os._exit(0)
        os.close(writer)
        readers.append((child, reader))
    found = mint()
    for child, reader in readers:
        with os.fdopen(reader) as source:
            found.extend(source.read().split())
        assert os.waitpid(child, 0)[1] == 0
    assert len(found) == 2500
    assert repeats(found) <= 4


def test_subinterpreters_get_a_clear_error():
    script = (
        "import importlib\n"
        "for name in ('_interpreters', '_xxsubinterpreters'):\n"
        "    try: m = importlib.import_module(name); break\n"
        "    except ImportError: pass\n"
        "i = m.create()\n"
        "r = None\n"
        "try: r = m.run_string(i, 'import token04')\n"
        "except Exception as e: r = e\n"
        "print(r)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "does not support subinterpreters" in ran.stdout


def test_explain_returns_findings(generator):
    token = generator.identity_token("user1", 60)
    report = token04.explain(token, SECRET * 2)
    assert report.severity == "error"
    assert len(report) == len(list(report)) == len(report[:])
    first = report[0]
    assert (first.id, first.severity) == ("secret_is_app_sign", "error")
    assert "AppSign" in first.message
    assert first.advice.startswith("Use the ServerSecret")
    assert 6000103 in first.sdk_codes
    assert json.loads(report.to_json())["findings"][0]["id"] == first.id
    assert "Finding(severity='error', id='secret_is_app_sign')" in repr(report)
    with pytest.raises(IndexError):
        report[99]


def test_a_report_is_a_sequence(generator):
    token = generator.privilege_token("user1", 60, token04.RoomPrivileges.login_only("room1"))
    report = token04.explain(token, SECRET * 2, user_id="user2", kit=True)
    findings = list(report)
    assert isinstance(report, collections.abc.Sequence)
    assert len(findings) == len(report) >= 2
    assert report[:] == report[0 : len(report)] == tuple(findings)
    assert (report[-1], report[::-1]) == (findings[-1], tuple(findings[::-1]))
    assert list(reversed(report)) == findings[::-1]
    assert findings[1] in report and "no finding" not in report
    assert report.index(findings[1]) == report.index(findings[1], 1) == 1
    assert report.count(findings[0]) == 1
    assert report.count(None) == 0
    for outside in ({"stop": 1}, {"start": 2}):
        with pytest.raises(ValueError, match="not in"):
            report.index(findings[1], **outside)
    with pytest.raises(TypeError):
        report["0"]


def test_a_bool_is_not_a_number(generator):
    calls = {
        1: lambda: token04.TokenGenerator(True, SECRET),
        6: lambda: generator.identity_token("user1", True),
        11: lambda: token04.TokenVerifier(1, SECRET, leeway=True),
    }
    for code, call in calls.items():
        with pytest.raises(token04.InvalidInput) as caught:
            call()
        assert caught.value.code == code
    assert token04.generate_token04(True, "user1", SECRET, 60).error_code == 1
    assert token04.generate_token04(1, "user1", SECRET, True).error_code == 6


def test_the_stub_documents_what_help_documents():
    stub = Path(token04.__file__).with_name("_core.pyi").read_text(encoding="utf-8")

    def compare(node, owner):
        for item in node.body:
            if isinstance(item, ast.ClassDef):
                held = getattr(owner, item.name)
                assert inspect.cleandoc(held.__doc__) == ast.get_docstring(item), item.name
                compare(item, held)
            elif not isinstance(item, ast.FunctionDef) or item.name.startswith("__"):
                continue
            if "overload" not in ast.dump(item):
                documented = inspect.cleandoc(getattr(owner, item.name).__doc__)
                assert documented == ast.get_docstring(item), item.name

    compare(ast.parse(stub), _core)


def test_each_line_of_the_migration_table_is_a_case():
    root = Path(__file__).resolve().parents[2]
    vectors = json.loads((root / "tests/vectors/dropin.json").read_text(encoding="utf-8"))
    known = {case["id"] for case in vectors["cases"]}
    readme = (root / "bindings-python/README.md").read_text(encoding="utf-8")
    lines = readme.split("| input | upstream | here | case |")[1].split("\n\n")[0].splitlines()[2:]
    assert len(lines) >= 10
    for line in lines:
        named = re.findall(r"`(dropin/[^`]+)`", line)
        assert named, line
        assert set(named) <= known, line
