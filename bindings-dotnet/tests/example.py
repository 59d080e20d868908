#!/usr/bin/env python3
"""example.py COMMAND...: starts the example server and asks it over HTTP."""
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
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.load(error)


def serve() -> None:
    port = free_port()
    session = {"DEMO_SESSION": "letmein=user1", "PORT": str(port)}
    server = start(ZEGO_APP_ID="1234567890", ZEGO_SERVER_SECRET=SECRET, **session)
    try:
        line = server.stdout.readline()
        assert line == f"listening on {port}\n", line + server.stdout.read()
        for _ in range(3):
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
    finally:
        server.kill()
        server.wait()


def refuse(wanted: str, **env: str) -> None:
    server = start(PORT="0", **env)
    text, _ = server.communicate(timeout=60)
    assert server.returncode == 1 and re.search(wanted, text), text
    assert SECRET not in text


serve()
refuse("ZEGO_APP_ID is not set")
refuse("ZEGO_SERVER_SECRET is not set", ZEGO_APP_ID="7")
refuse("ZEGO_SERVER_SECRET is refused.*AppSign", ZEGO_APP_ID="7", ZEGO_SERVER_SECRET=SECRET * 2)
print("ok: the example over HTTP")
