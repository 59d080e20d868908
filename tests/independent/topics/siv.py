"""The synthetic IV: what authenticates a token, and every IV that is nearly right.

`synthetic_iv.json` comes from another independent program; this encoder must agree with it.
"""

import hashlib
import hmac
import json
import pathlib
import struct

import wire
from topics.common import (
    APP,
    I64_MIN,
    MODES,
    NOW,
    PREVIOUS,
    SECRET,
    TTL,
    Topic,
    claims,
    decode_request,
    decoded,
    error,
    repeat,
    token,
    verified,
    verify_request,
)
from topics.plaintexts import WHOLE

EXPIRE = NOW + TTL
DATA = pathlib.Path(__file__).resolve().parent.parent / "synthetic_iv.json"
# Lengths of HMAC's inner message, after its block of key, modulo 64: SHA-256 pads from 56 on.
SHA_EDGES = (54, 55, 56, 57, 62, 63, 0, 1, 7, 8, 9)
PREFIX = len(wire.SIV_LABEL) + 1 + 8
MODE_BYTE = {"cbc": b"\x00", "gcm": b"\x01"}


def topic():
    """Authenticated tokens, and nearly authenticated ones."""
    cases = Topic(
        "siv",
        "The synthetic IV: tokens whose IV is right, and tokens whose IV is nearly right. The "
        "first cases are those of another independent program.",
    )
    add_given(cases)
    for mode in MODES:
        add_lengths(cases, mode)
        add_iv_bytes(cases, mode)
        add_other_macs(cases, mode)
        add_expiries(cases, mode)
        add_bad_claims(cases, mode)
        add_secrets(cases, mode)
    add_relabelled(cases)
    return cases


def accepted(cases, name, text, secret, mode, held):
    """decode reads it as authenticated; verify accepts it when it was issued."""
    reply = decoded(mode, held)
    cases.add(f"{name}/decode", decode_request(text, secret), reply)
    request = verify_request(text, held["ctime"], secret, held["app_id"])
    cases.add(f"{name}/verify", request, verified(reply))


def refused(cases, name, text, mode, held, envelope_expire=None):
    """verify refuses it with 38; decode reads `held` as not authenticated, or nothing (23)."""
    reply = error(23)
    if held is not None:
        reply = decoded(mode, held, envelope_expire=envelope_expire, authenticated=False)
    cases.add(f"{name}/decode", decode_request(text), reply)
    cases.add(f"{name}/verify", verify_request(text), error(38))


def add_given(cases):
    """The vectors of the other program."""
    for index, vector in enumerate(json.loads(DATA.read_text(encoding="utf-8"))["vectors"]):
        key, mode = bytes.fromhex(vector["secret_hex"]), vector["mode"]
        plaintext, expire = vector["claims"].encode(), vector["expiry"]
        iv = wire.synthetic_iv(wire.to_encrypt(plaintext, mode), key, mode, expire)
        text = wire.seal(plaintext, key, mode, expire)
        assert iv.hex() == vector["iv_hex"], index
        assert text == vector.get("token", text), index
        held = json.loads(vector["claims"])
        assert held["expire"] == expire, index
        if len(plaintext) > 10000:
            assert held["payload"] == "x" * len(held["payload"]), index
            held["payload"] = repeat("x", len(held["payload"]))
        privileges = None
        if '\\"room_id\\"' in vector["claims"]:
            payload = json.loads(held["payload"])
            privileges = {
                "room_id": payload["room_id"],
                "login": payload["privilege"]["1"] == 1,
                "publish": payload["privilege"]["2"] == 1,
                "stream_ids": payload["stream_id_list"],
            }
        name = f"given-{index:02}-{mode}"
        reply = decoded(mode, held, privileges)
        cases.add(f"{name}/decode", decode_request(text, key.decode()), reply)
        request = verify_request(text, held["ctime"], key.decode(), held["app_id"])
        cases.add(f"{name}/verify", request, verified(reply))


