#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets into corpus/, from tests/vectors: python3 core/fuzz/seeds.py"""

import hashlib
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parent.parent / "tests" / "vectors"
SECRET = b"fa94dd0f974cf2e293728a526b028271"
LONGEST = 4096
TARGETS = ["any_text", "any_plaintext", "mutated_token", "kit", "c_abi", "cli_files"]


def text(value):
    """The bytes of a string of the vectors; None for another value."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if not isinstance(value, dict):
        return None
    if "$hex" in value:
        return bytes.fromhex(value["$hex"])
    if "$repeat" in value:
        part, times = value["$repeat"]
        return None if times > LONGEST else text(part) * times
    if "$concat" in value:
        parts = [text(part) for part in value["$concat"]]
        return None if None in parts else b"".join(parts)
    return None


def cases():
    for path in sorted(VECTORS.glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        for case in content.get("cases", []):
            yield case["request"], case["want"]
        for vector in content.get("vectors", []):
            want = {"claims_text": vector.get("claims_text")}
            yield {"token": vector["token"], "user_id": vector["inputs"]["user_id"]}, want


def claims_of(want):
    if isinstance(want.get("claims_text"), str):
        return want["claims_text"].encode()
    if isinstance(want.get("claims"), dict):
        return json.dumps(want["claims"], ensure_ascii=False).encode("utf-8", "surrogatepass")
    return None


def seeds():
    users = []
    for number, (request, want) in enumerate(cases()):
        token = text(request.get("token"))
        if token is not None and len(token) <= LONGEST:
            yield "any_text", token
            yield "mutated_token", token
            if number % 16 == 0:
                # The command line takes much longer than the core.
                for choice in (2, 7, 11, 15):
                    yield "cli_files", bytes([choice, len(SECRET)]) + SECRET + token
            if b"#" in token:
                yield "kit", token.split(b"#", 1)[1]
        secret = text(request.get("secret"))
        if request.get("op") == "explain" and secret is not None and len(secret) <= LONGEST:
            yield "any_text", secret
        claims = claims_of(want)
        if claims is not None and len(claims) <= 1020:
            for choice in (0, 1) if number % 8 else (0, 1, 2, 3, 4):
                yield "any_plaintext", bytes([choice]) + claims
            padded = claims + b" " * (-len(claims) % 4)
            sealed = bytes([100, len(padded) // 4]) + padded
            yield "c_abi", bytes([4, 255, 3, 100, 4]) + sealed + bytes([61, 5]) + b"user1" + bytes([4])
            yield "c_abi", bytes([6, 255, 3, 100]) + sealed
            yield "c_abi", bytes([9, 255, 3, 100]) + sealed
            yield "c_abi", bytes([10, 255, 7, 100]) + sealed + bytes([30, 61, 5]) + b"user1"
        user = text(request.get("user_id"))
        if user is not None and len(user) <= 255:
            users.append(user)
            short = bytes([61, len(user)]) + user
            yield "c_abi", bytes([0, 255, 3, 100]) + short + bytes([30]) + short + bytes([4])
            yield "c_abi", bytes([1, 255, 3]) + short + bytes([100, 1, 200]) + user
            yield "c_abi", bytes([2, 255, 3, 100, 0]) + short + short + bytes([50, 3, 200]) + user
            yield "c_abi", bytes([8, 255, 3, 100, 100, 0]) + short + short + short
            room, name = (text(request.get(key)) or b"" for key in ("room_id", "user_name"))
            yield "kit", b"\0".join([user, room, name])
    for start in range(0, len(users), 40):
        lines = b"\n".join(users[start : start + 40])
        for choice in (0, 1, 12):
            yield "cli_files", bytes([choice, len(SECRET)]) + SECRET + lines
    # Lists with a length that no memory can hold, followed by one that is read.
    for hostile in (0, 1, 2):
        user = bytes([61, 1, 117])
        yield "c_abi", bytes([2, 255, 3, 100, 0]) + user + user + bytes([50, 2, hostile, 61, 4])
        yield "c_abi", bytes([1, 255, 3]) + b"\x64" + user + bytes([50, 3, 61, hostile, 61, 3])
        yield "c_abi", bytes([5, 255, 3, 100, 30, 50, 2, hostile, 61, 3]) + user
    secret_length = len(SECRET) + 1
    for end in (b"\n", b"\r\n", b"\n\n", b"x"):
        yield "cli_files", bytes([1, secret_length]) + (SECRET + end)[:secret_length] + b"u1\nu2"


def main():
    written = dict.fromkeys(TARGETS, 0)
    for target in TARGETS:
        (HERE / "corpus" / target).mkdir(parents=True, exist_ok=True)
    for target, seed in seeds():
        path = HERE / "corpus" / target / hashlib.sha256(seed).hexdigest()[:40]
        if not path.exists():
            path.write_bytes(seed)
        written[target] += 1
    for target in TARGETS:
        print(f"{target}: {len(list((HERE / 'corpus' / target).iterdir()))} seeds")


if __name__ == "__main__":
    main()
