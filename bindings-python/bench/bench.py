"""The cost of one call, compared with others in the same run; the lowest of several rounds counts.

`core`: the same token in Rust, without Python around it. `empty`: a call with the signature and
argument conversions of `generate` that returns a constant string of a token's length. `plain`: the
same work written with `cryptography`. `PyJWT`: HS256.
"""

import base64
import hmac
import json
import secrets
import struct
import sys
import time
import timeit

import jwt
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import token04
from token04 import _core

APP = 1234567890
SECRET = secrets.token_hex(16)
USER = "user1"
ROUNDS = 400
# Shorter than a time slice of the scheduler, so that the lowest time was not interrupted.
SLICE = 0.0007
BATCH = [f"user{n}" for n in range(1000)]

PRIVILEGES = token04.RoomPrivileges.login_and_publish("room1", ["stream1"])
PAYLOAD = PRIVILEGES.payload()
CBC = token04.TokenGenerator(APP, SECRET)
GCM = token04.TokenGenerator(APP, SECRET, "gcm")
TOKEN = CBC.privilege_token(USER, 10**6, PRIVILEGES)
VERIFIER = token04.TokenVerifier(APP, SECRET)
EMPTY = _core.Empty()
KEY = SECRET.encode()


def plain_claims(user_id, ttl, payload):
    now = int(time.time())
    claims = {
        "app_id": APP,
        "user_id": user_id,
        "nonce": secrets.randbelow(2**31),
        "ctime": now,
        "expire": now + ttl,
        "payload": payload,
    }
    return now + ttl, json.dumps(claims, separators=(",", ":")).encode()


def synthetic_iv(mode, expire, text):
    message = b"token04 siv v1" + struct.pack(">Bq", mode, expire) + text
    return hmac.digest(KEY, message, "sha256")


def plain_cbc(user_id, ttl, payload):
    expire, text = plain_claims(user_id, ttl, payload)
    padding = 16 - len(text) % 16
    text += bytes([padding]) * padding
    iv = synthetic_iv(0, expire, text)[:16]
    encryptor = Cipher(algorithms.AES(KEY), modes.CBC(iv)).encryptor()
    body = encryptor.update(text) + encryptor.finalize()
    envelope = struct.pack(">qH", expire, 16) + iv + struct.pack(">H", len(body)) + body
    return "04" + base64.b64encode(envelope).decode()


PREPARED = AESGCM(KEY)


def plain_gcm(user_id, ttl, payload):
    expire, text = plain_claims(user_id, ttl, payload)
    iv = synthetic_iv(1, expire, text)[:12]
    body = PREPARED.encrypt(iv, text, None)
    envelope = struct.pack(">qH", expire, 12) + iv + struct.pack(">H", len(body)) + body + b"\x01"
    return "04" + base64.b64encode(envelope).decode()


def plain_jwt(user_id, ttl, payload):
    now = int(time.time())
    claims = {"sub": user_id, "iat": now, "exp": now + ttl, "payload": payload}
    return jwt.encode(claims, SECRET, algorithm="HS256")


def core(mode, payload):
    return lambda: _core.core_nanoseconds(APP, SECRET, mode, payload, 1000)


