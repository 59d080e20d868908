"""The upstream generator's call with this package: only the import is different."""

import os

import token04  # upstream: from src import token04


def main() -> None:
    try:
        app_id, secret = int(os.environ["ZEGO_APP_ID"]), os.environ["ZEGO_SERVER_SECRET"]
    except (KeyError, ValueError):
        raise SystemExit("set ZEGO_APP_ID (a number) and ZEGO_SERVER_SECRET") from None
    info = token04.generate_token04(app_id, "user1", secret, 3600, "")
    if info.error_code != token04.ERROR_CODE_SUCCESS:
        raise SystemExit(f"error {info.error_code}: {info.error_message}")
    print("minted", len(info.token), "characters")


if __name__ == "__main__":
    main()
