"""Resident memory: a million calls of each function, good and bad input mixed.

At 100 % of the calls the process holds at most 2 MB more than at 10 %.
"""

import datetime
import gc
import os
import pickle
import sys
import time

import token04

CALLS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ALLOWED = 2 * 1024 * 1024
APP = 1234567890
SECRET = "fa94dd0f974cf2e293728a526b028271"
USER = "user1"
SURROGATE = "\ud800"

GENERATOR = token04.TokenGenerator(APP, SECRET)
GCM = token04.TokenGenerator(APP, SECRET, "gcm")
VERIFIER = token04.TokenVerifier(APP, SECRET)
ROOM = token04.RoomPrivileges.login_and_publish("room1", ["s1", "s2"])
TOKEN = GCM.privilege_token(USER, 10**9, ROOM)
KIT = token04.kit_token(TOKEN, "room1", USER, "a name", APP)
DAMAGED = TOKEN[:-8] + "AAAAAAA="
HOUR = datetime.timedelta(hours=1)


def read_all(token):
    """Reads every property, also of nested values."""
    for name in dir(token):
        if not name.startswith("_"):
            value = getattr(token, name)
            if callable(value):
                value()
            elif type(value).__module__ == "token04":
                read_all(value)


# The good and bad calls of each function. Each returns, or raises an error of the package or a
# TypeError.
CASES = {
    "TokenGenerator": [
        lambda: token04.TokenGenerator(APP, SECRET),
        lambda: token04.TokenGenerator(APP, b"short"),
    ],
    "TokenVerifier": [
        lambda: token04.TokenVerifier(APP, SECRET, previous_secrets=[SECRET]),
        lambda: token04.TokenVerifier(APP, SECRET, leeway=1.5),
    ],
    "from_env": [
        token04.TokenGenerator.from_env,
        lambda: token04.TokenGenerator.from_env("ecb"),
        token04.TokenVerifier.from_env,
    ],
    "generate": [
        lambda: GENERATOR.generate(USER, 3600, "payload"),
        lambda: GENERATOR.generate("é" * 32, HOUR, "ü", now=5),
        lambda: GCM.generate(SURROGATE, 3600, ""),
        lambda: GCM.generate(USER, 3600, "x" * 65536),
    ],
    "identity_token": [
        lambda: GENERATOR.identity_token(USER, 3600),
        lambda: GENERATOR.identity_token(USER, 1.5),
        lambda: GENERATOR.identity_token(USER, 2**70),
        lambda: GENERATOR.identity_token(USER, 60, now=1.5),
    ],
    "privilege_token": [
        lambda: GENERATOR.privilege_token(USER, 3600, ROOM),
        lambda: GCM.privilege_token(USER, 3600, token04.RoomPrivileges.login_only("")),
        lambda: GCM.privilege_token(USER, 3600, "not privileges"),
    ],
    "issue": [
        lambda: GCM.issue(USER, 3600, "").to_json(),
        lambda: GCM.issue("", 3600, ""),
    ],
    "generate_batch": [
        lambda: GENERATOR.generate_batch([USER, "", "user2", 7], 3600, ""),
        lambda: GENERATOR.generate_batch((name for name in "abc"), 3600, ""),
        lambda: GENERATOR.generate_batch([USER], 0, ""),
        lambda: GENERATOR.generate_batch(7, 3600, ""),
    ],
    "RoomPrivileges": [
        lambda: token04.RoomPrivileges.publish_only("room1", ["s1"]).payload(),
        lambda: token04.RoomPrivileges.publish_only("room1", []),
        lambda: token04.RoomPrivileges.publish_only("room1", "s1"),
        lambda: token04.RoomPrivileges.from_flags("room1", True, False, None),
        lambda: token04.RoomPrivileges.from_flags("room1", 1, False, None),
        lambda: pickle.loads(pickle.dumps(ROOM)),
    ],
    "generate_token04": [
        lambda: token04.generate_token04(APP, USER, SECRET, 3600, ""),
        lambda: token04.generate_token04(APP, USER, SECRET, 3600, {"room_id": "r"}),
        lambda: token04.generate_token04(APP, USER, SECRET, 3600, {"a": object()}),
        lambda: token04.generate_token04(APP, USER, SECRET + "0", 3600),
    ],
    "kit_token": [
        lambda: token04.kit_token(TOKEN, "room1", USER, "a name", APP),
        lambda: token04.kit_token("none", "room1", USER, "a name", APP),
    ],
    "verify": [
        lambda: VERIFIER.verify(TOKEN),
        lambda: VERIFIER.verify_user(TOKEN, None),
        lambda: VERIFIER.verify_login(TOKEN, USER, "room1"),
        lambda: VERIFIER.verify_publish(TOKEN, USER, "room1", "s1"),
        lambda: VERIFIER.verify_publish(TOKEN, USER, "room1", ""),
        lambda: VERIFIER.verify(DAMAGED),
    ],
    "decode": [
        lambda: token04.decode(TOKEN, SECRET).claims,
        lambda: token04.decode(DAMAGED, SECRET),
        lambda: token04.decode(TOKEN, "short"),
    ],
    "inspect": [lambda: token04.inspect(KIT), lambda: token04.inspect("")],
    "explain": [
        lambda: [finding.message for finding in token04.explain(TOKEN, SECRET * 2)],
        lambda: token04.explain(SURROGATE).to_json(),
        lambda: [token04.explain(TOKEN, now=7).count(None), token04.explain(TOKEN, now=7.5)],
    ],
    "properties": [
        lambda: read_all(GCM.issue(USER, 3600, "")),
        lambda: read_all(token04.decode(TOKEN, SECRET)),
        lambda: read_all(token04.inspect(KIT)),
        lambda: vars(token04.decode(TOKEN, SECRET)),
    ],
}
# One call of these reads some 25 properties; a million properties are read in all.
READS_MANY = {"properties": 25}


def resident():
    gc.collect()
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def run(cases, calls):
    for index in range(calls):
        try:
            cases[index % len(cases)]()
        except (token04.Token04Error, TypeError):
            pass


def main():
    os.environ.update(ZEGO_APP_ID=str(APP), ZEGO_SERVER_SECRET=SECRET)
    worst = 0
    for name, cases in CASES.items():
        start = time.monotonic()
        calls = CALLS // READS_MANY.get(name, 1)
        run(cases, calls // 10)
        early = resident()
        run(cases, calls - calls // 10)
        grown = resident() - early
        worst = max(worst, grown)
        seconds = time.monotonic() - start
        print(f"{name:20} {calls:>8} calls  {grown // 1024:>6} KiB more  {seconds:5.1f} s")
        if grown > ALLOWED:
            raise SystemExit(f"{name}: grew by {grown} bytes between 10 % and 100 %")
    print(f"worst: {worst // 1024} KiB, {resident() // 1024} KiB in all")


if __name__ == "__main__":
    main()
