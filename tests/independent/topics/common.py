"""What the topics share: the test values, and helpers that build requests and replies."""

import json

import wire

APP = 1234567890
USER = "user1"
SECRET = "fa94dd0f974cf2e293728a526b028271"
PREVIOUS = "0d51c22b8f7e4a6f9b3a7cc1e02d48f6"
OLDER = "7be3a1d9056c4f2298ab10f4c6d35e70"
WRONG = "c4a8e61f20b74d93a5e0f17b6289d3c5"
APP_SIGN = "2f8d0b6a51c94e7783b1f05d6ea9c24f9e13d7a80c625b4f8a7d31e9c0f5b264"

NOW = 1700000000
TTL = 3600
NONCE = 1357924680
ROOM = "room1"
STREAMS = ["s1", "s2"]
MODES = ("cbc", "gcm")
LARGEST_JSON_INTEGER = 2**53 - 1
I64_MAX = 2**63 - 1
I64_MIN = -(2**63)
U32_MAX = 2**32 - 1
LAST_NOW = 253402300799  # the last second of the year 9999; later timestamps are error 13
BAD_NOWS = (
    ("-1", -1),
    ("-7200", -7200),
    ("i64-min", I64_MIN),
    ("after-9999", LAST_NOW + 1),
    ("in-milliseconds", NOW * 1000),
    ("i64-max", I64_MAX),
)

# The shapes of the documentation as payload strings.
LOGIN_ONLY = '{"room_id":"room1","privilege":{"1":1,"2":0},"stream_id_list":null}'
PUBLISH_ONLY = '{"room_id":"room1","privilege":{"1":0,"2":1},"stream_id_list":["s1","s2"]}'
BOTH_LISTED = '{"room_id":"room1","privilege":{"1":1,"2":1},"stream_id_list":["s1","s2"]}'
BOTH_ANY = '{"room_id":"room1","privilege":{"1":1,"2":1},"stream_id_list":null}'


class Topic:
    """The cases of one file."""

    def __init__(self, name, about):
        self.name = name
        self.about = about
        self.cases = []

    def add(self, case_id, request, want, needs=(), instead=None):
        """Adds one case; the topic's name is the prefix of its id."""
        case = {"id": f"{self.name}/{case_id}"}
        if needs:
            case["needs"] = list(needs)
        case["request"] = {key: integers(value) for key, value in request.items()}
        case["want"] = integers(want)
        if instead:
            case["instead"] = integers(instead)
        self.cases.append(case)

    def text(self):
        """The file's content: a JSON object with one case per line."""
        ids = [case["id"] for case in self.cases]
        twice = sorted({case_id for case_id in ids if ids.count(case_id) > 1})
        assert not twice, twice
        lines = ",\n".join(
            json.dumps(case, ensure_ascii=True, separators=(",", ":")) for case in self.cases
        )
        head = json.dumps({"about": self.about, "topic": self.name}, ensure_ascii=True)
        return f'{head[:-1]}, "cases": [\n{lines}\n]}}\n'


