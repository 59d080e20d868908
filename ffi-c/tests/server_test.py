"""python3 server_test.py SERVER: the example server over HTTP on loopback."""

import http.client
import json
import os
import re
import subprocess
import sys

SERVER = os.path.abspath(sys.argv[1])
SECRET = "fa94dd0f974cf2e293728a526b028271"
KEPT = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
BASE = {**KEPT, "PORT": "0", "DEMO_SESSION": "letmein=user1"}
GOOD = {**BASE, "ZEGO_APP_ID": "1234567890", "ZEGO_SERVER_SECRET": SECRET}
BODY = json.dumps({"user_id": "somebody-else"})


def post(port, headers, body=BODY):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", "/token", body, {"Content-Type": "application/json", **headers})
    return answer_of(connection)


def post_without_length(port):
    """As `curl -X POST` does: no body, and no word about one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest("POST", "/token")
    connection.putheader("Authorization", "Bearer letmein")
    connection.endheaders()
    return answer_of(connection)


def answer_of(connection):
    response = connection.getresponse()
    for name, value in response.getheaders():
        assert "user id" not in value, name
    answer = response.status, response.getheader("Cache-Control"), json.loads(response.read())
    connection.close()
    return answer


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
        multipart = {"Authorization": "Bearer letmein", "Content-Type": "multipart/form-data; boundary=x"}
        form = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
        assert post(port, multipart, form)[0] == 200
        return made["token"]
    finally:
        server.terminate()
        server.wait(20)


def check_bad_session():
    """A session's user that is no user id: said in the log, not to the client."""
    server = start({**GOOD, "DEMO_SESSION": "letmein=" + "u" * 65})
    try:
        answer = post(port_of(server), {"Authorization": "Bearer letmein"})
        assert answer == (500, "no-store", {"error": "internal"}), answer
    finally:
        server.terminate()
        text, _ = server.communicate(timeout=20)
    assert "no token: user id" in text, text


def check_start(environment, wanted):
    server = start(environment)
    text, _ = server.communicate(timeout=20)
    assert server.returncode == 1, server.returncode
    assert wanted in text and SECRET not in text, text


token = check_service()
check_bad_session()
check_start(BASE, "environment variable ZEGO_APP_ID is not set: app id")
check_start(
    {**BASE, "ZEGO_APP_ID": "7"}, "environment variable ZEGO_SERVER_SECRET is not set: server secret"
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
# The token is that of the session's user, whatever the body says.
verify = os.path.join(os.path.dirname(SERVER), "verify")
for user, error in (("user1", ""), ("somebody-else", "user_id_mismatch")):
    ended = subprocess.run([verify, token, user], env={**GOOD}, capture_output=True, text=True)
    assert ended.returncode == (1 if error else 0), (user, ended.returncode)
    assert ended.stderr.startswith(error), (user, ended.stderr)
print("ok   the example server over HTTP")
