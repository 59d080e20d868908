"""Joux's "forbidden attack": two GCM tokens with one nonce give the GHASH key, and with it any token."""
import json
import time

import gf128
from common import Envelope, xor

TAG_BYTES = 16
UNKNOWN = 0  # in the claims: the attacker does not know this byte


class Known:
    """A GCM token whose claims the attacker knows, except for bytes that are UNKNOWN."""

    def __init__(self, token: str, claims: bytes):
        self.envelope = Envelope.of(token)
        self.claims = claims
        sealed = self.envelope.ciphertext
        self.ciphertext, self.tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]

    def key_stream(self) -> dict:
        """The bytes of the key stream, by position, that the known claims reveal."""
        pairs = enumerate(zip(self.ciphertext, self.claims))
        return {at: one ^ two for at, (one, two) in pairs if two != UNKNOWN}


def coefficients(ciphertext: bytes) -> list:
    """GHASH as a polynomial in the key; the constant term, which is 0, comes first."""
    padded = ciphertext + bytes(-len(ciphertext) % 16)
    blocks = [padded[at : at + 16] for at in range(0, len(padded), 16)]
    blocks.append(bytes(8) + (8 * len(ciphertext)).to_bytes(8, "big"))
    return [0] + [gf128.element(one) for one in reversed(blocks)]


def ghash(key: int, ciphertext: bytes) -> bytes:
    value = 0
    for one in reversed(coefficients(ciphertext)):
        value = gf128.multiply(value, key) ^ one
    return gf128.block(value)


def authentication_key(tokens: list) -> tuple:
    """The GHASH key and the mask of the tag, which all tokens with one nonce share."""
    first, second, *others = sorted(tokens, key=lambda token: len(token.ciphertext))
    poly = gf128.added(coefficients(first.ciphertext), coefficients(second.ciphertext))
    poly[0] = gf128.element(xor(first.tag, second.tag))
    for key in gf128.roots(poly):
        mask = xor(first.tag, ghash(key, first.ciphertext))
        if all(xor(ghash(key, one.ciphertext), mask) == one.tag for one in others):
            yield key, mask


def forged(tokens: list, app_id: int, user_id: str) -> list:
    """A token for any user under each key that fits the given tokens with one nonce."""
    stream = {}
    for token in tokens:
        stream.update(token.key_stream())
    now = int(time.time())
    claims = {"app_id": app_id, "user_id": user_id, "nonce": 1, "ctime": now, "expire": now + 3600}
    plain = json.dumps(claims, separators=(",", ":")).encode()
    if not all(at in stream for at in range(len(plain))):
        return []
    ciphertext = bytes(one ^ stream[at] for at, one in enumerate(plain))
    made = []
    for key, mask in authentication_key(tokens):
        tag = xor(ghash(key, ciphertext), mask)
        made.append(Envelope(now + 3600, tokens[0].envelope.iv, ciphertext + tag, b"\x01").token())
    return made
