"""The web UI kit's token: pure ASCII, inspected, and refused where a plain one is needed."""

import base64
import json
import urllib.parse

import wire
from topics.common import (
    APP,
    MODES,
    NOW,
    TTL,
    U32_MAX,
    USER,
    Topic,
    decode_request,
    error,
    native,
    raw_bytes,
    token,
    utf16,
    verify_request,
)

# The characters that encodeURIComponent leaves unchanged, besides letters and digits.
UNESCAPED = "-_.!~*'()"
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def topic():
    """Making and inspecting kit tokens."""
    cases = Topic("kit", "Tokens of the vendor's web UI kit.")
    for mode in MODES:
        add_made(cases, mode, "plain")
    for name, changes in (
        ("name-empty", {"user_name": ""}),
        ("name-spaces", {"user_name": " Ada  Lovelace "}),
        ("name-accents", {"user_name": "Zo\u00eb \u00c5ngstr\u00f6m"}),
        ("name-cjk", {"user_name": "\u5f20\u4e09"}),
        ("name-emoji", {"user_name": "\U0001f469\u200d\U0001f467"}),
        ("name-punctuation", {"user_name": PUNCTUATION}),
        ("name-letters-and-digits", {"user_name": "azAZ09"}),
        ("name-controls", {"user_name": "\x01\t\n\r\x1f\x7f"}),
        ("name-percent", {"user_name": "100%20"}),
        ("name-nul", {"user_name": "a\0b"}),
        ("name-long", {"user_name": "n" * 1000}),
        ("user-quotes", {"user_id": 'a"b\\c'}),
        ("user-accents", {"user_id": "Zo\u00eb"}),
        ("user-cjk", {"user_id": "\u7528\u6237"}),
        ("user-emoji", {"user_id": "\U0001f389"}),
        ("user-controls", {"user_id": "a\x01\b\t\n\f\r\x1f"}),
        ("user-slash", {"user_id": "a/b"}),
        ("user-2028", {"user_id": "\u2028"}),
        ("user-64-bytes", {"user_id": "u" * 64}),
        ("room-cjk-and-emoji", {"room_id": "\u623f\u95f4\U0001f389"}),
        ("room-128-bytes", {"room_id": "r" * 128}),
        ("app-1", {"app_id": 1}),
        ("app-u32-max", {"app_id": U32_MAX}),
    ):
        add_made(cases, "cbc", name, **changes)
    add_bad_input(cases)
    add_inspected(cases)
    return cases


def kit_part(user_id, room_id, user_name, app_id):
    """The base64 after the #, as JavaScript would write it, in pure ASCII."""
    encoded = urllib.parse.quote(user_name, safe=UNESCAPED)
    fields = {"userID": user_id, "roomID": room_id, "userName": encoded, "appID": app_id}
    text = json.dumps(fields, ensure_ascii=True, separators=(",", ":"))
    return base64.b64encode(text.encode("ascii")).decode()


def kit_request(mode="cbc", **changes):
    request = {
        "op": "kit_token",
        "token": token(mode),
        "room_id": "room1",
        "user_id": USER,
        "user_name": "Ada",
        "app_id": APP,
    }
    request.update(changes)
    return request


def add_made(cases, mode, name, **changes):
    """A kit token is fully determined by its parts, and inspect returns them."""
    request = kit_request(mode, **changes)
    fields = {key: request[key] for key in ("user_id", "room_id", "user_name", "app_id")}
    whole = request["token"] + "#" + kit_part(**fields)
    cases.add(f"made-{mode}-{name}", request, {"token": whole})
    cases.add(
        f"inspected-{mode}-{name}",
        {"op": "inspect", "token": whole},
        inspected(request["token"], mode, fields),
    )
    secret_request = decode_request(whole)
    cases.add(f"decode-refuses-{mode}-{name}", secret_request, error(20))
    cases.add(f"verify-refuses-{mode}-{name}", verify_request(whole), error(20))


def inspected(plain, mode, fields):
    envelope = wire.bytes_of(plain)
    return {
        "version": "04",
        "mode": mode,
        "expire": NOW + TTL,
        "iv_length": 16 if mode == "cbc" else 12,
        "ciphertext_length": len(envelope) - (28 if mode == "cbc" else 25),
        "kit": fields,
    }