def add_lengths(cases, mode):
    """HMAC inputs that end at and around the block boundaries of SHA-256."""
    for length in range(len(WHOLE), len(WHOLE) + 192):
        encrypted = len(wire.to_encrypt(b"x" * length, mode))
        edge = (PREFIX + encrypted) % 64 in SHA_EDGES
        if edge if mode == "gcm" else length % 16 in (0, 15):
            payload = "x" * (length - len(WHOLE))
            held = claims(payload=payload)
            name = f"{mode}-claims-of-{length}"
            accepted(cases, name, token(mode, payload=payload), SECRET, mode, held)
    # The longest claims are among the given vectors. CBC: the last length with whole padding.
    count = 65504 - len(WHOLE)
    text = token(mode, payload="x" * count)
    want = verified(decoded(mode, claims(payload=repeat("x", count))))
    cases.add(f"{mode}-claims-of-65504/verify", verify_request(text), want)


def add_iv_bytes(cases, mode):
    """One wrong byte of the IV at a time: CBC then decrypts to another first block."""
    whole = wire.bytes_of(token(mode))
    for at in range(wire.iv_length(mode)):
        for bit in (0x01, 0x80):
            changed = bytearray(whole)
            changed[10 + at] ^= bit
            text = WHOLE.encode()
            block = bytes([text[at] ^ bit]) if mode == "cbc" else b""
            held = None
            leading_zero = at == WHOLE.index(str(APP)) and block == b"0"
            if block.isdigit() and not leading_zero:  # of the app id: still readable
                other = json.loads(text[:at] + block + text[at + 1 :])
                held = claims(app_id=other["app_id"])
            name = f"{mode}-iv-byte-{at:02}-bit-{bit:02x}"
            refused(cases, name, wire.text_of(bytes(changed)), mode, held)


def add_other_macs(cases, mode):
    """IVs that are made nearly like ours: readable, but refused."""
    plaintext = WHOLE.encode()
    encrypted = wire.to_encrypt(plaintext, mode)
    other = "gcm" if mode == "cbc" else "cbc"
    label, ours = wire.SIV_LABEL, MODE_BYTE[mode]
    big, little = struct.pack(">q", EXPIRE), struct.pack("<q", EXPIRE)
    length = wire.iv_length(mode)
    key = SECRET.encode()
    right = label + ours + big + encrypted

    def mac(message):
        return wire.siv(message, key, mode)

    for name, iv in (
        ("other-mode-byte", mac(label + MODE_BYTE[other] + big + encrypted)),
        ("mode-byte-2", mac(label + b"\x02" + big + encrypted)),
        ("mode-byte-missing", mac(label + big + encrypted)),
        ("mode-byte-in-ascii", mac(label + (b"0" if mode == "cbc" else b"1") + big + encrypted)),
        ("padding-other", mac(label + ours + big + wire.to_encrypt(plaintext, other))),
        ("padding-twice", mac(right + b"\x10" * 16)),
        ("expiry-little-endian", mac(label + ours + little + encrypted)),
        ("expiry-of-4-bytes", mac(label + ours + struct.pack(">I", EXPIRE) + encrypted)),
        ("expiry-missing", mac(label + ours + encrypted)),
        ("expiry-in-digits", mac(label + ours + str(EXPIRE).encode() + encrypted)),
        ("expiry-of-0", mac(label + ours + bytes(8) + encrypted)),
        ("label-v2", mac(b"token04 siv v2" + ours + big + encrypted)),
        ("label-missing", mac(ours + big + encrypted)),
        ("label-with-nul", mac(label + b"\0" + ours + big + encrypted)),
        ("claims-missing", mac(label + ours + big)),
        ("claims-first", mac(encrypted + label + ours + big)),
        ("last-bytes", hmac.new(key, right, hashlib.sha256).digest()[-length:]),
        ("sha-1", hmac.new(key, right, hashlib.sha1).digest()[:length]),
        ("sha-512", hmac.new(key, right, hashlib.sha512).digest()[:length]),
        ("key-in-front", hashlib.sha256(key + right).digest()[:length]),
        ("without-key", hashlib.sha256(right).digest()[:length]),
        ("key-hex-decoded", wire.siv(right, bytes.fromhex(SECRET), mode)),
        ("empty-key", wire.siv(right, b"", mode)),
        ("zeros", bytes(length)),
    ):
        text = wire.seal(plaintext, SECRET, mode, EXPIRE, iv)
        refused(cases, f"{mode}-{name}", text, mode, claims())
    # The IV of other claims: not valid for these, whoever made it.
    for name, field in (
        ("user", {"user_id": "user2"}),
        ("app", {"app_id": APP + 1}),
        ("nonce", {"nonce": 1}),
        ("payload", {"payload": "x"}),
    ):
        iv = wire.bytes_of(token(mode, **field))[10 : 10 + length]
        text = wire.seal(plaintext, SECRET, mode, EXPIRE, iv)
        refused(cases, f"{mode}-iv-of-another-{name}", text, mode, claims())


