"""The FastAPI example under uvicorn, asked over HTTP on loopback."""

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import token04

SECRET = "fa94dd0f974cf2e293728a526b028271"
EXAMPLES = Path(os.environ["TOKEN04_EXAMPLES"])
PASSWORD = secrets.token_hex(8)


def environment(**changes):
    given = {
        **os.environ,
        "ZEGO_APP_ID": "1234567890",
        "ZEGO_SERVER_SECRET": SECRET,
        "SESSION_KEY": secrets.token_hex(16),
        "DEMO_USERS": f"alice:{PASSWORD},bob:{PASSWORD}b",
        **changes,
    }
    return {name: value for name, value in given.items() if value is not None}


def command(*words):
    server = [sys.executable, "-m", "uvicorn", "--app-dir", str(EXAMPLES), "fastapi_server:app"]
    return [*server, "--host", "127.0.0.1", *words]


@pytest.fixture(name="port", scope="module")
def serving():
    # uvicorn inherits the listening socket: no port can be taken in between.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        given = {"env": environment(), "pass_fds": [listener.fileno()]}
        process = subprocess.Popen(command("--fd", str(listener.fileno())), **given)
        try:
            yield listener.getsockname()[1]
        finally:
            process.terminate()
            assert process.wait(20) is not None


def post(port, path, body=None, cookie=None):
    deadline = time.monotonic() + 20
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Content-Type": "application/json"}
    if cookie:
        headers["Cookie"] = cookie
    connection.request("POST", path, json.dumps(body or {}), headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    assert time.monotonic() < deadline
    connection.close()
    return answer, text


def signed_in(port, user_id, password):
    answer, _ = post(port, "/sign-in", {"user_id": user_id, "password": password})
    assert answer.status == 200
    return answer.getheader("Set-Cookie").split(";")[0]


def test_nobody_gets_nothing(port):
    for cookie in (None, "session=forged", "user_id=alice"):
        answer, text = post(port, "/token", {"user_id": "alice"}, cookie)
        assert answer.status == 401
        assert "token" not in json.loads(text)
    answer, _ = post(port, "/sign-in", {"user_id": "alice", "password": "guessed"})
    assert answer.status == 401
    assert answer.getheader("Set-Cookie") is None


def test_the_signed_in_user_gets_a_token_of_her_own(port):
    cookie = signed_in(port, "alice", PASSWORD)
    for body in ({}, {"user_id": "bob"}):
        answer, text = post(port, "/token?user_id=bob", body, cookie)
        assert answer.status == 200
        assert answer.getheader("Cache-Control") == "no-store"
        fields = json.loads(text)
        assert set(fields) == {"token", "expires_at", "refresh_at"}
        verifier = token04.TokenVerifier(1234567890, SECRET)
        verified = verifier.verify(fields["token"], user_id="alice")
        assert verified.claims.expire == fields["expires_at"]
        assert abs(fields["expires_at"] - time.time() - 3600) < 60
        assert fields["refresh_at"] == fields["expires_at"] - 30


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"ZEGO_SERVER_SECRET": None},
            "variable ZEGO_SERVER_SECRET is not set: server secret must",
        ),
        ({"ZEGO_SERVER_SECRET": SECRET * 2}, "an AppSign, another credential"),
        ({"ZEGO_APP_ID": None}, "variable ZEGO_APP_ID is not set: app id must be an integer"),
        ({"ZEGO_APP_ID": "my-app"}, "variable ZEGO_APP_ID is refused: app id must be an integer"),
        ({"SESSION_KEY": None}, "SESSION_KEY: set at least"),
        ({"SESSION_KEY": "short"}, "SESSION_KEY: set at least"),
    ],
)
def test_without_its_secret_it_does_not_start(changes, expected):
    given = {"capture_output": True, "text": True, "timeout": 60, "check": False}
    ran = subprocess.run(command("--port", "0"), env=environment(**changes), **given)
    assert ran.returncode != 0
    lines = (ran.stdout + ran.stderr).strip().splitlines()
    assert expected in lines[-1] and "Traceback" not in ran.stderr
    assert not any(SECRET in line for line in lines)


@pytest.mark.parametrize("name", ["mint_and_verify", "drop_in"])
def test_the_other_examples_run(name):
    program = [sys.executable, str(EXAMPLES / f"{name}.py")]
    given = {"capture_output": True, "text": True, "timeout": 60, "check": False}
    ran = subprocess.run(program, env=environment(), **given)
    assert ran.returncode == 0, ran.stderr
    assert "minted" in ran.stdout


@pytest.mark.parametrize("name", ["mint_and_verify", "drop_in"])
def test_the_other_examples_tell_what_is_missing(name):
    program = [sys.executable, str(EXAMPLES / f"{name}.py")]
    given = {"capture_output": True, "text": True, "timeout": 60, "check": False}
    ran = subprocess.run(program, env=environment(ZEGO_SERVER_SECRET=None), **given)
    assert ran.returncode == 1
    assert "ZEGO_SERVER_SECRET" in ran.stderr and "Traceback" not in ran.stderr
