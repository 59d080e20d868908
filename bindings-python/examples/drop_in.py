"""The upstream generator's call, answered by this package: only the import has changed."""

import os

from token04 import ERROR_CODE_SUCCESS, generate_token04


def main() -> None:
    info = generate_token04(
        int(os.environ["ZEGO_APP_ID"]), "user1", os.environ["ZEGO_SERVER_SECRET"], 3600, ""
    )
    if info.error_code != ERROR_CODE_SUCCESS:
        raise SystemExit(f"error {info.error_code}: {info.error_message}")
    print("minted", len(info.token), "characters")


if __name__ == "__main__":
    main()