def add_expiries(cases, mode):
    """The envelope's expiry is in the MAC, with its sign."""
    whole = wire.bytes_of(token(mode))
    for name, expire in (
        ("one-more", EXPIRE + 1),
        ("one-less", EXPIRE - 1),
        ("a-year-more", EXPIRE + 31536000),
        ("0", 0),
        ("negative", -EXPIRE),
        ("top-bit", EXPIRE + I64_MIN),
        ("i64-min", I64_MIN),
    ):
        # The tag of GCM does not cover the envelope.
        changed = struct.pack(">q", expire) + whole[8:]
        refused(cases, f"{mode}-expiry-{name}", wire.text_of(changed), mode, claims(), expire)
        # Authentic, with equal expiries: expired, or not yet valid.
        held = claims(expire=expire)
        text = token(mode, expire=expire)
        reply = decoded(mode, held)
        want = verified(reply) if expire > NOW else error(32)
        cases.add(f"{mode}-expiry-{name}-authentic/decode", decode_request(text), reply)
        cases.add(f"{mode}-expiry-{name}-authentic/verify", verify_request(text), want)
        # Authentic, but the claims have another expiry.
        text = token(mode, envelope_expire=expire)
        want = decoded(mode, claims(), envelope_expire=expire)
        cases.add(f"{mode}-expiry-{name}-beside-claims/decode", decode_request(text), want)
        cases.add(f"{mode}-expiry-{name}-beside-claims/verify", verify_request(text), error(34))
    for name, expire in (("negative", -1), ("top-bit", I64_MIN + 5), ("i64-min", I64_MIN)):
        held = claims(ctime=0, expire=expire)
        text = token(mode, ctime=0, expire=expire)
        reply = decoded(mode, held)
        want = verified(reply) if expire == -1 else error(32)  # within the leeway
        request = verify_request(text, now=0)
        cases.add(f"{mode}-expiry-{name}-judged-at-0/verify", request, want)


