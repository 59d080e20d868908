"""Mint and verify ZEGOCLOUD Token04 authentication tokens. Unofficial.

>>> generator = TokenGenerator(1234567890, secret)  # doctest: +SKIP
>>> token = generator.identity_token("user1", 3600)  # doctest: +SKIP

`generate_token04` is the drop-in for the upstream generator: it returns errors.
"""

from . import _interpreters as _interpreters  # first: it refuses subinterpreters
from . import _library as _library  # then this: it says when the library does not load
from ._core import (
    Claims,
    DecodedToken,
    Finding,
    InspectedKit,
    InspectedToken,
    IssuedToken,
    Privileges,
    Report,
    RoomPrivileges,
    TokenGenerator,
    TokenVerifier,
    VerifiedToken,
    __version__,
    decode,
    explain,
    generate_token04,
    inspect,
    kit_token,
)
from ._dropin import TokenInfo
from ._errors import (
    ERROR_CODE_APP_ID_INVALID,
    ERROR_CODE_EFFECTIVE_TIME_IN_SECONDS_INVALID,
    ERROR_CODE_SECRET_INVALID,
    ERROR_CODE_SUCCESS,
    ERROR_CODE_USER_ID_INVALID,
    ErrorCode,
    InternalError,
    InvalidInput,
    Token04Error,
    TokenRefused,
)
from ._types import Mode, Severity

__all__ = [
    "ERROR_CODE_APP_ID_INVALID",
    "ERROR_CODE_EFFECTIVE_TIME_IN_SECONDS_INVALID",
    "ERROR_CODE_SECRET_INVALID",
    "ERROR_CODE_SUCCESS",
    "ERROR_CODE_USER_ID_INVALID",
    "Claims",
    "DecodedToken",
    "ErrorCode",
    "Finding",
    "InspectedKit",
    "InspectedToken",
    "InternalError",
    "InvalidInput",
    "IssuedToken",
    "Mode",
    "Privileges",
    "Report",
    "RoomPrivileges",
    "Severity",
    "Token04Error",
    "TokenGenerator",
    "TokenInfo",
    "TokenRefused",
    "TokenVerifier",
    "VerifiedToken",
    "__version__",
    "decode",
    "explain",
    "generate_token04",
    "inspect",
    "kit_token",
]
