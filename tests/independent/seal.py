"""Makes tokens from any plaintext, for `token04-conformance --random`.

One JSON request per line, one reply `{"token": ...}` per line. Fields: `plaintext` (hex), `secret`
(a string), `mode`, `expire`; `iv` (hex; absent: the synthetic one), `padded` (the plaintext is
whole CBC blocks), `flips` (a list of position and mask in the envelope), `cut` (bytes to drop from
its end), `tail` (hex, appended to it), `kit` (a string, appended as the part after `#`).
"""

import base64
import json
import sys

import wire


def seal(request):
    """The token that a request describes."""
    plaintext, secret = bytes.fromhex(request["plaintext"]), request["secret"]
    iv = bytes.fromhex(request["iv"]) if "iv" in request else None
    if request.get("padded"):
        text = wire.seal_padded(plaintext, secret, request["expire"], iv)
    else:
        text = wire.seal(plaintext, secret, request["mode"], request["expire"], iv)
    envelope = bytearray(wire.bytes_of(text))
    for at, mask in request.get("flips", []):
        envelope[at % len(envelope)] ^= mask
    kept = max(0, len(envelope) - request.get("cut", 0))
    text = wire.text_of(bytes(envelope[:kept]) + bytes.fromhex(request.get("tail", "")))
    if "kit" in request:
        text += "#" + base64.b64encode(request["kit"].encode()).decode()
    return text


def main():
    for line in sys.stdin:
        sys.stdout.write(json.dumps({"token": seal(json.loads(line))}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