# name: (the call, tokens each call makes)
CALLS = {
    "empty call": (lambda: EMPTY.generate(USER, 3600, ""), 1),
    "empty call, payload": (lambda: EMPTY.generate(USER, 3600, PAYLOAD), 1),
    "identity_token": (lambda: CBC.identity_token(USER, 3600), 1),
    "generate": (lambda: CBC.generate(USER, 3600, PAYLOAD), 1),
    "verify_publish": (lambda: VERIFIER.verify_publish(TOKEN, USER, "room1", "stream1"), 1),
    "privilege_token": (lambda: CBC.privilege_token(USER, 3600, PRIVILEGES), 1),
    "privilege_token, gcm": (lambda: GCM.privilege_token(USER, 3600, PRIVILEGES), 1),
    "issue": (lambda: CBC.issue(USER, 3600, PAYLOAD), 1),
    "drop-in": (lambda: token04.generate_token04(APP, USER, SECRET, 3600, PAYLOAD), 1),
    "batch, identity": (lambda: CBC.generate_batch(BATCH, 3600, ""), len(BATCH)),
    "batch, payload": (lambda: CBC.generate_batch(BATCH, 3600, PAYLOAD), len(BATCH)),
    "plain, identity": (lambda: plain_cbc(USER, 3600, ""), 1),
    "plain, payload": (lambda: plain_cbc(USER, 3600, PAYLOAD), 1),
    "plain, payload, gcm": (lambda: plain_gcm(USER, 3600, PAYLOAD), 1),
    "PyJWT, identity": (lambda: plain_jwt(USER, 3600, ""), 1),
    "PyJWT, payload": (lambda: plain_jwt(USER, 3600, PAYLOAD), 1),
}
CORE = {
    "core, identity": core(0, ""),
    "core, payload": core(0, PAYLOAD),
    "core, payload, gcm": core(1, PAYLOAD),
}
# Each call with a goal, and the core, empty call and plain code that it is compared with.
GOALS = [
    ("identity_token", "core, identity", "empty call", "plain, identity"),
    ("generate", "core, payload", "empty call, payload", "plain, payload"),
    ("privilege_token", "core, payload", "empty call, payload", "plain, payload"),
    ("privilege_token, gcm", "core, payload, gcm", "empty call, payload", "plain, payload, gcm"),
    # Without a goal: it prepares the key and converts the secret in each call.
    ("drop-in", "core, payload", "empty call, payload", "plain, payload"),
]


def check_plain():
    """Checks that the plain code makes tokens that verify: it does the same work."""
    verifier = token04.TokenVerifier(APP, SECRET)
    for token in (plain_cbc(USER, 60, PAYLOAD), plain_gcm(USER, 60, PAYLOAD)):
        assert verifier.verify_user(token, USER).claims.payload == PAYLOAD


def measure():
    """Nanoseconds per token, by name: rounds over all, so that a busy machine slows all equally."""
    timers = {}
    for name, (call, tokens) in CALLS.items():
        timer = timeit.Timer(call)
        once = min(timer.timeit(5) / 5 for _ in range(20))
        timers[name] = (timer, max(1, int(SLICE / once)), tokens)
    least = dict.fromkeys([*CALLS, *CORE], float("inf"))
    for _ in range(ROUNDS):
        for name, (timer, loops, tokens) in timers.items():
            least[name] = min(least[name], timer.timeit(loops) / loops / tokens * 1e9)
        for name, nanoseconds in CORE.items():
            least[name] = min(least[name], nanoseconds())
    return least


def main():
    check_plain()
    least = measure()
    print(f"CPython {sys.version.split()[0]}, nanoseconds per token, lowest of {ROUNDS} rounds")
    for name, nanoseconds in least.items():
        print(f"  {name:22} {nanoseconds:8.0f}")
    print("call                     ns   core + 3 empty   within   plain / call   PyJWT / call")
    missed = []
    for name, core_name, empty, plain in GOALS:
        allowed = least[core_name] + 3 * least[empty]
        ratio = least[plain] / least[name]
        jwt_name = "PyJWT, identity" if "identity" in name else "PyJWT, payload"
        within = least[name] <= allowed
        print(
            f"{name:20} {least[name]:6.0f} {allowed:16.0f} {'yes' if within else 'NO':>8}"
            f" {ratio:14.1f} {least[jwt_name] / least[name]:14.1f}"
        )
        if not within and name != "drop-in":
            missed.append(name)
    for name in ("batch, identity", "batch, payload"):
        plain = "plain" + name[len("batch") :]
        print(f"{name:20} {least[name]:6.0f} {'':25} {least[plain] / least[name]:14.1f}")
    if missed:
        raise SystemExit(f"over core + 3 empty calls: {', '.join(missed)}")


if __name__ == "__main__":
    main()
