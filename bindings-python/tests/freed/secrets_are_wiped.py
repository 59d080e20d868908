"""Calls everything that takes a secret, under `tests/freed/run.sh`, which searches freed memory.

Python's own copies do not count: the caller's strings, and the one that `os.environ` makes for
`from_env`. So run.sh counts only memory that is freed below a frame of this package's library.
"""

import os

import token04

APP = 1234567890
BYTES = bytes.fromhex(os.environ["TOKEN04_FREED_SECRET_HEX"])
SECRET = BYTES.decode("ascii")
OTHER = "x" * 32


def refused(call):
    try:
        call()
    except token04.Token04Error:
        return
    raise SystemExit("a wrong secret was accepted")


def main():
    for secret in (SECRET, BYTES):
        generator = token04.TokenGenerator(APP, secret)
        token = generator.identity_token("user1", 60)
        token04.TokenVerifier(APP, secret).verify(token)
        token04.decode(token, secret)
        token04.explain(token, secret)
        assert token04.generate_token04(APP, "user1", secret, 60, "").error_code == 0
        # Several previous secrets: the list grows while it holds the first ones.
        many = [secret] * 40
        for previous in (many, tuple(many), iter(many)):
            verifier = token04.TokenVerifier(APP, OTHER, previous_secrets=previous)
            assert verifier.verify(token).secret_index == 1
        wrong = [secret, "too short"]
        refused(lambda wrong=wrong: token04.TokenVerifier(APP, OTHER, previous_secrets=wrong))
        refused(lambda s=secret: token04.TokenVerifier(0, s, previous_secrets=[s]))
        refused(lambda s=secret: token04.TokenVerifier(APP, s, previous_secrets=[s], leeway=-1))
        refused(lambda s=secret: token04.TokenGenerator(APP, s, "ecb"))
    longer, bytes_longer = SECRET + " ", BYTES + b"\n"
    for secret in (longer, bytes_longer):
        refused(lambda s=secret: token04.TokenGenerator(APP, s))
        refused(lambda s=secret: token04.TokenVerifier(APP, OTHER, previous_secrets=[s]))
        token04.explain(token, secret)
    print("every call that takes a secret was made")


if __name__ == "__main__":
    main()
