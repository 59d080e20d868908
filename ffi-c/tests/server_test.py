"""python3 server_test.py SERVER: the example server over HTTP on loopback."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time

SERVER = os.path.abspath(sys.argv[1])
SECRET = "fa94dd0f974cf2e293728a526b028271"
KEPT = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
BASE = {**KEPT, "PORT": "0", "DEMO_SESSION": "letmein=user1"}
GOOD = {**BASE, "ZEGO_APP_ID": "1234567890", "ZEGO_SERVER_SECRET": SECRET}
BODY = json.dumps({"user_id": "somebody-else"})


def post(port, headers, body=BODY):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", "/token", body, {"Content-Type": "application/json", **headers})
    return response_of(connection)


def post_without_length(port):
    """Like `curl -X POST`: no body, and no header for one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest("POST", "/token")
    connection.putheader("Authorization", "Bearer letmein")
    connection.endheaders()
    return response_of(connection)


def response_of(connection):
    response = connection.getresponse()
    for name, value in response.getheaders():
        assert "user id" not in value, name
    result = response.status, response.getheader("Cache-Control"), json.loads(response.read())
    connection.close()
    return result


def start(environment):
    return subprocess.Popen(
        [SERVER], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def port_of(server):
    return int(re.fullmatch(r"listening on (\d+)\n", server.stdout.readline())[1])


def check_service():
    server = start(GOOD)
    try:
        port = port_of(server)
        for headers in ({}, {"Authorization": "Bearer other"}, {"Authorization": "Bearer "}):
            status, cache, _ = post(port, headers)
            assert (status, cache) == (401, "no-store"), (status, cache)
        status, cache, made = post(port, {"Authorization": "Bearer letmein"})
        assert (status, cache) == (200, "no-store"), (status, cache)
        assert made["token"].startswith("04")
        assert made["refresh_at"] == made["expires_at"] - 30
        assert post_without_length(port)[0] == 200
        multipart = {
            "Authorization": "Bearer letmein",
            "Content-Type": "multipart/form-data; boundary=x",
        }
        form = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
        assert post(port, multipart, form)[0] == 200
        return made["token"]
    finally:
        server.terminate()
        server.wait(20)


def check_bad_session():
    """A session whose user is not a valid user id: 400 for the client, the reason in the log."""
    for user in (b"u" * 65, b"u" * 100_000, b"\xff", b"\xed\xa0\x80"):
        server = start({**GOOD, "DEMO_SESSION": os.fsdecode(b"letmein=" + user)})
        try:
            port = port_of(server)
            for _ in range(2):
                result = post(port, {"Authorization": "Bearer letmein"})
                assert result == (400, "no-store", {"error": "user_id_invalid"}), result
            assert server.poll() is None, "the server ended"
        finally:
            server.terminate()
            text, _ = server.communicate(timeout=20)
        assert "no token: user id" in text, text


KNOWN = "Authorization: Bearer letmein"
CHUNKED = "Transfer-Encoding: chunked"
EXPECT = "Expect: 100-continue"
LONG = "Content-Length: 400000000"
ENDLESS = (b"40000\r\n" + b"x" * 0x40000 + b"\r\n") * 64


def head(*headers, line="POST /token HTTP/1.1"):
    return "\r\n".join([line, "Host: x", *headers, "", ""]).encode()


# A description, what is sent, the status, and the longest wait in seconds. The pieces of a list are
# sent one after the other; None closes the connection.
HOSTILE = [
    # Without a session, the server does not wait for, ask for or read a body.
    ("a long body, no session", head(LONG), 401, 2),
    ("a short body, no session", head("Content-Length: 9"), 401, 2),
    ("an endless body, no session", head(CHUNKED) + ENDLESS, 401, 2),
    ("an announced body, no session", head(EXPECT, LONG), 401, 2),
    ("a long body, a wrong session", head(KNOWN + "x", LONG), 401, 2),
    # With a session, only a short body is read.
    ("a long body", head(KNOWN, LONG), 413, 2),
    ("an announced body", head(EXPECT, KNOWN, LONG), 413, 2),
    ("an endless body", head(KNOWN, CHUNKED) + ENDLESS, 413, 2),
    ("a slow body", [head(KNOWN, "Content-Length: 900")] + [b"x"] * 40, 408, 8),
    ("a body that stops", head(KNOWN, "Content-Length: 9") + b"1", 400, 7),
    ("a bad chunk", head(KNOWN, CHUNKED) + b"zz\r\n", 400, 7),
    ("two lengths", head(KNOWN, "Content-Length: 1", "Content-Length: 0") + b"1", 400, 2),
    ("a length and chunks", head(KNOWN, CHUNKED, "Content-Length: 1") + b"1", 400, 2),
    ("a negative length", head(KNOWN, "Content-Length: -1"), 400, 2),
    ("a length that is not a number", head(KNOWN, "Content-Length: abc"), 400, 2),
    ("a length over 64 bits", head(KNOWN, "Content-Length: " + "9" * 30), 413, 2),
    ("another method with a body", head(KNOWN, LONG, line="PUT /token HTTP/1.1"), 405, 2),
    ("another path with a body", head(KNOWN, LONG, line="POST /other HTTP/1.1"), 404, 2),
    ("another method", head(KNOWN, line="GET /token HTTP/1.1"), 405, 2),
    ("a TLS handshake", b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400, 7),
    ("a long path", head(KNOWN, line=f"POST /{'x' * 9000} HTTP/1.1"), (400, 414), 7),
    ("a long header", head("X: " + "x" * 9000), (400, 401, 431), 7),
    ("a request that stops", b"POST /token HTTP/1.1\r\nHost:", (None, 400, 408), 7),
    ("a client that leaves", [head(KNOWN, "Content-Length: 9"), None], None, 2),
]


def hostile(port, sent):
    """The status of the response, None without one, and all of its bytes."""
    pieces = sent if isinstance(sent, list) else [sent]
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        try:
            for piece in pieces:
                if piece is None:
                    return None, b""
                connection.sendall(piece)
                time.sleep(0.2 if len(pieces) > 1 else 0)
        except (BrokenPipeError, ConnectionResetError):
            pass  # The server has already replied.
        received = b""
        try:
            while more := connection.recv(65536):
                received += more
        except ConnectionResetError:
            pass
    status = re.match(rb"HTTP/1\.1 (\d+) ", received)
    return (int(status[1]) if status else None), received


def resident(server):
    with open(f"/proc/{server.pid}/status") as status:
        return int(re.search(r"VmHWM:\s*(\d+)", status.read())[1]) // 1024


def check_hostile():
    server = start(GOOD)
    failed = []
    try:
        port = port_of(server)
        for what, sent, wanted, longest in HOSTILE:
            begun = time.monotonic()
            status, received = hostile(port, sent)
            took = time.monotonic() - begun
            if status not in (wanted if isinstance(wanted, tuple) else (wanted,)):
                failed.append(f"{what}: {status}, not {wanted}")
            if took > longest:
                failed.append(f"{what}: {took:.1f} s")
            if b'"token"' in received or SECRET.encode() in received or b"user id" in received:
                failed.append(f"{what}: the response reveals too much")
            assert server.poll() is None, f"{what}: the server ended"
            assert post(port, {"Authorization": "Bearer letmein"})[0] == 200, what
        if resident(server) > 64:
            failed.append(f"{resident(server)} MiB resident")
    finally:
        server.terminate()
        server.wait(20)
    assert not failed, "\n".join(["", *failed])


def check_start(environment, wanted):
    server = start(environment)
    text, _ = server.communicate(timeout=20)
    assert server.returncode == 1, server.returncode
    assert wanted in text and SECRET not in text, text


token = check_service()
check_bad_session()
check_hostile()
check_start(BASE, "environment variable ZEGO_APP_ID is not set: app id")
check_start(
    {**BASE, "ZEGO_APP_ID": "7"},
    "environment variable ZEGO_SERVER_SECRET is not set: server secret",
)
check_start({**GOOD, "ZEGO_SERVER_SECRET": SECRET * 2}, "AppSign")
for port in ("abc", "", "-1", "65536", "99999"):
    check_start({**GOOD, "PORT": port}, f"cannot listen on port {port}")
first = start(GOOD)
try:
    taken = str(port_of(first))
    check_start({**GOOD, "PORT": taken}, f"cannot listen on port {taken}")
finally:
    first.kill()
# The token is for the session's user, even when the body names another.
verify = os.path.join(os.path.dirname(SERVER), "verify")
for user, error in (("user1", ""), ("somebody-else", "user_id_mismatch")):
    ended = subprocess.run([verify, token, user], env={**GOOD}, capture_output=True, text=True)
    assert ended.returncode == (1 if error else 0), (user, ended.returncode)
    assert ended.stderr.startswith(error), (user, ended.stderr)
print("ok   the example server over HTTP")
