"""What the attack programs share: the server, parsed tokens, and the report.

Each program prints the tokens it tried, the requests it made and the result. The exit code is 0 if
the attack failed, 1 if a forged token was accepted, and 2 if it could not be tried (for example
because the server refuses genuine tokens as well).
"""
import argparse
import base64
import os
import pathlib
import secrets
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
APP_ID = 1234567890
CBC, GCM = "cbc", "gcm"


class NotTried(Exception):
    """The attack could not be tried: that is neither success nor failure."""


class Envelope:
    """The parts of a token."""

    def __init__(self, expire: int, iv: bytes, ciphertext: bytes, trailer: bytes = b""):
        self.expire, self.iv, self.ciphertext, self.trailer = expire, iv, ciphertext, trailer

    @classmethod
    def of(cls, token: str) -> "Envelope":
        raw = base64.b64decode(token[2:], validate=True)
        iv_end = 10 + int.from_bytes(raw[8:10], "big")
        end = iv_end + 2 + int.from_bytes(raw[iv_end : iv_end + 2], "big")
        expire = int.from_bytes(raw[:8], "big", signed=True)
        return cls(expire, raw[10:iv_end], raw[iv_end + 2 : end], raw[end:])

    def bytes(self) -> bytes:
        parts = [self.expire.to_bytes(8, "big", signed=True)]
        for part in (self.iv, self.ciphertext):
            parts += [len(part).to_bytes(2, "big"), part]
        return b"".join([*parts, self.trailer])

    def token(self) -> str:
        return "04" + base64.b64encode(self.bytes()).decode()

    def blocks(self) -> list:
        """The IV and the blocks of the ciphertext."""
        whole = self.iv + self.ciphertext
        return [whole[at : at + 16] for at in range(0, len(whole), 16)]


def xor(*parts: bytes) -> bytes:
    value = 0
    for part in parts:
        value ^= int.from_bytes(part, "big")
    return value.to_bytes(len(parts[0]), "big")


class Server:
    """The server under attack, and one connection to it that is kept open."""

    def __init__(self, program: str, *flags: str, secret: str = "", app_id: int = APP_ID):
        secret = secret or secrets.token_hex(16)
        env = {**os.environ, "ZEGO_APP_ID": str(app_id), "ZEGO_SERVER_SECRET": secret}
        env.pop("ZEGO_PREVIOUS_SERVER_SECRET", None)
        self.process = subprocess.Popen([program, *flags], env=env, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise NotTried("the server does not start")
        self.socket = socket.create_connection(("127.0.0.1", int(line.split()[2])))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = 0

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_) -> None:
        self.socket.close()
        self.process.kill()
        self.process.wait()

    def ask(self, target: str, body: bytes, last: int = 0) -> tuple:
        """Status, body, and the nanoseconds since the last bytes of the request were sent."""
        self.requests += 1
        request = f"POST {target} HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        if last:
            self.socket.sendall(request[:-last])
            request = request[-last:]
        begun = time.perf_counter_ns()
        self.socket.sendall(request)
        answer = self.socket.recv(1 << 17)
        took = time.perf_counter_ns() - begun
        head, _, got = answer.partition(b"\r\n\r\n")
        length = int(head.rsplit(b":", 1)[1])
        while len(got) < length:
            got += self.socket.recv(1 << 17)
        return int(head.split()[1]), got.decode(), took

    def mint(self, user: str, payload: str = "", mode: str = CBC, now: int = 0) -> str:
        target = f"/mint?user={user}&mode={mode}" + (f"&now={now}" if now else "")
        status, token, _ = self.ask(target, payload.encode())
        if status != 200:
            raise NotTried("the server mints no token")
        return token

    def accepts(self, token: str, **expected: str) -> bool:
        query = "&".join(f"{name}={value}" for name, value in expected.items())
        return self.ask("/verify?" + query, token.encode())[0] == 200

    def check(self, **expected: str) -> None:
        """Checks that a genuine token is accepted: otherwise a refused forgery proves nothing."""
        for mode in (CBC, GCM):
            if not self.accepts(self.mint("mallory", mode=mode), user="mallory"):
                raise NotTried("the server refuses a genuine token")


def arguments(about: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--server", default=str(ROOT / "target/release/token04-attack-server"))
    parser.add_argument("--cli", default=str(ROOT / "target/release/token04"))
    parser.add_argument("--old", action="store_true", help="flags that only older releases know")
    return parser


def report(name: str, tried: int, requests: int, accepted: int, more: str = "") -> int:
    result = f"SUCCEEDED: {accepted} accepted" if accepted else "failed, nothing accepted"
    print(f"{name}: {tried} tokens tried, {requests} requests, attack {result}{more}", flush=True)
    return 1 if accepted else 0


def main(attack, options: argparse.Namespace) -> None:
    try:
        sys.exit(attack(options))
    except NotTried as why:
        print(f"not tried: {why}", file=sys.stderr)
        sys.exit(2)
