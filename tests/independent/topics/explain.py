"""`explain`: mistakes seen in public code are found first; a good token has at most notes."""

import base64
import json
import os

import wire
from topics.common import (
    APP,
    APP_SIGN,
    BAD_NOWS,
    BOTH_ANY,
    BOTH_LISTED,
    LAST_NOW,
    LOGIN_ONLY,
    MODES,
    NOW,
    PUBLISH_ONLY,
    SECRET,
    TTL,
    WRONG,
    Topic,
    claims,
    foreign_token,
    raw_bytes,
    token,
    utf16,
)
from topics.kit import kit_part

EXPIRE = NOW + TTL
# A user name that no advice contains by chance: findings never show claims.
HIDDEN = "user-that-must-not-be-shown"
UPSTREAM = os.path.join(os.path.dirname(__file__), "..", "..", "vectors", "upstream.json")
HEALTHY_KINDS = (
    "plain",
    "app-10-digits",
    "app-u32-max",
    "ttl-259200",
    "pad-01",
    "pad-07",
    "pad-15",
    "pad-16",
    "payload-login-only",
    "payload-publish-only",
    "payload-both",
    "payload-3-streams",
)


def topic():
    """Findings, most likely cause first."""
    cases = Topic("explain", "What explain finds. `first` is the id of the first finding.")
    add_texts(cases)
    add_kit(cases)
    add_secrets(cases)
    add_claims(cases)
    add_payloads(cases)
    add_expectations(cases)
    add_times(cases)
    add_bad_now(cases)
    add_notes(cases)
    add_healthy(cases)
    return cases


def explain_request(text, secret=SECRET, now=NOW + 10, **more):
    request = {"op": "explain", "token": text, "now": now, **more}
    if secret is not ...:
        request["secret"] = secret
    return request


# Codes that the native, web and chat SDKs report for these mistakes, from their documentation.
SDK_CODES = {
    "token_missing": [1002067],
    "token_is_token03": [1002079],
    "token_version_unknown": [1002079],
    "payload_is_not_text": [1002075],
    "app_id_mismatch": [1002076],
    "user_id_mismatch": [1002077],
    "expired": [1002078, 1102018, 6000106],
    "decrypt_failed": [1002033],
}


def findings(first, severity="error", **more):
    """The matcher: `has` and `has_not` are ids; `hides` are strings that must not be shown."""
    codes = {"sdk_codes": SDK_CODES[first]} if first in SDK_CODES else {}
    return {"findings": {"$findings": {"first": first, "severity": severity, **codes, **more}}}


def healthy(**more):
    """Nothing above a note."""
    return {"findings": {"$findings": {"at_most": "note", **more}}}


