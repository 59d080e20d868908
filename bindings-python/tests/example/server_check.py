"""The FastAPI example under uvicorn, over HTTP on loopback, also with hostile requests."""

import http.client
import json
import os
import secrets
import select
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
LONG_USER = "x" * 65
MIB = 1024 * 1024
HUGE = 400 * MIB


def environment(**changes):
    given = {
        **os.environ,
        "ZEGO_APP_ID": "1234567890",
        "ZEGO_SERVER_SECRET": SECRET,
        "SESSION_KEY": secrets.token_hex(16),
        "DEMO_USERS": f"alice:{PASSWORD},bob:{PASSWORD}b,{LONG_USER}:{PASSWORD}",
        **changes,
    }
    return {name: value for name, value in given.items() if value is not None}


def command(*words):
    server = [sys.executable, "-m", "uvicorn", "--app-dir", str(EXAMPLES), "fastapi_server:app"]
    return [*server, "--host", "127.0.0.1", *words]


@pytest.fixture(name="server", scope="module")
def serving():
    # uvicorn inherits the listening socket: no other process can take the port in between.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        given = {"env": environment(), "pass_fds": [listener.fileno()]}
        process = subprocess.Popen(command("--fd", str(listener.fileno())), **given)
        try:
            yield listener.getsockname()[1], process.pid
        finally:
            process.terminate()
            assert process.wait(20) is not None


@pytest.fixture(name="port")
def port_of(server):
    return server[0]


def memory(pid, name):
    """A line of the server's memory, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name + ":"))


def post(port, path, body=None, cookie=None):
    deadline = time.monotonic() + 20
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Content-Type": "application/json"}
    if cookie:
        headers["Cookie"] = cookie
    text = body if isinstance(body, (str, bytes)) else json.dumps(body or {})
    connection.request("POST", path, text, headers)
    response = connection.getresponse()
    text = response.read().decode()
    assert time.monotonic() < deadline
    connection.close()
    return response, text


def signed_in(port, user_id, password):
    response, _ = post(port, "/sign-in", {"user_id": user_id, "password": password})
    assert response.status == 200
    return response.getheader("Set-Cookie").split(";")[0]


def test_without_a_session_there_is_no_token(port):
    for cookie in (None, "session=forged", "user_id=alice"):
        response, text = post(port, "/token", {"user_id": "alice"}, cookie)
        assert response.status == 401
        assert "token" not in json.loads(text)
    response, _ = post(port, "/sign-in", {"user_id": "alice", "password": "guessed"})
    assert response.status == 401
    assert response.getheader("Set-Cookie") is None


def test_the_signed_in_user_gets_a_token(port):
    cookie = signed_in(port, "alice", PASSWORD)
    for body in ({}, {"user_id": "bob"}):
        response, text = post(port, "/token?user_id=bob", body, cookie)
        assert response.status == 200
        assert response.getheader("Cache-Control") == "no-store"
        fields = json.loads(text)
        assert set(fields) == {"token", "issued_at", "expires_at", "refresh_at"}
        verifier = token04.TokenVerifier(1234567890, SECRET)
        verified = verifier.verify_user(fields["token"], "alice")
        assert verified.claims.expire == fields["expires_at"]
        assert abs(fields["expires_at"] - time.time() - 3600) < 60
        assert fields["refresh_at"] == fields["expires_at"] - 30


def upload(port, path, cookie, chunked):
    """Sends a huge body until the server responds or closes; `(status or None, bytes sent)`."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        size = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {HUGE}"
        lines = [f"POST {path} HTTP/1.1", "Host: x", "Content-Type: application/json", size]
        lines += [f"Cookie: {cookie}"] if cookie else []
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        piece = b" " * MIB
        framed = b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece
        sent = 0
        while sent < HUGE and not select.select([connection], [], [], 0)[0]:
            try:
                connection.sendall(framed)
            except OSError:  # closed by the server, whose response may still be there to read
                break
            sent += len(piece)
        if chunked and sent >= HUGE:
            connection.sendall(b"0\r\n\r\n")
        try:
            line = connection.recv(65536).split(b"\r\n")[0]
        except ConnectionResetError:
            return None, sent
        return int(line.split()[1]), sent