def integers(value):
    """The value, with integers that a double cannot represent written as {"$int": "..."}."""
    if isinstance(value, dict):
        return {key: integers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [integers(item) for item in value]
    if isinstance(value, int) and abs(value) > LARGEST_JSON_INTEGER:
        return {"$int": str(value)}
    return value


def raw_bytes(data):
    """A string given as bytes that are not UTF-8."""
    return {"$hex": data.hex()}


def utf16(units):
    """A string given as UTF-16 code units, in hexadecimal, that are not well-formed."""
    return {"$utf16": units}


def native(json_text):
    """A value of the language's own types: the result of parsing this JSON."""
    return {"$json": json_text}


def real(text):
    """A floating-point number: "1.5", "nan", "inf"."""
    return {"$float": text}


def repeat(unit, count):
    """A long string in a short form; the runner expands it."""
    return {"$repeat": [unit, count]}


def concat(*parts):
    """Strings that the runner joins."""
    return {"$concat": list(parts)}


def error(code):
    """The reply with an error."""
    return {"error": {"code": code}}


def minted(mode="cbc", app_id=APP, user_id=USER, ttl=TTL, payload="", ctime=NOW):
    """A token with these claims; without a ctime, it is compared with the runner's clock."""
    claims = {"mode": mode, "app_id": app_id, "user_id": user_id, "ttl": ttl, "payload": payload}
    if ctime is not None:
        claims["ctime"] = ctime
    return {"$minted": claims}


def claims(app_id=APP, user_id=USER, nonce=NONCE, ctime=NOW, expire=None, payload=""):
    """The claims of a decoded token."""
    return {
        "app_id": app_id,
        "user_id": user_id,
        "nonce": nonce,
        "ctime": ctime,
        "expire": ctime + TTL if expire is None else expire,
        "payload": payload,
    }


def decoded(
    mode,
    token_claims,
    privileges=None,
    envelope_expire=None,
    payload_is_text=True,
    authenticated=True,
):
    """The reply of `decode`."""
    expire = token_claims["expire"] if envelope_expire is None else envelope_expire
    return {
        "mode": mode,
        "authenticated": authenticated,
        "claims": token_claims,
        "envelope_expire": expire,
        "privileges": privileges,
        "payload_is_text": payload_is_text,
    }


def verified(reply, secret_index=0):
    """The reply of `verify` for a token, from the reply of `decode`."""
    return {**reply, "secret_index": secret_index}


def privileges(login, publish, stream_ids=None, room_id=ROOM):
    """The privileges of a decoded token."""
    return {"room_id": room_id, "login": login, "publish": publish, "stream_ids": stream_ids}


def token(mode="cbc", secret=SECRET, envelope_expire=None, text=None, iv=None, **fields):
    """An authenticated token: with the claims in `fields`, or the plaintext `text`."""
    values = claims(**fields)
    if text is None:
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    plaintext = text if isinstance(text, bytes) else text.encode()
    expire = values["expire"] if envelope_expire is None else envelope_expire
    return wire.seal(plaintext, secret, mode, expire, iv)


def foreign_token(case_id, mode="cbc", *args, **fields):
    """A token of another generator: its IV is not the synthetic one."""
    return token(mode, *args, iv=wire.foreign_iv(case_id, mode), **fields)


def decode_request(text, secret=SECRET):
    return {"op": "decode", "token": text, "secret": secret}


EXPECTED_FIELDS = {
    "verify": (),
    "verify_user": ("user_id",),
    "verify_login": ("user_id", "room_id"),
    "verify_publish": ("user_id", "room_id", "stream_id"),
}
VERIFY_OPS = tuple(EXPECTED_FIELDS)


def verify_request(text, now=NOW, secret=SECRET, app_id=APP, op=None, **more):
    """A request of the op that takes the ids in `more`; a field of ... is absent."""
    if op is None:
        op = next(
            name
            for name, fields in EXPECTED_FIELDS.items()
            if all(key in fields or not key.endswith("_id") for key in more)
        )
    request = {"op": op, "app_id": app_id, "secret": secret, "token": text, "now": now, **more}
    return {key: value for key, value in request.items() if value is not ...}


def room_privileges(shape="login_only", room_id=ROOM, **more):
    """The `privileges` of a minting request; a field of ... is absent."""
    fields = {"shape": shape, "room_id": room_id, **more}
    return {key: value for key, value in fields.items() if value is not ...}


def generator(mode="cbc", app_id=APP, secret=SECRET):
    """The fields that make a generator."""
    return {"app_id": app_id, "secret": secret, "mode": mode}


def generate_request(op="generate", **changes):
    """A good request of a minting op, with changes; a field changed to ... is absent."""
    request = {
        "op": op,
        **generator(),
        "user_id": USER,
        "ttl": TTL,
        "payload": "",
        "now": NOW,
    }
    if op in ("identity_token", "privilege_token") or "privileges" in changes:
        del request["payload"]
    if op == "privilege_token":
        request.update(shape="login_only", room_id=ROOM)
    if op == "generate_batch":
        del request["user_id"]
        request["user_ids"] = [USER]
    if op == "generate_token04":
        del request["mode"], request["now"]
    request.update(changes)
    return {key: value for key, value in request.items() if value is not ...}
