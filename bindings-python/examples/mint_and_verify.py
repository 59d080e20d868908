"""Mints a privilege token and verifies it. ZEGO_APP_ID and ZEGO_SERVER_SECRET must be set."""

from datetime import timedelta

import token04


def main() -> None:
    try:
        generator = token04.TokenGenerator.from_env(mode="gcm")
        verifier = token04.TokenVerifier.from_env(require_authenticated=True)
    except token04.InvalidInput as error:
        raise SystemExit(str(error)) from None  # it names the variable

    privileges = token04.RoomPrivileges.login_and_publish("room1", ["stream1"])
    token = generator.privilege_token("user1", timedelta(hours=1), privileges)

    verified = verifier.verify(token, user_id="user1", room_id="room1", stream_id="stream1")
    print("verified, expires at", verified.expires_at_time)

    try:
        verifier.verify(token, user_id="somebody else")
    except token04.TokenRefused as refused:
        print("refused:", refused.code, refused.name)

    for answer in generator.generate_batch(["user1", ""], 3600, ""):
        print("bad user" if isinstance(answer, token04.InvalidInput) else "minted")

    for finding in token04.explain(token, user_id="somebody else"):
        print(finding.severity, finding.id)


if __name__ == "__main__":
    main()
