"""An encoder for Token04 that shares nothing with the project's core.

It encrypts *any* plaintext into *any* envelope, so that the vectors can hold tokens which no
well-behaved generator would make.
"""

import base64
import hashlib
import json
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CBC_IV_LENGTH = 16
GCM_IV_LENGTH = 12
GCM_MODE_BYTE = b"\x01"
MAX_PLAINTEXT = 65519  # bytes; then every length of the envelope fits its u16


def iv_for(name, mode):
    """A fixed initialisation vector derived from a case's name, so that files are reproducible."""
    digest = hashlib.sha256(name.encode()).digest()
    return digest[: CBC_IV_LENGTH if mode == "cbc" else GCM_IV_LENGTH]


def pkcs7(plaintext):
    """The plaintext with PKCS#7 padding for 16-byte blocks."""
    pad = 16 - len(plaintext) % 16
    return plaintext + bytes([pad]) * pad


def encrypt_cbc_blocks(padded, key, iv):
    """CBC over whole blocks, the padding being the caller's business."""
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(padded) + encryptor.finalize()


def encrypt(plaintext, key, mode, iv):
    """The ciphertext field of an envelope (for GCM with the tag behind it)."""
    if mode == "cbc":
        return encrypt_cbc_blocks(pkcs7(plaintext), key, iv)
    return AESGCM(key).encrypt(iv, plaintext, None)


def envelope(expire, iv, ciphertext, tail=b"", iv_length=None, ciphertext_length=None):
    """The bytes of an envelope; the two lengths can be made to lie."""
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
    """The token text of an envelope."""
    return "04" + base64.b64encode(envelope_bytes).decode()


def bytes_of(token):
    """The envelope of a well-formed token text."""
    return base64.b64decode(token[2:])


def seal(plaintext, secret, mode, iv, expire):
    """A token around any plaintext. The secret may be text or key bytes."""
    key = secret.encode() if isinstance(secret, str) else secret
    ciphertext = encrypt(plaintext, key, mode, iv)
    return text_of(envelope(expire, iv, ciphertext, b"" if mode == "cbc" else GCM_MODE_BYTE))


def claims_text(app_id, user_id, nonce, ctime, expire, payload):
    """The plaintext as the project's core writes it: app_id first, no spaces, UTF-8 as it is."""
    claims = {
        "app_id": app_id,
        "user_id": user_id,
        "nonce": nonce,
        "ctime": ctime,
        "expire": expire,
        "payload": payload,
    }
    return json.dumps(claims, ensure_ascii=False, separators=(",", ":"))


def mint(app_id, user_id, secret, mode, iv, nonce, ctime, ttl, payload):
    """A token as a generator with this nonce and this initialisation vector makes it."""
    text = claims_text(app_id, user_id, nonce, ctime, ctime + ttl, payload)
    return seal(text.encode(), secret, mode, iv, ctime + ttl)