def add_bad_claims(cases, mode):
    """Authentic, but not claims: 24. The same with an IV of another generator: 38."""
    iv = wire.foreign_iv(f"siv/{mode}-bad", mode)
    for name, plaintext in (
        ("empty", b""),
        ("no-json", b"hello"),
        ("empty-object", b"{}"),
        ("cut", WHOLE[:-1].encode()),
        ("app-string", WHOLE.replace(str(APP), f'"{APP}"').encode()),
        ("not-utf8", WHOLE.encode().replace(b"user1", b"user\xff")),
    ):
        decode_code = 23 if mode == "cbc" else 24
        for label, text, code in (
            ("authentic", wire.seal(plaintext, SECRET, mode, EXPIRE), 24),
            ("foreign", wire.seal(plaintext, SECRET, mode, EXPIRE, iv), 38),
        ):
            case = f"{mode}-claims-{name}-{label}"
            cases.add(f"{case}/decode", decode_request(text), error(decode_code))
            cases.add(f"{case}/verify", verify_request(text), error(code))
    if mode == "gcm":
        return
    body = WHOLE.encode().ljust(160, b" ")[:160]
    for name, padded in (
        ("0", body + b"\0" * 16),
        ("17", body + b"\x11" * 16),
        ("255", body + b"\xff" * 16),
        ("inconsistent", body + b" " * 12 + b"\x01\x02\x03\x04"),
        ("one-byte-off", body + b"\x0f" + b"\x10" * 15),
        ("of-spaces", body),
        ("longer-than-the-text", b"\x20" * 16),
        ("all-zeros", bytes(16)),
    ):
        for label, text, code in (
            ("authentic", wire.seal_padded(padded, SECRET, EXPIRE), 24),
            ("foreign", wire.seal_padded(padded, SECRET, EXPIRE, iv), 38),
        ):
            case = f"cbc-padding-{name}-{label}"
            cases.add(f"{case}/decode", decode_request(text), error(23))
            cases.add(f"{case}/verify", verify_request(text), error(code))
    # One more block of padding, authentic: the plaintext is the claims and a string after them.
    whole_block = wire.seal_padded(wire.pkcs7(body), SECRET, EXPIRE)
    reply = decoded("cbc", claims())
    cases.add("cbc-padding-of-a-block/decode", decode_request(whole_block), reply)
    cases.add("cbc-padding-of-a-block/verify", verify_request(whole_block), verified(reply))


def add_secrets(cases, mode):
    """IV and ciphertext made with different secrets: no secret fits both."""
    plaintext = WHOLE.encode()
    encrypted = wire.to_encrypt(plaintext, mode)
    for name, iv_secret, secret in (
        ("iv-of-previous", PREVIOUS, SECRET),
        ("ciphertext-of-previous", SECRET, PREVIOUS),
    ):
        iv = wire.synthetic_iv(encrypted, iv_secret, mode, EXPIRE)
        text = wire.seal(plaintext, secret, mode, EXPIRE, iv)
        reply = decoded(mode, claims(), authenticated=False)
        cases.add(f"{mode}-{name}/decode", decode_request(text, secret), reply)
        for previous in ([], [PREVIOUS], [PREVIOUS, SECRET]):
            request = verify_request(text, previous_secrets=previous)
            cases.add(f"{mode}-{name}/verify-{len(previous)}-previous", request, error(38))


def add_relabelled(cases):
    """A token of one mode in the envelope of the other."""
    gcm = wire.bytes_of(token("gcm"))
    cbc = wire.bytes_of(token("cbc"))
    nonce, body = gcm[10:22], gcm[24:-1]
    blocks = body[: len(body) // 16 * 16]
    for name, iv in (
        ("first-counter", nonce + b"\0\0\0\x02"),
        ("tag-counter", nonce + b"\0\0\0\x01"),
        ("zeros", nonce + bytes(4)),
    ):
        text = wire.text_of(wire.envelope(EXPIRE, iv, blocks))
        refused(cases, f"gcm-as-cbc-{name}", text, "cbc", None)
    text = wire.text_of(wire.envelope(EXPIRE, cbc[10:22], cbc[28:], b"\x01"))
    refused(cases, "cbc-as-gcm", text, "gcm", None)
    # The key stream of a GCM token is the AES encryption of known blocks: this allows making a CBC
    # token with chosen claims, but without the MAC. The same holds for the nonce at the start of a
    # CBC token's IV.
    plaintext = WHOLE.encode()
    for mode, whole in (("cbc", gcm), ("gcm", cbc)):
        iv = (whole[10:22] + b"\0\0\0\x02")[: wire.iv_length(mode)]
        text = wire.seal(plaintext, SECRET, mode, EXPIRE, iv)
        refused(cases, f"{mode}-with-the-iv-of-the-other-mode", text, mode, claims())
