"""The errors: their codes, upstream's constants, the exceptions. The codes are written by
`cargo xtask readme` from the core's table.
"""

from enum import IntEnum


class ErrorCode(IntEnum):
    """The `code` of an error by its `name`. Numbers and names never change."""

    # begin: errors
    APP_ID_INVALID = 1
    USER_ID_INVALID = 3
    SECRET_INVALID = 5
    EFFECTIVE_TIME_INVALID = 6
    PAYLOAD_INVALID = 7
    ROOM_ID_INVALID = 8
    STREAM_ID_INVALID = 9
    MODE_INVALID = 10
    LEEWAY_INVALID = 11
    PRIVILEGES_EMPTY = 12
    NOW_INVALID = 13
    TOKEN_FORMAT = 20
    DECRYPT_FAILED = 23
    CLAIMS_INVALID = 24
    APP_ID_MISMATCH = 30
    USER_ID_MISMATCH = 31
    EXPIRED = 32
    NOT_YET_VALID = 33
    EXPIRE_MISMATCH = 34
    ROOM_NOT_ALLOWED = 35
    STREAM_NOT_ALLOWED = 36
    PRIVILEGES_ABSENT = 37
    UNAUTHENTICATED = 38
    INTERNAL = 90
    NULL_POINTER = 91
    BUFFER_TOO_SMALL = 92
    ABI_MISMATCH = 93
    RANDOM_UNAVAILABLE = 94
    # end: errors


# Upstream's names, for the drop-in.
ERROR_CODE_SUCCESS = 0
ERROR_CODE_APP_ID_INVALID: int = ErrorCode.APP_ID_INVALID.value
ERROR_CODE_USER_ID_INVALID: int = ErrorCode.USER_ID_INVALID.value
ERROR_CODE_SECRET_INVALID: int = ErrorCode.SECRET_INVALID.value
ERROR_CODE_EFFECTIVE_TIME_IN_SECONDS_INVALID: int = ErrorCode.EFFECTIVE_TIME_INVALID.value


class Token04Error(Exception):
    """Any error of this package: a stable `code` and `name`, and a message that leaks nothing.

    `code` is an int that equals a member of ErrorCode, `name` that member's name in lower case.
    """

    code: int
    name: str
    message: str

    def __init__(self, code: int, name: str, message: str) -> None:
        super().__init__(code, name, message)
        self.code = code
        self.name = name
        self.message = message

    def __str__(self) -> str:
        return self.message


class InvalidInput(Token04Error, ValueError):
    """An argument or a variable of the environment is refused: the codes below 20."""


class TokenRefused(Token04Error):
    """A token is refused: the codes from TOKEN_FORMAT (20) to UNAUTHENTICATED (38)."""


class InternalError(Token04Error):
    """A failure of this package (INTERNAL), or no randomness (RANDOM_UNAVAILABLE)."""


for _class in (ErrorCode, Token04Error, InvalidInput, TokenRefused, InternalError):
    _class.__module__ = "token04"
