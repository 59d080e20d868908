"""The conformance driver of Python: one JSON request per line, one reply per line. No checks."""

import json
import os
import sys
import time

import token04

# Tests run against what is installed, never against the source tree.
_home = os.path.realpath(os.path.dirname(token04.__file__))
assert _home.startswith(os.path.realpath(sys.prefix) + os.sep), _home

OPS = (
    "version generate identity_token privilege_token issue generate_batch generate_token04 "
    "kit_token decode verify verify_user verify_login verify_publish inspect explain"
).split()
COMMON = (
    "bytes utf16 dynamic_types null_text whole_floats big_integers wide_app_id wide_ttl"
).split()
CAN = [
    *COMMON,
    *(f"dropin_{name}" for name in COMMON),
    *"huge_duration wide_now negative_leeway mode_text".split(),
    *"fractional_duration frozen_clock".split(),
    *"dropin_object_payload dropin_optional_payload".split(),
]


def value(given):
    """A field as a Python value."""
    if isinstance(given, dict):
        (kind, inner), *more = given.items()
        if more or not kind.startswith("$"):  # how to make RoomPrivileges
            return {name: value(item) for name, item in given.items()}
        if kind == "$int":
            return int(inner)
        if kind == "$float":
            return float(inner)
        if kind == "$hex":
            return bytes.fromhex(inner)
        if kind == "$json":
            return json.loads(inner)
        if kind == "$utf16":
            return bytes.fromhex(inner).decode("utf-16-be", "surrogatepass")
    if isinstance(given, list):
        return [value(item) for item in given]
    return given


def error(failure):
    return {"error": {"code": failure.code, "name": failure.name, "message": failure.message}}


def decoded(token):
    """The attributes; the JSON string and `vars` must have the same."""
    claims, held = token.claims, token.privileges
    fields = {
        "mode": token.mode,
        "authenticated": token.authenticated,
        "claims": {
            name: getattr(claims, name)
            for name in ("app_id", "user_id", "nonce", "ctime", "expire", "payload")
        },
        "envelope_expire": token.envelope_expire,
        "privileges": held
        and {name: getattr(held, name) for name in ("room_id", "login", "publish", "stream_ids")},
        "payload_is_text": token.payload_is_text,
    }
    if isinstance(token, token04.VerifiedToken):
        fields["secret_index"] = token.secret_index
    assert fields == json.loads(token.to_json()) == json.loads(json.dumps(token, default=vars))
    return fields


def explained(report):
    """The attributes; the JSON string and `vars` must have the same."""
    names = ("id", "severity", "message", "advice", "sdk_codes")
    fields = {"findings": [{name: getattr(f, name) for name in names} for f in report]}
    assert fields == json.loads(report.to_json()) == json.loads(json.dumps(report, default=vars))
    return fields


TABLE = {code: (name, message) for code, name, message in token04._core.ERROR_TABLE}
# The arguments of each shape of privileges.
SHAPES = {
    "login_only": ["room_id"],
    "publish_only": ["room_id", "stream_ids"],
    "login_and_publish": ["room_id", "stream_ids"],
    "login_and_publish_any": ["room_id"],
    "from_flags": ["room_id", "login", "publish", "stream_ids"],
}


def privileges(given):
    shape = {"flags": "from_flags"}.get(given["shape"], given["shape"])
    arguments = [given.get(name) for name in SHAPES[shape]]
    try:
        return getattr(token04.RoomPrivileges, shape)(*arguments)
    except TypeError:  # Python's own error for streams that are not a list
        code = token04.ErrorCode.STREAM_ID_INVALID
        raise token04.InvalidInput(code, *TABLE[code]) from None


def payload_of(given):
    return privileges(given["privileges"]) if "privileges" in given else given["payload"]


def mint(op, given):
    """The ops of a generator."""
    mode = [given["mode"]] if "mode" in given else []
    generator = token04.TokenGenerator(given["app_id"], given["secret"], *mode)
    clock = {"now": given["now"]} if "now" in given else {}
    ttl = given["ttl"]
    if op == "generate_batch":
        results = generator.generate_batch(given["user_ids"], ttl, payload_of(given), **clock)
        return {
            "results": [
                {"token": result} if isinstance(result, str) else error(result)
                for result in results
            ]
        }
    if op == "identity_token":
        return {"token": generator.identity_token(given["user_id"], ttl, **clock)}
    if op == "privilege_token":
        return {
            "token": generator.privilege_token(given["user_id"], ttl, privileges(given), **clock)
        }
    if op == "issue":
        issued = generator.issue(given["user_id"], ttl, payload_of(given), **clock)
        names = ("token", "issued_at", "expires_at", "refresh_at")
        return {name: getattr(issued, name) for name in names}
    return {"token": generator.generate(given["user_id"], ttl, payload_of(given), **clock)}


def drop_in(given):
    names = ("app_id", "user_id", "secret")
    arguments = [*(given[name] for name in names), given["ttl"]]
    more = {"payload": given["payload"]} if "payload" in given else {}
    real = time.time
    if "now" in given:
        time.time = lambda: float(given["now"])
    try:
        info = token04.generate_token04(*arguments, **more)
    finally:
        time.time = real
    code = info.error_code
    if code == 0:
        return {"token": info.token}
    return {"error": {"code": code, "name": TABLE[code][0], "message": info.error_message}}


def chosen(given, *names):
    return {name: given[name] for name in names if name in given}


# The arguments of each call of a verifier, after the token.
EXPECTED = {
    "verify": [],
    "verify_user": ["user_id"],
    "verify_login": ["user_id", "room_id"],
    "verify_publish": ["user_id", "room_id", "stream_id"],
}


def answer(given):
    op = given.pop("op")
    if op == "version":
        return {"language": "python", "version": token04.__version__, "ops": OPS, "can": CAN}
    if op == "generate_token04":
        return drop_in(given)
    if op == "kit_token":
        return {"token": token04.kit_token(**given)}
    if op == "decode":
        return decoded(token04.decode(**given))
    if op == "inspect":
        return json.loads(token04.inspect(**given).to_json())
    if op in EXPECTED:
        options = chosen(given, "previous_secrets", "leeway")
        verifier = token04.TokenVerifier(given["app_id"], given["secret"], **options)
        expected = [given.get(name) for name in EXPECTED[op]]
        call = getattr(verifier, op)
        return decoded(call(given["token"], *expected, **chosen(given, "now")))
    if op == "explain":
        expected = {name.replace("expect_", ""): item for name, item in given.items()}
        return explained(token04.explain(**expected))
    return mint(op, given)


def main():
    for line in sys.stdin.buffer:
        given = {name: value(item) for name, item in json.loads(line).items()}
        try:
            reply = answer(given)
        except token04.Token04Error as failure:
            reply = error(failure)
        sys.stdout.write(json.dumps(reply, ensure_ascii=True, separators=(",", ":")) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
