#!/usr/bin/env python3
"""Presents GCM tokens as CBC ones and CBC tokens as GCM ones.

The mode is one unencrypted byte at the end of a token. Counter mode reveals the AES encryption of
known blocks, and CBC decrypts blocks of the attacker's choice: a verifier that confuses the two, or
trusts an attacker's mode, can be made to accept a forged token.
"""
from common import APP_ID, CBC, GCM, Envelope, NotTried, Server, arguments, main, report, xor

PAYLOADS = ["", "p" * 40, '{"room_id":"room1","privilege":{"1":1,"2":1},"stream_id_list":null}']
COUNTERS = 4


def as_cbc(token: Envelope):
    """Each way to present a GCM token as CBC: with or without the tag, cut and padded to blocks."""
    counters = [number.to_bytes(4, "big") for number in range(COUNTERS)]
    ivs = [token.iv + counter for counter in counters] + [bytes(16), token.ciphertext[:16]]
    for body in (token.ciphertext, token.ciphertext[:-16], token.ciphertext[16:]):
        whole = len(body) - len(body) % 16
        for ciphertext in (body[:whole], body + bytes(-len(body) % 16), body[len(body) - whole :]):
            for iv in ivs:
                yield Envelope(token.expire, iv, ciphertext)
    yield Envelope(token.expire, token.iv, token.ciphertext)


def key_stream_as_cbc(token: Envelope, claims: bytes):
    """Blocks whose decryption is known: the key stream is the AES encryption of each counter."""
    stream = xor(token.ciphertext[: len(claims)], claims)
    blocks = [stream[at : at + 16] for at in range(0, len(stream) - 15, 16)]
    for at, block in enumerate(blocks):
        counter = token.iv + (at + 2).to_bytes(4, "big")
        # The attacker chooses the whole plaintext of such a token, up to one block.
        for plain in (b'{"app_id":1}' + bytes([4]) * 4, bytes([16]) * 16, b'{"user_id":"ad"}'):
            yield Envelope(token.expire, xor(counter, plain), block)


def as_gcm(token: Envelope):
    """Each way to present a CBC token as GCM: its last block, or any other, as the tag."""
    for iv in (token.iv[:12], token.iv[4:], bytes(12)):
        for ciphertext in (token.ciphertext, token.iv + token.ciphertext, token.ciphertext[:-16]):
            for tag in (b"", token.iv, bytes(16)):
                yield Envelope(token.expire, iv, ciphertext + tag, b"\x01")
    for trailer in (b"\x01", b"\x00", b"\x02", b"\x01\x01"):
        yield Envelope(token.expire, token.iv, token.ciphertext, trailer)


def attack(options) -> int:
    with Server(options.server) as server:
        server.check()
        tried, accepted = 0, 0
        for payload in PAYLOADS:
            gcm = Envelope.of(server.mint("mallory", payload, mode=GCM))
            cbc = Envelope.of(server.mint("mallory", payload, mode=CBC))
            # The claims up to the nonce, which the attacker does not know.
            begin = f'{{"app_id":{APP_ID},"user_id":"mallory","nonce":'.encode()
            forged = [*as_cbc(gcm), *as_gcm(cbc), *key_stream_as_cbc(gcm, begin)]
            for mode, genuine in ((GCM, gcm), (CBC, cbc)):
                if not server.accepts(genuine.token(), user="mallory"):
                    raise NotTried(f"a genuine {mode} token is refused")
            for one in forged:
                tried += 1
                accepted += server.accepts(one.token())
        return report("relabelled modes", tried, server.requests, accepted)


if __name__ == "__main__":
    main(attack, arguments(__doc__).parse_args())
