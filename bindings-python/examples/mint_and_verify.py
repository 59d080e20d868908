"""Mints a privilege token and verifies it. ZEGO_APP_ID and ZEGO_SERVER_SECRET must be set."""

from datetime import timedelta

import token04


def main() -> None:
    try:
        generator = token04.TokenGenerator.from_env(mode="gcm")
        verifier = token04.TokenVerifier.from_env()
    except token04.InvalidInput as error:
        raise SystemExit(str(error)) from None  # it names the variable

    privileges = token04.RoomPrivileges.login_and_publish("room1", ["stream1"])
    token = generator.privilege_token("user1", timedelta(hours=1), privileges)

    verified = verifier.verify_publish(token, "user1", "room1", "stream1")
    print("verified, expires at", verified.expires_at_time)

    try:
        verifier.verify_user(token, "somebody else")
    except token04.TokenRefused as refused:
        print("refused:", refused.code, refused.name)

    for result in generator.generate_batch(["user1", ""], 3600, privileges):
        print("bad user" if isinstance(result, token04.InvalidInput) else "minted")

    for finding in token04.explain(token, user_id="somebody else"):
        print(finding.severity, finding.id)


if __name__ == "__main__":
    main()
