"""An encoder for Token04 that shares nothing with the project's core.

It encrypts *any* plaintext into *any* envelope, so that the vectors can contain tokens that no
well-behaved generator would make.
"""

import base64
import hashlib
import hmac
import json
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CBC_IV_LENGTH = 16
GCM_IV_LENGTH = 12
GCM_MODE_BYTE = b"\x01"
MAX_PLAINTEXT = 65519  # bytes; then every length of the envelope fits its u16
SIV_LABEL = b"token04 siv v1"


def iv_length(mode):
    """Bytes of the IV of a mode."""
    return CBC_IV_LENGTH if mode == "cbc" else GCM_IV_LENGTH


def key_of(secret):
    """The key bytes of a secret, which may be a string or bytes."""
    return secret.encode() if isinstance(secret, str) else secret


def foreign_iv(name, mode):
    """An IV derived from a case's name: reproducible, and never the synthetic one."""
    return hashlib.sha256(name.encode()).digest()[: iv_length(mode)]


def synthetic_iv(encrypted, secret, mode, expire):
    """The IV that authenticates a token. `encrypted`: the bytes that AES encrypts, for CBC with
    their padding."""
    mode_byte = b"\x00" if mode == "cbc" else b"\x01"
    return siv(SIV_LABEL + mode_byte + struct.pack(">q", expire) + encrypted, secret, mode)


def siv(message, secret, mode):
    """The first bytes of HMAC-SHA-256 over any message."""
    return hmac.new(key_of(secret), message, hashlib.sha256).digest()[: iv_length(mode)]


def pkcs7(plaintext):
    """The plaintext with PKCS#7 padding for 16-byte blocks."""
    pad = 16 - len(plaintext) % 16
    return plaintext + bytes([pad]) * pad


def to_encrypt(plaintext, mode):
    """The bytes that AES encrypts."""
    return pkcs7(plaintext) if mode == "cbc" else plaintext


def encrypt_cbc_blocks(padded, key, iv):
    """CBC over whole blocks; the caller adds the padding."""
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(padded) + encryptor.finalize()


def encrypt(plaintext, key, mode, iv):
    """The ciphertext field of an envelope (for GCM with the tag behind it)."""
    if mode == "cbc":
        return encrypt_cbc_blocks(pkcs7(plaintext), key, iv)
    return AESGCM(key).encrypt(iv, plaintext, None)


def envelope(expire, iv, ciphertext, tail=b"", iv_length=None, ciphertext_length=None):
    """The bytes of an envelope; the two lengths can be set to wrong values."""
    iv_length = len(iv) if iv_length is None else iv_length
    ciphertext_length = len(ciphertext) if ciphertext_length is None else ciphertext_length
    return (
        struct.pack(">qH", expire, iv_length)
        + iv
        + struct.pack(">H", ciphertext_length)
        + ciphertext
        + tail
    )


def text_of(envelope_bytes):
    """The token string of an envelope."""
    return "04" + base64.b64encode(envelope_bytes).decode()


def bytes_of(token):
    """The envelope of a well-formed token string."""
    return base64.b64decode(token[2:])


def seal(plaintext, secret, mode, expire, iv=None):
    """A token with any plaintext; it is authenticated unless the caller passes an IV."""
    key = key_of(secret)
    if iv is None:
        iv = synthetic_iv(to_encrypt(plaintext, mode), key, mode, expire)
    ciphertext = encrypt(plaintext, key, mode, iv)
    return text_of(envelope(expire, iv, ciphertext, b"" if mode == "cbc" else GCM_MODE_BYTE))


def seal_padded(padded, secret, expire, iv=None):
    """A CBC token from whole blocks, whatever their padding is."""
    key = key_of(secret)
    iv = synthetic_iv(padded, key, "cbc", expire) if iv is None else iv
    return text_of(envelope(expire, iv, encrypt_cbc_blocks(padded, key, iv)))


def claims_text(app_id, user_id, nonce, ctime, expire, payload):
    """The plaintext as the project's core writes it: app_id first, no spaces, UTF-8 unescaped."""
    claims = {
        "app_id": app_id,
        "user_id": user_id,
        "nonce": nonce,
        "ctime": ctime,
        "expire": expire,
        "payload": payload,
    }
    return json.dumps(claims, ensure_ascii=False, separators=(",", ":"))


def mint(app_id, user_id, secret, mode, nonce, ctime, ttl, payload):
    """The token that a generator makes with this nonce."""
    text = claims_text(app_id, user_id, nonce, ctime, ctime + ttl, payload)
    return seal(text.encode(), secret, mode, ctime + ttl)