@pytest.mark.parametrize("chunked", [False, True], ids=["declared", "chunked"])
@pytest.mark.parametrize(
    ("path", "signed", "status"),
    [("/sign-in", False, 413), ("/token", False, 401), ("/token", True, 413)],
)
def test_a_huge_body_is_refused_and_not_kept(server, path, signed, status, chunked):
    port, pid = server
    cookie = signed_in(port, "alice", PASSWORD) if signed else None
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    before = memory(pid, "VmRSS")
    got, sent = upload(port, path, cookie, chunked)
    grown = memory(pid, "VmHWM") - before
    assert grown < 32 * MIB, f"{grown // MIB} MiB"
    assert sent < 64 * MIB, "the server kept reading"
    # A client that is still sending may find the connection closed before it reads the response.
    assert got in (status, None)


@pytest.mark.parametrize("chunked", [False, True], ids=["declared", "chunked"])
@pytest.mark.parametrize(("signed", "status"), [(False, 401), (True, 413)])
def test_a_body_over_the_limit_gets_its_status(port, signed, status, chunked):
    cookie = signed_in(port, "alice", PASSWORD) if signed else None
    body = b" " * (16 * 1024 + 1)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Cookie": cookie} if cookie else {}
    given = [body[:9000], body[9000:]] if chunked else body
    connection.request("POST", "/token", given, headers, encode_chunked=chunked)
    assert connection.getresponse().status == status
    connection.close()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "null",
        "[]",
        '"alice"',
        "[" * 16000,
        '{"user_id": 7, "password": []}',
        '{"user_id": "alice", "user_id": {}}',
        '{"user_id": "\\ud800", "password": "\\udfff"}',
        b"\xff\xfe{}",
        b'{"user_id": "\xff", "password": "x"}',
        '{"user_id": "alice", "password": NaN}',
        '{"user_id": "alice", "password": "p\\u0000"}',
        "x" * 16384,
    ],
)
def test_a_bad_body_is_refused(port, body):
    response, text = post(port, "/sign-in", body)
    assert response.status in (400, 401, 422), text
    assert response.getheader("Set-Cookie") is None
    assert "Traceback" not in text
    json.loads(text)


def test_a_refused_body_is_not_repeated(port):
    response, text = post(port, "/sign-in", {"user_id": ["alice"], "password": PASSWORD})
    assert response.status == 422
    assert PASSWORD not in text


def test_a_user_id_that_is_too_long_is_refused(port):
    cookie = signed_in(port, LONG_USER, PASSWORD)
    response, text = post(port, "/token", {}, cookie)
    assert response.status == 400
    messages = {code: message for code, _, message in token04._core.ERROR_TABLE}
    assert json.loads(text) == {"detail": messages[token04.ErrorCode.USER_ID_INVALID]}


def test_the_server_is_still_there(port):
    assert post(port, "/token", {}, signed_in(port, "alice", PASSWORD))[0].status == 200


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"ZEGO_SERVER_SECRET": None},
            "variable ZEGO_SERVER_SECRET is not set: server secret must",
        ),
        ({"ZEGO_SERVER_SECRET": SECRET * 2}, "variable ZEGO_SERVER_SECRET is invalid: server"),
        ({"ZEGO_APP_ID": None}, "variable ZEGO_APP_ID is not set: app id must be an integer"),
        ({"ZEGO_APP_ID": "my-app"}, "variable ZEGO_APP_ID is invalid: app id must be an integer"),
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
def test_the_other_examples_report_what_is_missing(name):
    program = [sys.executable, str(EXAMPLES / f"{name}.py")]
    given = {"capture_output": True, "text": True, "timeout": 60, "check": False}
    ran = subprocess.run(program, env=environment(ZEGO_SERVER_SECRET=None), **given)
    assert ran.returncode == 1
    assert "ZEGO_SERVER_SECRET" in ran.stderr and "Traceback" not in ran.stderr
