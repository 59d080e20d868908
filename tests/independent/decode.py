"""Reads and verifies Token04 in plain Python, and shares nothing with the core.

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
DEFAULT_LEEWAY = 30
LAST_NOW = 253402300799
LONGEST_ID = {"user_id": 64, "room_id": 128, "stream_id": 256}
VERIFY_OPS = ("verify", "verify_user", "verify_login", "verify_publish")
CAN = (
    "bytes utf16 dynamic_types null_text whole_floats big_integers wide_app_id huge_duration "
    "fractional_duration negative_leeway wide_now"
).split()
KNOWN_KEYS = ("app_id", "user_id", "nonce", "ctime", "expire", "payload")


class Refused(Exception):
    """A token or secret that is refused, with the code of the error table."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Pairs(list):
    """A JSON object as a list of pairs, so that a repeated key can be detected."""


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
    """The values of these keys; ValueError if one is repeated."""
    known = [(key, value) for key, value in pairs if key in keys]
    if len(dict(known)) != len(known):
        raise ValueError("a known key is repeated")
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
    padded = decrypt_cbc(key, iv, ciphertext)
    plaintext = unpad(padded)
    if plaintext is None:
        raise Refused(23)
    return padded, plaintext


def decrypt_cbc(key, iv, ciphertext):
    """The blocks, with their padding."""
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(ciphertext) + decryptor.finalize()


def unpad(padded):
    """The plaintext in padded blocks; None if the padding is invalid."""
    pad = padded[-1]
    if not 1 <= pad <= 16 or padded[-pad:] != bytes([pad]) * pad:
        return None
    return padded[:-pad]


def is_authenticated(key, mode, expire, iv, encrypted):
    """Whether the IV is the synthetic one: a MAC of mode, expiry and claims under the secret."""
    head = struct.pack(">Bq", SIV_MODES[mode], expire)
    mac = hmac.new(key, SIV_LABEL + head + encrypted, hashlib.sha256).digest()
    return hmac.compare_digest(mac[: len(iv)], iv)


def read_claims(plaintext):
    """The six claims of a plaintext; ValueError if there are none."""
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
    """The privileges in a parsed payload; None or ValueError if there are none."""
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


def opened(envelope, secret):
    """(authenticated, the plaintext) of an envelope under a secret, or 23."""
    expire, mode, iv, ciphertext = envelope
    encrypted, plaintext = decrypt(mode, secret, iv, ciphertext)
    return is_authenticated(secret, mode, expire, iv, encrypted), plaintext


def reading(envelope, authenticated, plaintext):
    """The reply about a token; ValueError or RecursionError if it has no claims."""
    claims = read_claims(plaintext)
    payload = claims["payload"]
    return {
        "mode": envelope[1],
        "authenticated": authenticated,
        "claims": {key: plain(claims[key]) for key in KNOWN_KEYS},
        "envelope_expire": envelope[0],
        "privileges": read_privileges(payload),
        "payload_is_text": payload is None or isinstance(payload, str),
        "plaintext_starts_with_app_id": plaintext.startswith(b'{"app_id":'),
    }


def decode(request):
    """The reply to the op `decode`."""
    secret = key_from(request.get("secret"))
    envelope = open_envelope(request["token"])
    authenticated, plaintext = opened(envelope, secret)
    try:
        return reading(envelope, authenticated, plaintext)
    except (ValueError, RecursionError) as error:
        raise Refused(24 if envelope[1] == "gcm" else 23) from error


def verify(request):
    """The reply to the four ops of a verifier."""
    app_id = integer_from(request.get("app_id"), *INTEGER_RANGES["app_id"], 1)
    given = [request.get("secret"), *request.get("previous_secrets", [])]
    secrets = [key_from(secret) for secret in given]
    leeway = integer_from(request.get("leeway", DEFAULT_LEEWAY), 0, 2**63 - 1, 11)
    now = integer_from(request["now"], 0, LAST_NOW, 13)
    envelope = open_envelope(request["token"])
    expire, mode, iv, _ = envelope
    for index, secret in enumerate(secrets):
        encrypted, plaintext, key_fits = checked_cipher(envelope, secret)
        if not key_fits or not is_authenticated(secret, mode, expire, iv, encrypted):
            continue
        try:
            if plaintext is None:
                raise ValueError("padding")
            reply = reading(envelope, True, plaintext)
        except (ValueError, RecursionError) as error:
            raise Refused(24) from error
        check(reply, request, app_id, leeway, now)
        return {**reply, "secret_index": index}
    raise Refused(38)


def checked_cipher(envelope, secret):
    """(what AES encrypted, the plaintext or None, whether a GCM tag is valid)."""
    _, mode, iv, ciphertext = envelope
    if mode == "gcm":
        try:
            return (*decrypt(mode, secret, iv, ciphertext), True)
        except Refused:
            return None, None, False
    padded = decrypt_cbc(secret, iv, ciphertext)
    return padded, unpad(padded), True


def check(reply, request, app_id, leeway, now):
    """Checks every rule in order; Python's integers do not overflow."""
    claims, held, op = reply["claims"], reply["privileges"], request["op"]

    def demand(holds, code):
        if not holds:
            raise Refused(code)

    def same(field, value):
        given = request.get(field)
        return is_id(given, field) and given == value

    demand(reply["envelope_expire"] == claims["expire"], 34)
    demand(claims["app_id"] == app_id, 30)
    demand(now < min(claims["expire"] + leeway, 2**63 - 1), 32)
    demand(claims["ctime"] <= min(now + leeway, 2**63 - 1), 33)
    if op == "verify":
        return
    demand(same("user_id", claims["user_id"]), 31)
    if op == "verify_user":
        return
    demand(held is not None, 37)
    demand(same("room_id", held["room_id"]), 35)
    if op == "verify_login":
        demand(held["login"], 35)
        return
    streams = held["stream_ids"]
    named = streams is None or any(same("stream_id", stream) for stream in streams)
    demand(held["publish"] and named and is_id(request.get("stream_id"), "stream_id"), 36)


def is_id(value, field):
    """Whether a value is a valid id; anything else never matches."""
    return is_scalar_text(value) and 1 <= len(value.encode()) <= LONGEST_ID[field]


def integer_from(value, lowest, highest, code):
    """An integer argument within its range, or the error of that argument."""
    if isinstance(value, dict) and "$int" in value:
        value = int(value["$int"])
    if not is_integer(value) or not lowest <= value <= highest:
        raise Refused(code)
    return value


def key_from(value):
    """The key from a secret in a request, or 5; any other value than a string is not a secret."""
    if isinstance(value, str):
        key = value.encode("utf-8")
    else:
        key = bytes.fromhex(value["$hex"]) if isinstance(value, dict) and "$hex" in value else b""
    if len(key) != 32:
        raise Refused(5)
    return key


def reply_to(request):
    if request["op"] == "version":
        return {
            "language": "independent-python",
            "version": "1",
            "ops": ["version", "decode", *VERIFY_OPS],
            "can": CAN,
        }
    try:
        return decode(request) if request["op"] == "decode" else verify(request)
    except Refused as refused:
        return {"error": {"code": refused.code}}


def main():
    for line in sys.stdin.buffer:
        reply = json.dumps(reply_to(json.loads(line)), ensure_ascii=True, separators=(",", ":"))
        sys.stdout.write(reply + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