def add_texts(cases):
    """A wrong value instead of a token, recognized from the string alone."""
    plain = token(user_id=HIDDEN)
    gcm = token("gcm", user_id=HIDDEN)
    jwt = ".".join(
        base64.urlsafe_b64encode(part).decode().rstrip("=")
        for part in (
            b'{"alg":"HS256","typ":"JWT"}',
            b'{"user":"user1","exp":1700003600}',
            b"s" * 32,
        )
    )
    exposed = [
        ("kit-from-the-secret", f"{SECRET}#{kit_part('user1', 'room1', 'Ada', APP)}"),
        ("kit-from-another-secret", f"{WRONG}#{kit_part('user1', 'room1', 'Ada', APP)}"),
        ("kit-from-the-secret-broken", f"{SECRET}#eyJ1c2VySUQ"),
        ("kit-from-the-secret-empty", f"{SECRET}#"),
    ]
    for name, text in exposed:
        for given in (SECRET, ...):
            label = "secret-given" if given is SECRET else "secret-not-given"
            want = findings("server_secret_exposed", "critical", hides=[SECRET, WRONG])
            cases.add(f"{name}-{label}", explain_request(text, given), want)
    url_safe = find(lambda text: "+" in text and "/" in text)
    assert plain.endswith("=")
    for name, text, first in (
        ("empty", "", "token_missing"),
        ("jwt", jwt, "token_is_jwt"),
        ("bearer", "Bearer " + plain, "token_has_bearer_prefix"),
        ("url-encoded", plain.replace("=", "%3D"), "token_url_encoded"),
        (
            "hmac-sha256",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "token_is_hmac",
        ),
        (
            "hmac-sha256-capitals",
            "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08",
            "token_is_hmac",
        ),
        ("token03", "03" + plain[2:], "token_is_token03"),
        ("token01", "01" + plain[2:], "token_version_unknown"),
        ("token05", "05" + plain[2:], "token_version_unknown"),
        ("space-before", " " + plain, "token_has_white_space"),
        ("space-behind", plain + " ", "token_has_white_space"),
        ("newline-behind", plain + "\n", "token_has_white_space"),
        ("crlf-behind", gcm + "\r\n", "token_has_white_space"),
        ("newline-inside", plain[:78] + "\n" + plain[78:], "token_has_white_space"),
        ("double-quotes", f'"{plain}"', "token_quoted"),
        ("single-quotes", f"'{gcm}'", "token_quoted"),
        ("url-safe", url_safe.replace("+", "-").replace("/", "_"), "token_url_safe_base64"),
        (
            "url-safe-unpadded",
            url_safe.replace("+", "-").replace("/", "_").rstrip("="),
            "token_url_safe_base64",
        ),
        ("cut-by-one", plain[:-1], "token_truncated"),
        ("cut-by-four", plain[:-4], "token_truncated"),
        ("cut-in-half", plain[: len(plain) // 2], "token_truncated"),
        ("cut-to-64", gcm[:64], "token_truncated"),
        ("padding-lost", plain.rstrip("="), "token_truncated"),
        ("iv-of-15", wire.text_of(wire.envelope(EXPIRE, b"i" * 15, b"c" * 32)), "token_malformed"),
        ("gcm-mode-2", wire.text_of(wire.bytes_of(gcm)[:-1] + b"\x02"), "token_malformed"),
        ("bytes-behind", wire.text_of(wire.bytes_of(plain) + bytes(7)), "token_malformed"),
        ("foreign-characters", plain[:40] + "*?" + plain[42:], "token_malformed"),
    ):
        for given in (SECRET, ...):
            label = "secret-given" if given is SECRET else "secret-not-given"
            cases.add(f"text-{name}-{label}", explain_request(text, given), findings(first))


def find(good):
    """A token whose string has this property."""
    number = 0
    while True:
        text = token(nonce=number)
        if good(text):
            return text
        number += 1


def add_kit(cases):
    """A kit token where a plain one is expected, and the reverse."""
    for mode in MODES:
        plain = token(mode)
        kit = plain + "#" + kit_part("user1", "room1", "Ada", APP)
        want_plain = {"expect_kit": False}
        want_kit = {"expect_kit": True}
        cases.add(
            f"kit-{mode}-where-plain-due",
            explain_request(kit, **want_plain),
            findings("kit_token_where_plain_due"),
        )
        cases.add(
            f"plain-{mode}-where-kit-due",
            explain_request(plain, **want_kit),
            findings("plain_token_where_kit_due"),
        )
        cases.add(f"kit-{mode}-where-kit-due", explain_request(kit, **want_kit), healthy())
        is_kit = healthy(has=["token_is_kit"])
        cases.add(f"kit-{mode}-nothing-expected", explain_request(kit), is_kit)
        plain_due = healthy(has_not=["token_is_kit"])
        cases.add(f"plain-{mode}-nothing-expected", explain_request(plain), plain_due)
        cases.add(f"plain-{mode}-where-plain-due", explain_request(plain, **want_plain), healthy())
        for name, part in (
            ("empty", ""),
            ("no-base64", "***"),
            ("no-json", base64.b64encode(b"hello").decode()),
            ("list", base64.b64encode(b"[]").decode()),
            ("cut", kit_part("user1", "room1", "Ada", APP)[:-6]),
        ):
            request = explain_request(plain + "#" + part, **want_kit)
            cases.add(f"kit-{mode}-part-{name}", request, findings("kit_part_malformed"))


def add_secrets(cases):
    """A wrong value instead of the secret."""
    plain = token(user_id=HIDDEN)
    gcm = token("gcm", user_id=HIDDEN)
    hides = {"hides": [SECRET, WRONG, APP_SIGN, HIDDEN]}
    for mode, text in (("cbc", plain), ("gcm", gcm)):
        for name, secret, first in (
            ("app-sign", APP_SIGN, "secret_is_app_sign"),
            ("app-sign-capitals", APP_SIGN.upper(), "secret_is_app_sign"),
            ("newline-behind", SECRET + "\n", "secret_has_white_space"),
            ("space-before", " " + SECRET, "secret_has_white_space"),
            ("tabs-around", f"\t{SECRET}\t", "secret_has_white_space"),
            ("crlf-behind", SECRET + "\r\n", "secret_has_white_space"),
            ("double-quotes", f'"{SECRET}"', "secret_quoted"),
            ("single-quotes", f"'{SECRET}'", "secret_quoted"),
            ("empty", "", "secret_length_wrong"),
            ("31-bytes", SECRET[:31], "secret_length_wrong"),
            ("33-bytes", SECRET + "0", "secret_length_wrong"),
            ("16-bytes", SECRET[:16], "secret_length_wrong"),
            ("other", WRONG, "decrypt_failed"),
            ("capitals", SECRET.upper(), "decrypt_failed"),
        ):
            cases.add(
                f"secret-{mode}-{name}", explain_request(text, secret), findings(first, **hides)
            )
    cases.add(
        "secret-surrogate",
        explain_request(plain, utf16("0061d800")),
        findings("secret_length_wrong"),
        ["utf16"],
    )
    # The generator hex-decoded the secret: a 16-byte key, or 32 bytes from an AppSign.
    for mode in MODES:
        decoded = bytes.fromhex(SECRET)
        sealed = token(mode, decoded)
        cases.add(
            f"secret-{mode}-hex-decoded",
            explain_request(sealed),
            findings("secret_was_hex_decoded"),
        )
        sealed = token(mode, bytes.fromhex(APP_SIGN))
        cases.add(
            f"secret-{mode}-app-sign-hex-decoded",
            explain_request(sealed, APP_SIGN),
            findings("secret_is_app_sign"),
        )
        garbled = wire.bytes_of(token(mode))
        garbled = garbled[:-30] + bytes([garbled[-30] ^ 1]) + garbled[-29:]
        cases.add(
            f"garbled-{mode}", explain_request(wire.text_of(garbled)), findings("decrypt_failed")
        )
    cases.add(
        "secret-given-as-16-raw-bytes",
        explain_request(plain, raw_bytes(bytes.fromhex(SECRET))),
        findings("secret_was_hex_decoded"),
        ["bytes"],
    )


def sealed_claims(mode, changes, envelope_expire=None):
    """A token with good claims, except for these."""
    values = {**claims(user_id=HIDDEN), **changes}
    values = {key: value for key, value in values.items() if value is not ...}
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    expire = values.get("expire", EXPIRE)
    expire = expire if isinstance(expire, int) else EXPIRE
    expire = expire if envelope_expire is None else envelope_expire
    return wire.seal(text.encode(), SECRET, mode, expire)


def add_claims(cases):
    """Claims that a server does not accept, parsed leniently so that the cause can be shown."""
    for mode in MODES:
        for name, changes, first in (
            ("app-string", {"app_id": str(APP)}, "app_id_is_string"),
            ("app-string-empty", {"app_id": ""}, "app_id_is_string"),
            ("app-nan-became-null", {"app_id": None}, "app_id_is_not_a_number"),
            ("app-list", {"app_id": [APP]}, "app_id_is_not_a_number"),
            ("app-true", {"app_id": True}, "app_id_is_not_a_number"),
            ("app-0", {"app_id": 0}, "app_id_out_of_range"),
            ("app-negative", {"app_id": -1}, "app_id_out_of_range"),
            ("app-too-large", {"app_id": 2**32}, "app_id_out_of_range"),
            ("user-missing", {"user_id": ...}, "claims_invalid"),
            ("user-number", {"user_id": 5}, "claims_invalid"),
            ("nonce-missing", {"nonce": ...}, "claims_invalid"),
            ("ctime-text", {"ctime": str(NOW)}, "claims_invalid"),
            ("expire-relative", {"expire": TTL}, "expire_is_relative"),
            ("expire-relative-3-days", {"expire": 259200}, "expire_is_relative"),
            ("expire-milliseconds", {"expire": EXPIRE * 1000}, "expire_in_milliseconds"),
            ("payload-object", {"payload": json.loads(LOGIN_ONLY)}, "payload_is_not_text"),
            ("payload-list", {"payload": []}, "payload_is_not_text"),
            ("payload-number", {"payload": 1}, "payload_is_not_text"),
            ("user-empty", {"user_id": ""}, "user_id_empty"),
            ("user-65-bytes", {"user_id": HIDDEN + "u" * (65 - len(HIDDEN))}, "user_id_too_long"),
            ("user-nul", {"user_id": HIDDEN + "\0x"}, "user_id_has_nul"),
            ("lifetime-0", {"ctime": NOW, "expire": NOW}, "lifetime_not_positive"),
            ("lifetime-negative", {"ctime": NOW + 5, "expire": NOW + 2}, "lifetime_not_positive"),
        ):
            text = sealed_claims(mode, changes)
            request = explain_request(text, now=NOW)
            cases.add(f"claims-{mode}-{name}", request, findings(first, hides=[HIDDEN]))
        for name, text in (("no-json", "hello"), ("list", "[]"), ("empty", "")):
            sealed = token(mode, text=text)
            cases.add(f"claims-{mode}-{name}", explain_request(sealed), findings("claims_invalid"))
        sealed = sealed_claims(mode, {}, EXPIRE + 3600)
        cases.add(
            f"claims-{mode}-expire-mismatch", explain_request(sealed), findings("expire_mismatch")
        )
        for name, changes in (
            ("cjk", {"user_id": "\u7528\u6237"}),
            ("space", {"user_id": "user 1"}),
            ("slash", {"user_id": "a/b"}),
        ):
            sealed = sealed_claims(mode, changes)
            cases.add(
                f"claims-{mode}-user-{name}",
                explain_request(sealed),
                findings("user_id_characters", "warning"),
            )
        allowed = sealed_claims(mode, {"user_id": "aZ09~!@#$%^&*()_+-=`;',.<>\\"})
        cases.add(f"claims-{mode}-user-allowed", explain_request(allowed), healthy())


def add_payloads(cases):
    """Payloads that do not grant what their author meant."""
    for mode in MODES:
        for name, payload, first, severity in (
            (
                "named-keys",
                '{"room_id":"room1","privilege":{"login":1,"publish":1}}',
                "privilege_keys_named",
                "error",
            ),
            (
                "named-keys-mixed",
                '{"room_id":"room1","privilege":{"1":1,"publish":1}}',
                "privilege_keys_named",
                "error",
            ),
            ("empty-list", BOTH_ANY.replace("null", "[]"), "stream_list_empty", "error"),
            ("room-number", BOTH_ANY.replace('"room1"', "1"), "privileges_malformed", "error"),
            (
                "privilege-list",
                '{"room_id":"room1","privilege":[1,1]}',
                "privileges_malformed",
                "error",
            ),
            ("list-text", BOTH_ANY.replace("null", '"s1"'), "privileges_malformed", "error"),
            (
                "room-characters",
                BOTH_ANY.replace("room1", "room 1"),
                "room_id_characters",
                "warning",
            ),
            (
                "stream-characters",
                BOTH_LISTED.replace("s1", "s.1"),
                "stream_id_characters",
                "warning",
            ),
        ):
            text = sealed_claims(mode, {"user_id": "user1", "payload": payload})
            want = findings(
                first,
                severity,
                has=["privilege_checks_need_enabling"] if severity == "warning" else [],
            )
            cases.add(f"payload-{mode}-{name}", explain_request(text), want)


def add_expectations(cases):
    """Expectations of the caller that the token does not meet."""
    for mode in MODES:
        text = sealed_claims(mode, {"payload": BOTH_LISTED})
        for name, named, first in (
            ("app", {"expect_app_id": APP + 1}, "app_id_mismatch"),
            ("user", {"expect_user_id": "user2"}, "user_id_mismatch"),
            ("user-empty", {"expect_user_id": ""}, "user_id_mismatch"),
            ("room", {"expect_room_id": "room2"}, "room_not_allowed"),
            ("stream", {"expect_stream_id": "s3"}, "stream_not_allowed"),
        ):
            want = findings(first, hides=[HIDDEN])
            cases.add(f"expected-{mode}-{name}", explain_request(text, **named), want)
        named = {
            "expect_app_id": APP,
            "expect_user_id": HIDDEN,
            "expect_room_id": "room1",
            "expect_stream_id": "s1",
            "expect_kit": False,
        }
        cases.add(
            f"expected-{mode}-all-met", explain_request(text, **named), healthy(hides=[HIDDEN])
        )
        identity = sealed_claims(mode, {})
        for name in ("room", "stream"):
            request = explain_request(identity, **{f"expect_{name}_id": "x"})
            cases.add(
                f"expected-{mode}-{name}-without-privileges", request, findings("privileges_absent")
            )
        login = sealed_claims(mode, {"payload": LOGIN_ONLY})
        request = explain_request(login, expect_stream_id="s1")
        cases.add(f"expected-{mode}-stream-login-only", request, findings("stream_not_allowed"))
        publish = sealed_claims(mode, {"payload": PUBLISH_ONLY})
        request = explain_request(publish, expect_room_id="room1")
        cases.add(f"expected-{mode}-room-publish-only", request, findings("room_not_allowed"))


def add_times(cases):
    """The clock compared with the token."""
    for mode in MODES:
        text = sealed_claims(mode, {})
        for name, now, first in (
            ("expired", EXPIRE + 60, "expired"),
            ("long-expired", EXPIRE + 10**8, "expired"),
            ("clock-ahead", NOW - 600, "clock_ahead"),
            ("clock-far-ahead", NOW - 86400, "clock_ahead"),
        ):
            cases.add(f"moments-{mode}-{name}", explain_request(text, now=now), findings(first))


def add_bad_now(cases):
    """An impossible `now` is a warning, and no finding is about time."""
    needs = ["wide_now"]
    about_time = ["expired", "clock_ahead", "expires_soon"]
    for mode in MODES:
        plain = token(mode)
        for name, now in BAD_NOWS:
            want = findings("now_invalid", "warning", has_not=about_time, at_most="warning")
            cases.add(f"now-{mode}-{name}", explain_request(plain, now=now), want, needs)
        # More severe findings come first, whatever the times of the token.
        for name, text, more, first in (
            ("other-secret", token(mode, WRONG), {}, "decrypt_failed"),
            ("other-app", plain, {"expect_app_id": APP + 1}, "app_id_mismatch"),
        ):
            request = explain_request(text, now=NOW * 1000, **more)
            want = findings(first, has_not=about_time)
            cases.add(f"now-{mode}-bad-{name}", request, want, needs)
        for name, expire in (("relative", TTL), ("milliseconds", EXPIRE * 1000)):
            request = explain_request(sealed_claims(mode, {"expire": expire}), now=NOW * 1000)
            first = "expire_is_relative" if name == "relative" else "expire_in_milliseconds"
            want = findings(first, has=["now_invalid"], has_not=about_time)
            cases.add(f"now-{mode}-bad-expire-{name}", request, want, needs)
        request = explain_request(token(mode, payload=BOTH_ANY), now=-1)
        want = findings(
            "now_invalid",
            "warning",
            has=["privilege_checks_need_enabling"],
            has_not=about_time,
        )
        cases.add(f"now-{mode}-bad-privileges", request, want, needs)
        foreign = foreign_token(f"explain/now-{mode}", mode)
        want = findings("now_invalid", "warning", has=["foreign_token"], has_not=about_time)
        cases.add(f"now-{mode}-bad-foreign", explain_request(foreign, now=-1), want, needs)
        # At the limits the clock is compared as usual.
        for name, now, first in (("0", 0, "clock_ahead"), ("end-of-9999", LAST_NOW, "expired")):
            want = findings(first, has_not=["now_invalid"])
            cases.add(f"now-{mode}-{name}", explain_request(plain, now=now), want)
        want = healthy(has_not=["now_invalid"])
        cases.add(f"now-{mode}-good", explain_request(plain), want)


def add_notes(cases):
    """What a developer should know about a token that works."""
    for mode in MODES:
        plain = token(mode)
        foreign = foreign_token(f"explain/notes-{mode}", mode)
        note = ["foreign_token"]
        gone = ["unauthenticated_mode"]
        cases.add(
            f"notes-{mode}-foreign", explain_request(foreign), healthy(has=note, has_not=gone)
        )
        cases.add(f"notes-{mode}-ours", explain_request(plain), healthy(has_not=note + gone))
        cases.add(
            f"notes-{mode}-no-secret",
            explain_request(plain, ...),
            healthy(has=["secret_not_given"], has_not=note),
        )
        cases.add(
            f"notes-{mode}-foreign-no-secret",
            explain_request(foreign, ...),
            healthy(has=["secret_not_given"], has_not=note),
        )
        # Only the envelope is changed: readable, but no longer authentic.
        changed = sealed_claims(mode, {}, EXPIRE)
        changed = wire.text_of((EXPIRE + 1).to_bytes(8, "big") + wire.bytes_of(changed)[8:])
        want = findings("expire_mismatch", has=note)
        cases.add(f"notes-{mode}-changed", explain_request(changed), want)
        late = explain_request(foreign, now=EXPIRE + 60)
        cases.add(f"notes-{mode}-foreign-expired", late, findings("expired", has=note))
        has_not = ["secret_not_given", "privilege_checks_need_enabling", "expires_soon"]
        cases.add(f"notes-{mode}-identity", explain_request(plain), healthy(has_not=has_not))
        privilege = token(mode, payload=BOTH_ANY)
        has = ["privilege_checks_need_enabling"]
        cases.add(f"notes-{mode}-privileges", explain_request(privilege), healthy(has=has))
        soon = explain_request(plain, now=EXPIRE - 20)
        cases.add(f"notes-{mode}-expires-soon", soon, healthy(has=["expires_soon"]))
        long_lived = token(mode, expire=NOW + 2073601)
        want = {"findings": {"$findings": {"at_most": "warning", "has": ["lifetime_over_24_days"]}}}
        cases.add(f"notes-{mode}-over-24-days", explain_request(long_lived), want)
        exactly = token(mode, expire=NOW + 2073600)
        want = healthy(has_not=["lifetime_over_24_days"])
        cases.add(f"notes-{mode}-24-days", explain_request(exactly), want)


def add_healthy(cases):
    """Tokens of the upstream generators, just after they were issued: `verify` refuses them."""
    with open(UPSTREAM, encoding="utf-8") as file:
        vectors = json.load(file)["vectors"]
    for vector in vectors:
        kind = vector["id"].split("/")[1]
        if kind not in HEALTHY_KINDS:
            continue
        held = json.loads(vector["claims_text"])
        request = explain_request(
            vector["token"],
            vector["inputs"]["secret"],
            held["ctime"] + 10,
            expect_app_id=held["app_id"],
            expect_user_id=held["user_id"],
        )
        cases.add(
            f"healthy-{vector['id'].replace('/', '-')}", request, healthy(has=["foreign_token"])
        )