def add_bad_input(cases):
    """Each part has its own rule."""
    plain = token()
    part = kit_part("user1", "room1", "Ada", APP)
    for name, change, code, needs in (
        ("app-0", {"app_id": 0}, 1, ()),
        ("app-negative", {"app_id": -1}, 1, ["wide_app_id"]),
        ("app-too-large", {"app_id": U32_MAX + 1}, 1, ["wide_app_id"]),
        ("app-text", {"app_id": str(APP)}, 1, ["dynamic_types"]),
        ("user-empty", {"user_id": ""}, 3, ()),
        ("user-65-bytes", {"user_id": "u" * 65}, 3, ()),
        ("user-nul", {"user_id": "a\0b"}, 3, ()),
        ("user-bytes", {"user_id": raw_bytes(b"\xff")}, 3, ["bytes"]),
        ("user-surrogate", {"user_id": utf16("d800")}, 3, ["utf16"]),
        ("user-null", {"user_id": None}, 3, ["null_text"]),
        ("room-empty", {"room_id": ""}, 8, ()),
        ("room-129-bytes", {"room_id": "r" * 129}, 8, ()),
        ("room-nul", {"room_id": "\0"}, 8, ()),
        ("room-bytes", {"room_id": raw_bytes(b"\xff")}, 8, ["bytes"]),
        ("room-surrogate", {"room_id": utf16("dc00")}, 8, ["utf16"]),
        ("room-number", {"room_id": 1}, 8, ["dynamic_types"]),
        ("token-empty", {"token": ""}, 20, ()),
        ("token-03", {"token": "03" + plain[2:]}, 20, ()),
        ("token-space", {"token": plain + " "}, 20, ()),
        ("token-cut", {"token": plain[:-4]}, 20, ()),
        ("token-is-kit", {"token": plain + "#" + part}, 20, ()),
        ("token-bytes", {"token": raw_bytes(b"04\xff")}, 20, ["bytes"]),
        ("token-number", {"token": 4}, 20, ["dynamic_types"]),
        ("token-list", {"token": native("[]")}, 20, ["dynamic_types"]),
    ):
        cases.add(f"bad-{name}", kit_request(**change), error(code), needs)


def add_inspected(cases):
    """Kit parts of other programs, and malformed ones."""
    plain = token()
    fields = {"user_id": "user1", "room_id": "room1", "user_name": "Ada", "app_id": APP}

    def part(text):
        return base64.b64encode(text.encode()).decode()

    good = '{"userID":"user1","roomID":"room1","userName":"Ada","appID":1234567890}'
    for name, text in (
        ("any-order", '{"appID":1234567890,"userName":"Ada","roomID":"room1","userID":"user1"}'),
        ("unknown-keys", good[:-1] + ',"x":[1]}'),
        ("white-space", good.replace(",", " , ")),
        ("needless-percent", good.replace("Ada", "%41d%61")),
    ):
        request = {"op": "inspect", "token": plain + "#" + part(text)}
        cases.add(f"inspected-{name}", request, inspected(plain, "cbc", fields))
    for name, text in (
        ("empty", ""),
        ("no-base64", "***"),
        ("no-json", part("hello")),
        ("list", part("[]")),
        ("raw-nul-in-a-key", part(good[:-1] + ',"\0":1}')),
        ("raw-newline-in-a-key", part(good[:-1] + ',"a\n":1}')),
        ("bad-escape-in-a-key", part(good[:-1] + r',"\q":1}')),
        ("unclosed", part(good[:-1])),
        ("second-separator", part(good) + "#" + part(good)),
    ):
        cases.add(
            f"inspect-refuses-{name}", {"op": "inspect", "token": plain + "#" + text}, error(20)
        )
    cases.add(
        "inspect-refuses-bad-plain",
        {"op": "inspect", "token": plain[:-4] + "#" + part(good)},
        error(20),
    )
    cases.add("inspect-refuses-no-plain", {"op": "inspect", "token": "#" + part(good)}, error(20))
