"""What the drop-in returns: a plain class, as upstream's."""


class TokenInfo:
    """What `generate_token04` returns: `error_code` 0 and the token, or a code and no token.

    `error_message` is "success", or says what is wrong. `repr` does not show the token.
    """

    token: str
    error_code: int
    error_message: str

    def __init__(self, token: str, error_code: int, error_message: str) -> None:
        self.token = token
        self.error_code = error_code
        self.error_message = error_message

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TokenInfo):
            return NotImplemented
        return vars(self) == vars(other)

    def __repr__(self) -> str:
        return f"TokenInfo(error_code={self.error_code})"


TokenInfo.__module__ = "token04"
