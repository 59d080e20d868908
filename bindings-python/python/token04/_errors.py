"""The exceptions, and upstream's constants. A test compares them with the core's table."""

ERROR_CODE_SUCCESS = 0
ERROR_CODE_APP_ID_INVALID = 1
ERROR_CODE_USER_ID_INVALID = 3
ERROR_CODE_SECRET_INVALID = 5
ERROR_CODE_EFFECTIVE_TIME_IN_SECONDS_INVALID = 6


class Token04Error(Exception):
    """Any error of this package: a stable `code` and `name`, and a message that leaks nothing."""

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
    """An argument is refused: codes 1 to 11."""


class TokenRefused(Token04Error):
    """A token is refused: codes 20 to 38."""


class InternalError(Token04Error):
    """Something failed in here (90), or there is no randomness (94)."""


for _class in (Token04Error, InvalidInput, TokenRefused, InternalError):
    _class.__module__ = "token04"
