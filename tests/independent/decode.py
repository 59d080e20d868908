"""A second opinion: decodes Token04 in plain Python and shares nothing with the project's core.

Speaks the driver protocol of tests/README.md as the language "independent-python".
"""

import base64
import binascii
import hashlib
import hmac
import json
import struct
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAX_TOKEN_CHARACTERS = 87418
SIV_LABEL = b"token04 siv v1"
SIV_MODES = {"cbc": 0, "gcm": 1}
INTEGER_RANGES = {
    "app_id": (1, 2**32 - 1),
    "nonce": (-(2**63), 2**63 - 1),
    "ctime": (-(2**63), 2**63 - 1),
    "expire": (-(2**63), 2**63 - 1),
}
KNOWN_KEYS = ("app_id", "user_id", "nonce", "ctime", "expire", "payload")


class Refused(Exception):
    """A token or secret that is refused, with the code of the error table."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Pairs(list):
    """A JSON object as its pairs, so that a repeated key is seen."""


class Real(float):
    """A JSON number that is not written as an integer."""


def refuse_constant(name):
    raise ValueError(name)


def parse_json(text):
    """Strict JSON: no NaN, objects as pairs, numbers with a point or exponent as Real."""
    return json.loads(
        text, object_pairs_hook=Pairs, parse_constant=refuse_constant, parse_float=Real
    )


def plain(value):
    """A parsed value as plain dictionaries and lists."""
    if isinstance(value, Pairs):
        return {key: plain(item) for key, item in value}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def is_scalar_text(value):
    """Whether a value is a string without lone surrogates."""
    if not isinstance(value, str):
        return False
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def once(pairs, keys):
    """The values of the keys named; ValueError where one is repeated."""
    known = [(key, value) for key, value in pairs if key in keys]
    if len(dict(known)) != len(known):
        raise ValueError("a known key twice")
    return dict(known)


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def open_envelope(token):
    """(expire, mode, iv, ciphertext) of a token string."""
    if not isinstance(token, str) or len(token) > MAX_TOKEN_CHARACTERS or token[:2] != "04":
        raise Refused(20)
    try:
        data = base64.b64decode(token[2:].encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise Refused(20) from error
    if base64.b64encode(data).decode() != token[2:]:  # not canonical
        raise Refused(20)
    try:
        expire, iv_length = struct.unpack_from(">qH", data)
        (ciphertext_length,) = struct.unpack_from(">H", data, 10 + iv_length)
    except struct.error as error:
        raise Refused(20) from error
    iv = data[10 : 10 + iv_length]
    start = 12 + iv_length
    ciphertext = data[start : start + ciphertext_length]
    tail = data[start + ciphertext_length :]
    if len(ciphertext) != ciphertext_length:
        raise Refused(20)
    if tail == b"" and iv_length == 16 and ciphertext and len(ciphertext) % 16 == 0:
        return expire, "cbc", iv, ciphertext
    if tail == b"\x01" and iv_length == 12 and len(ciphertext) >= 16:
        return expire, "gcm", iv, ciphertext
    raise Refused(20)


def decrypt(mode, key, iv, ciphertext):
    """(what AES encrypted, the plaintext), or 23. They differ by CBC's padding."""
    if mode == "gcm":
        try:
            plaintext = AESGCM(key).decrypt(iv, ciphertext, None)
        except InvalidTag as error:
            raise Refused(23) from error
        return plaintext, plaintext
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    padded = decryptor.update(ciphertext) + decryptor.finalize()
    pad = padded[-1]
    if not 1 <= pad <= 16 or padded[-pad:] != bytes([pad]) * pad:
        raise Refused(23)
    return padded, padded[:-pad]


def is_authenticated(key, mode, expire, iv, encrypted):
    """Whether the IV is the synthetic one: a MAC of mode, expiry and claims under the secret."""
    head = struct.pack(">Bq", SIV_MODES[mode], expire)
    mac = hmac.new(key, SIV_LABEL + head + encrypted, hashlib.sha256).digest()
    return hmac.compare_digest(mac[: len(iv)], iv)


def read_claims(plaintext):
    """The six claims of a plaintext; ValueError where there are none."""
    pairs = parse_json(plaintext.decode("utf-8"))
    if not isinstance(pairs, Pairs):
        raise ValueError("not an object")
    claims = once(pairs, KNOWN_KEYS)
    for key, (lowest, highest) in INTEGER_RANGES.items():
        if not is_integer(claims.get(key)) or not lowest <= claims[key] <= highest:
            raise ValueError(key)
    if not is_scalar_text(claims.get("user_id")):
        raise ValueError("user_id")
    payload = claims.setdefault("payload", None)
    if isinstance(payload, str) and not is_scalar_text(payload):
        raise ValueError("payload")
    return claims


def read_privileges(payload):
    """The privileges of a payload string, or None. Only the integer 1 allows."""
    if not isinstance(payload, str):
        return None
    try:
        return privileges_of(parse_json(payload))
    except (ValueError, RecursionError):
        return None


def privileges_of(parsed):
    """The privileges in a parsed payload; None or ValueError where there are none."""
    if not isinstance(parsed, Pairs):
        return None
    fields = once(parsed, ("room_id", "privilege", "stream_id_list"))
    room_id, privilege = fields.get("room_id"), fields.get("privilege")
    if not is_scalar_text(room_id) or not isinstance(privilege, Pairs):
        return None
    allowed = once(privilege, ("1", "2"))
    streams = fields.get("stream_id_list")
    if streams is not None:
        well_formed = (
            isinstance(streams, list)
            and not isinstance(streams, Pairs)
            and all(is_scalar_text(stream) for stream in streams)
        )
        streams = streams if well_formed else []
    return {
        "room_id": room_id,
        "login": is_integer(allowed.get("1")) and allowed["1"] == 1,
        "publish": is_integer(allowed.get("2")) and allowed["2"] == 1,
        "stream_ids": streams,
    }


def decode(token, secret):
    """The reply to the op `decode`."""
    if len(secret) != 32:
        raise Refused(5)
    expire, mode, iv, ciphertext = open_envelope(token)
    encrypted, plaintext = decrypt(mode, secret, iv, ciphertext)
    try:
        claims = read_claims(plaintext)
    except (ValueError, RecursionError) as error:
        raise Refused(24 if mode == "gcm" else 23) from error
    payload = claims["payload"]
    return {
        "mode": mode,
        "authenticated": is_authenticated(secret, mode, expire, iv, encrypted),
        "claims": {key: plain(claims[key]) for key in KNOWN_KEYS},
        "envelope_expire": expire,
        "privileges": read_privileges(payload),
        "payload_is_text": payload is None or isinstance(payload, str),
        "plaintext_starts_with_app_id": plaintext.startswith(b'{"app_id":'),
    }


def bytes_from(value):
    """The bytes of a string field of a request; anything else is no secret."""
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, dict) and "$hex" in value:
        return bytes.fromhex(value["$hex"])
    return b""


def reply_to(request):
    if request["op"] == "version":
        return {
            "language": "independent-python",
            "version": "1",
            "ops": ["version", "decode"],
            "can": ["bytes", "utf16", "dynamic_types", "null_text"],
        }
    try:
        return decode(request["token"], bytes_from(request["secret"]))
    except Refused as refused:
        return {"error": {"code": refused.code}}


def main():
    for line in sys.stdin.buffer:
        reply = json.dumps(reply_to(json.loads(line)), ensure_ascii=True, separators=(",", ":"))
        sys.stdout.write(reply + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
