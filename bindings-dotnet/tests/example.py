#!/usr/bin/env python3
"""example.py COMMAND...: starts the example server and sends it good and hostile requests."""
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

SECRET = "fa94dd0f974cf2e293728a526b028271"
COMMAND = sys.argv[1:]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def start(**env: str) -> subprocess.Popen:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ZEGO_")}
    out = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(COMMAND, env={**kept, **env}, **out)


def ask(port: int, path: str, method: str = "POST", **headers: str):
    url = f"http://127.0.0.1:{port}{path}"
    body = json.dumps({"user_id": "somebody-else"}).encode() if method == "POST" else None
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.headers, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.load(error)


def serve() -> None:
    port = free_port()
    session = {"DEMO_SESSION": f"letmein=user1 long={'u' * 65}", "PORT": str(port)}
    server = start(ZEGO_APP_ID="1234567890", ZEGO_SERVER_SECRET=SECRET, **session)
    try:
        line = server.stdout.readline()
        assert line == f"listening on {port}\n", line + server.stdout.read()
        for _ in range(3):
            good(port)
        hostile(port)
        good(port)
        assert server.poll() is None, "the server has ended"
    finally:
        server.kill()
        output, _ = server.communicate()
    assert SECRET not in output and "uuuu" not in output and "Exception:" not in output, output


def good(port: int) -> None:
    assert ask(port, "/token")[0] == 401
    assert ask(port, "/token", Authorization="Bearer other")[0] == 401
    assert ask(port, "/other", Authorization="Bearer letmein")[0] == 404
    assert ask(port, "/token", method="GET", Authorization="Bearer letmein")[0] == 404
    before = int(time.time())
    status, headers, made = ask(port, "/token", Authorization="Bearer letmein")
    assert status == 200 and headers["Cache-Control"] == "no-store", status
    assert headers["Content-Type"] == "application/json"
    assert sorted(made) == ["expires_at", "refresh_at", "token"]
    assert made["token"].startswith("04") and made["refresh_at"] == made["expires_at"] - 30
    assert 0 <= made["expires_at"] - 3600 - before <= 5


def hostile(port: int) -> None:
    """Each request gets its own status, and the server serves other requests in between."""
    status, _, body = ask(port, "/token", Authorization="Bearer long")
    assert status == 400 and body == {"error": "user_id_invalid"}, (status, body)
    session = "Authorization: Bearer letmein"
    huge = "Content-Length: 400000000"
    for wanted, lines, body in [
        (413, [session, huge], b"x" * 100),
        (401, [huge], b"x" * 100),
        (413, [session, "Content-Length: 1025"], b"x" * 1025),
        (413, [session, "Transfer-Encoding: chunked"], b"1000\r\n" + b"x" * 4096 + b"\r\n"),
        (400, ["Authorization: Bearer long", "Content-Length: 2"], b"{}"),
        # The body is not used: its content changes nothing.
        (200, [session, "Content-Length: 9"], b'{"user_id'),
        (200, [session, "Content-Length: 4"], b"\xff\x00\xfe\xfd"),
        (200, [session, "Transfer-Encoding: chunked"], b"2\r\n[[\r\n0\r\n\r\n"),
    ]:
        got = raw(port, lines, body)
        assert got == wanted, (wanted, got, lines)
        assert ask(port, "/token", Authorization="Bearer letmein")[0] == 200
    assert raw(port, ["Content-Length: nonsense"], b"") in (400, 401)
    # A body that never arrives delays no other request, and times out.
    slow = [send(port, [session, "Content-Length: 100"], b"{") for _ in range(20)]
    began = time.time()
    assert ask(port, "/token", Authorization="Bearer letmein")[0] == 200
    assert time.time() - began < 2, "a slow body delays the others"
    for one in slow:
        assert status_of(one) == 408
    # A client that keeps sending a huge body, which is not read, is disconnected.
    for lines in ([session, huge], [huge]):
        one = send(port, lines, b"")
        try:
            for _ in range(200):
                one.sendall(b"x" * 65536)
            raise AssertionError("the server never stops reading")
        except OSError:
            one.close()


def send(port: int, lines: list, body: bytes) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = ["POST /token HTTP/1.1", f"Host: 127.0.0.1:{port}", *lines]
    one.sendall("\r\n".join([*head, "", ""]).encode() + body)
    return one


def status_of(one: socket.socket) -> int:
    with one, one.makefile("rb") as response:
        return int(response.readline().split()[1])


def raw(port: int, lines: list, body: bytes) -> int:
    return status_of(send(port, lines, body))


def refuse(wanted: str, **env: str) -> None:
    server = start(PORT="0", **env)
    text, _ = server.communicate(timeout=60)
    assert server.returncode == 1 and re.search(wanted, text), text
    assert SECRET not in text


serve()
refuse("ZEGO_APP_ID is not set")
refuse("ZEGO_SERVER_SECRET is not set", ZEGO_APP_ID="7")
refuse("ZEGO_SERVER_SECRET is invalid.*AppSign", ZEGO_APP_ID="7", ZEGO_SERVER_SECRET=SECRET * 2)
print("ok: the example over HTTP")
