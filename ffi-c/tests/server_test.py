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


def post(port, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", "/token", BODY, {"Content-Type": "application/json", **headers})
    response = connection.getresponse()
    answer = response.status, response.getheader("Cache-Control"), json.loads(response.read())
    connection.close()
    return answer


def start(environment):
    return subprocess.Popen(
        [SERVER], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def check_service():
    server = start(GOOD)
    try:
        line = server.stdout.readline()
        port = int(re.fullmatch(r"listening on (\d+)\n", line)[1])
        for headers in ({}, {"Authorization": "Bearer other"}, {"Authorization": "Bearer "}):
            status, cache, _ = post(port, headers)
            assert (status, cache) == (401, "no-store"), (status, cache)
        status, cache, made = post(port, {"Authorization": "Bearer letmein"})
        assert (status, cache) == (200, "no-store"), (status, cache)
        assert made["token"].startswith("04")
        assert made["refresh_at"] == made["expires_at"] - 30
        return made["token"]
    finally:
        server.terminate()
        server.wait(20)


def check_start(environment, wanted):
    server = start(environment)
    text, _ = server.communicate(timeout=20)
    assert server.returncode == 1, server.returncode
    assert wanted in text and SECRET not in text, text


token = check_service()
check_start(BASE, "app id")
check_start({**BASE, "ZEGO_APP_ID": "7"}, "server secret")
check_start({**GOOD, "ZEGO_SERVER_SECRET": SECRET * 2}, "AppSign")
# The token is that of the session's user, whatever the body says.
verify = os.path.join(os.path.dirname(SERVER), "verify")
for user, code in (("user1", 0), ("somebody-else", 31)):
    ended = subprocess.run([verify, token, user], env={**GOOD}, capture_output=True)
    assert ended.returncode == code, (user, ended.returncode)
print("ok   the example server over HTTP")
