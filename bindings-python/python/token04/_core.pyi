from datetime import datetime, timedelta
from typing import (
    Any,
    Iterable,
    Iterator,
    List,
    NoReturn,
    Optional,
    Sequence,
    SupportsIndex,
    Tuple,
    Union,
    final,
    overload,
)

from ._dropin import TokenInfo
from ._errors import InvalidInput
from ._types import Mode, Severity

__all__ = [
    "ERROR_TABLE",
    "Claims",
    "DecodedToken",
    "Finding",
    "InspectedKit",
    "InspectedToken",
    "IssuedToken",
    "Privileges",
    "Report",
    "RoomPrivileges",
    "TokenGenerator",
    "TokenVerifier",
    "VerifiedToken",
    "__version__",
    "decode",
    "explain",
    "generate_token04",
    "inspect",
    "kit_token",
]

__version__: str
ERROR_TABLE: Tuple[Tuple[int, str, str], ...]

@final
class TokenGenerator:
    """Mints tokens for one app with one secret. Create one and share it between threads and forks.

    `app_id` is an int from 1 to 4294967295, `secret` the ServerSecret of exactly 32 bytes, not
    decoded, a str or bytes, `mode` "cbc" (unless given) or "gcm".
    Raises InvalidInput: APP_ID_INVALID, SECRET_INVALID, MODE_INVALID, in this order.

    In each call `ttl` is whole seconds, an int or a timedelta, and `now` the time of issue, an int
    of unix seconds: `time.time()` unless given. `now` outside 0 to 253402300799 is NOW_INVALID; a
    value of another type is a TypeError. `payload` is a str ("" for none) or RoomPrivileges.
    """

    def __new__(
        cls, app_id: int, secret: Union[str, bytes], mode: Optional[Mode] = None
    ) -> TokenGenerator: ...
    @classmethod
    def from_env(cls, mode: Optional[Mode] = None) -> TokenGenerator:
        """A generator from the environment variables ZEGO_APP_ID and ZEGO_SERVER_SECRET.

        Raises InvalidInput as the constructor does; the message names the variable.
        """
    @property
    def app_id(self) -> int:
        """The app this generator mints for."""
    @property
    def mode(self) -> Mode:
        """The mode of its tokens: "cbc" or "gcm"."""
    def generate(
        self,
        user_id: str,
        ttl: Union[int, timedelta],
        payload: Union[str, RoomPrivileges],
        *,
        now: Optional[int] = None,
    ) -> str:
        """Mints a token with a payload: any string, or RoomPrivileges.

        Raises InvalidInput: USER_ID_INVALID, NOW_INVALID, EFFECTIVE_TIME_INVALID, PAYLOAD_INVALID,
        in this order.
        """
    def identity_token(
        self, user_id: str, ttl: Union[int, timedelta], *, now: Optional[int] = None
    ) -> str:
        """Mints a token that says who the user is and nothing more: the payload is empty.

        Raises InvalidInput: USER_ID_INVALID, NOW_INVALID, EFFECTIVE_TIME_INVALID, in this order.
        """
    def privilege_token(
        self,
        user_id: str,
        ttl: Union[int, timedelta],
        privileges: RoomPrivileges,
        *,
        now: Optional[int] = None,
    ) -> str:
        """Mints a token that carries the privileges of one room, and nothing but RoomPrivileges.

        Raises InvalidInput as `generate` does.
        """
    def issue(
        self,
        user_id: str,
        ttl: Union[int, timedelta],
        payload: Union[str, RoomPrivileges],
        *,
        now: Optional[int] = None,
    ) -> IssuedToken:
        """Mints a token and returns it with its timestamps: what an app server sends to its client.

        Raises InvalidInput as `generate` does.
        """
    def generate_batch(
        self,
        user_ids: Iterable[str],
        ttl: Union[int, timedelta],
        payload: Union[str, RoomPrivileges],
        *,
        now: Optional[int] = None,
    ) -> List[Union[str, InvalidInput]]:
        """Mints one token for each user id of an iterable, with one reading of the clock and the
        GIL released. A user id or payload that is refused is an InvalidInput (USER_ID_INVALID or
        PAYLOAD_INVALID) at its own index, returned and not raised.

        Raises InvalidInput: NOW_INVALID, EFFECTIVE_TIME_INVALID, for the whole call, and TypeError
        for `user_ids` that are a single string or not iterable.
        """
    def __reduce__(self) -> NoReturn: ...

@final
class TokenVerifier:
    """Verifies the tokens of one app. Create one and share it between threads.

    It accepts only tokens that token04 made under one of its secrets: it recomputes their IV.
    `previous_secrets` are tried in order after the current one; `leeway` is how far clocks may
    differ, whole seconds, an int or a timedelta (30 unless given): a token is accepted until its
    expiry plus `leeway`, and from its time of issue minus `leeway`.
    Raises InvalidInput: APP_ID_INVALID, SECRET_INVALID, LEEWAY_INVALID, in this order, and
    TypeError for `previous_secrets` that are a single string or not iterable.

    In each call `now` is the time of verification, an int of unix seconds:
    `time.time()` unless given. Outside 0 to 253402300799 it is InvalidInput: NOW_INVALID; a value
    of another type is a TypeError.
    """

    def __new__(
        cls,
        app_id: int,
        secret: Union[str, bytes],
        *,
        previous_secrets: Optional[Iterable[Union[str, bytes]]] = None,
        leeway: Optional[Union[int, timedelta]] = None,
    ) -> TokenVerifier: ...
    @classmethod
    def from_env(cls, *, leeway: Optional[Union[int, timedelta]] = None) -> TokenVerifier:
        """A verifier from the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and, if it is
        set and not empty, ZEGO_PREVIOUS_SERVER_SECRET.

        Raises InvalidInput as the constructor does; the message names the variable.
        """
    def verify(self, token: str, *, now: Optional[int] = None) -> VerifiedToken:
        """Verifies that token04 made the token under one of the secrets, for this app, and that it
        is valid at the time `now`. The result says who the user is.

        Raises TokenRefused with the first that applies of TOKEN_FORMAT, UNAUTHENTICATED,
        CLAIMS_INVALID, EXPIRE_MISMATCH, APP_ID_MISMATCH, EXPIRED, NOT_YET_VALID.
        """
    def verify_user(self, token: str, user_id: str, *, now: Optional[int] = None) -> VerifiedToken:
        """`verify`, and that the token is this user's. None, an empty string or a value of another
        type is no user.

        Raises TokenRefused as `verify` does, then USER_ID_MISMATCH.
        """
    def verify_login(
        self, token: str, user_id: str, room_id: str, *, now: Optional[int] = None
    ) -> VerifiedToken:
        """`verify_user`, and that the token allows logging in to this room. None, an empty string
        or a value of another type is no room.

        Raises TokenRefused as `verify_user` does, then PRIVILEGES_ABSENT, ROOM_NOT_ALLOWED.
        """
    def verify_publish(
        self,
        token: str,
        user_id: str,
        room_id: str,
        stream_id: str,
        *,
        now: Optional[int] = None,
    ) -> VerifiedToken:
        """`verify_user`, and that the token is for this room and allows publishing this stream. The
        right to log in is not needed. None, an empty string or a value of another type is no room
        and no stream.

        Raises TokenRefused as `verify_user` does, then PRIVILEGES_ABSENT, ROOM_NOT_ALLOWED,
        STREAM_NOT_ALLOWED.
        """
    def __reduce__(self) -> NoReturn: ...

@final
class RoomPrivileges:
    """What a user may do in one room, as the payload of a token: for `privilege_token`, and
    wherever a payload is passed. Checked when made, and immutable.

    A room id is 1 to 128 bytes of UTF-8 without NUL, a stream id 1 to 256. A list of streams is
    never empty. "Any stream" is a separate call, so that a missing list never grants everything.
    Privileges take effect only after the vendor has enabled the check for the account.

    Raises InvalidInput: PRIVILEGES_EMPTY, ROOM_ID_INVALID, STREAM_ID_INVALID, in this order, and
    TypeError for `stream_ids` that are a single string or not iterable.
    """

    @classmethod
    def login_only(cls, room_id: str) -> RoomPrivileges:
        """The user may log in to the room and publish nothing."""
    @classmethod
    def publish_only(cls, room_id: str, stream_ids: Iterable[str]) -> RoomPrivileges:
        """The user may publish these streams, at least one, and not log in."""
    @classmethod
    def login_and_publish(cls, room_id: str, stream_ids: Iterable[str]) -> RoomPrivileges:
        """The user may log in and publish these streams, at least one."""
    @classmethod
    def login_and_publish_any(cls, room_id: str) -> RoomPrivileges:
        """The user may log in and publish any stream."""
    @classmethod
    def from_flags(
        cls, room_id: str, login: bool, publish: bool, stream_ids: Optional[Iterable[str]]
    ) -> RoomPrivileges:
        """From the columns of a database row. `login` and `publish` must be bool, else
        PRIVILEGES_EMPTY. Without `publish` the streams are ignored; with it at least one is
        required.
        """
    def payload(self) -> str:
        """The payload as a string, as tokens carry it."""
    def __reduce__(self) -> Tuple[Any, ...]: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class IssuedToken:
    """A token with its timestamps, in unix seconds. `vars()` of it is a dict of its four fields."""

    @property
    def token(self) -> str:
        """The token."""
    @property
    def issued_at(self) -> int:
        """When it was issued, in unix seconds."""
    @property
    def expires_at(self) -> int:
        """When it expires, in unix seconds."""
    @property
    def refresh_at(self) -> int:
        """When to fetch a new one, in unix seconds."""
    @property
    def issued_at_time(self) -> Optional[datetime]:
        """The time of issue as an aware datetime; None if that cannot represent it."""
    @property
    def expires_at_time(self) -> Optional[datetime]:
        """The expiry as an aware datetime; None if that cannot represent it."""
    @property
    def refresh_at_time(self) -> Optional[datetime]:
        """When to fetch a new one, as an aware datetime; None if that cannot represent it."""
    def to_json(self) -> str:
        """All fields as a JSON string, the same in every language."""
    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any, /) -> Any: ...

@final
class Claims:
    """The six fields of a token."""

    @property
    def app_id(self) -> int:
        """The app the token was issued for."""
    @property
    def user_id(self) -> str:
        """The user it is for."""
    @property
    def nonce(self) -> int:
        """A random number."""
    @property
    def ctime(self) -> int:
        """The time of issue, in unix seconds."""
    @property
    def expire(self) -> int:
        """The expiry, in unix seconds."""
    @property
    def payload(self) -> Any:
        """The payload: a str; None if it is missing or null; else the value of its JSON."""

@final
class Privileges:
    """The privileges a token carries, read strictly."""

    @property
    def room_id(self) -> str:
        """The one room they are for."""
    @property
    def login(self) -> bool:
        """Whether the user may log in to the room."""
    @property
    def publish(self) -> bool:
        """Whether the user may publish."""
    @property
    def stream_ids(self) -> Optional[List[str]]:
        """The streams that may be published: None for any, an empty list for none."""

@final
class DecodedToken:
    """A token that was decrypted and read, but not verified."""

    @property
    def claims(self) -> Claims:
        """The six fields of the token."""
    @property
    def mode(self) -> Mode:
        """ "cbc" or "gcm"."""
    @property
    def authenticated(self) -> bool:
        """Whether token04 made the token under this secret and nobody changed it: always true
        of a VerifiedToken, false for the tokens of other generators.
        """
    @property
    def envelope_expire(self) -> int:
        """The expiry in the envelope, in unix seconds."""
    @property
    def privileges(self) -> Optional[Privileges]:
        """The privileges in the payload; None when it holds none."""
    @property
    def payload_is_text(self) -> bool:
        """Whether the payload is a string or missing, as the format demands."""
    @property
    def issued_at_time(self) -> Optional[datetime]:
        """The time of issue as an aware datetime; None if that cannot represent it."""
    @property
    def expires_at_time(self) -> Optional[datetime]:
        """The expiry as an aware datetime; None if that cannot represent it."""
    def to_json(self) -> str:
        """All fields as a JSON string, the same in every language."""

@final
class VerifiedToken:
    """A token that a verifier accepted."""

    @property
    def claims(self) -> Claims:
        """The six fields of the token."""
    @property
    def mode(self) -> Mode:
        """ "cbc" or "gcm"."""
    @property
    def authenticated(self) -> bool:
        """Whether token04 made the token under this secret and nobody changed it: always true
        of a VerifiedToken, false for the tokens of other generators.
        """
    @property
    def envelope_expire(self) -> int:
        """The expiry in the envelope, in unix seconds."""
    @property
    def privileges(self) -> Optional[Privileges]:
        """The privileges in the payload; None when it holds none."""
    @property
    def payload_is_text(self) -> bool:
        """Whether the payload is a string or missing, as the format demands."""
    @property
    def secret_index(self) -> int:
        """The secret it was made under: 0 the current one, 1 the first of the previous ones."""
    @property
    def issued_at_time(self) -> Optional[datetime]:
        """The time of issue as an aware datetime; None if that cannot represent it."""
    @property
    def expires_at_time(self) -> Optional[datetime]:
        """The expiry as an aware datetime; None if that cannot represent it."""
    def to_json(self) -> str:
        """All fields as a JSON string, the same in every language."""

@final
class InspectedKit:
    """The second part of a kit token. Nothing protects its content."""

    @property
    def user_id(self) -> str:
        """The user who enters."""
    @property
    def room_id(self) -> str:
        """The room to enter."""
    @property
    def user_name(self) -> str:
        """The name shown to others."""
    @property
    def app_id(self) -> int:
        """The app id in it."""

@final
class InspectedToken:
    """What a token shows without its secret. Nothing protects its content."""

    @property
    def version(self) -> str:
        """The version, always "04"."""
    @property
    def mode(self) -> Mode:
        """The mode it names: "cbc" or "gcm"."""
    @property
    def expire(self) -> int:
        """The expiry in the envelope, in unix seconds."""
    @property
    def expire_time(self) -> Optional[datetime]:
        """The same as an aware datetime; None if that cannot represent it."""
    @property
    def iv_length(self) -> int:
        """Length of the iv in bytes."""
    @property
    def ciphertext_length(self) -> int:
        """Length of the ciphertext in bytes."""
    @property
    def kit(self) -> Optional[InspectedKit]:
        """The second part of a kit token; None for a plain token."""
    def to_json(self) -> str:
        """All fields as a JSON string, the same in every language."""

@final
class Finding:
    """One thing that `explain` found."""

    @property
    def id(self) -> str:
        """Its name, which is stable and the same in every language."""
    @property
    def severity(self) -> Severity:
        """ "critical", "error", "warning" or "note"."""
    @property
    def message(self) -> str:
        """What was found. It may contain times and lengths, never a claim or a secret."""
    @property
    def advice(self) -> str:
        """What to do about it."""
    @property
    def sdk_codes(self) -> List[int]:
        """The error codes with which client SDKs report it."""

@final
class Report(Sequence[Finding]):
    """What `explain` found, most likely cause first: a `collections.abc.Sequence` of Finding. A
    slice of it is a tuple.
    """

    @property
    def severity(self) -> Optional[Severity]:
        """The highest severity; None if nothing was found."""
    def to_json(self) -> str:
        """All findings as a JSON string, the same in every language."""
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Finding: ...
    @overload
    def __getitem__(self, index: slice, /) -> Tuple[Finding, ...]: ...
    def __iter__(self) -> Iterator[Finding]: ...
    def __reversed__(self) -> Iterator[Finding]: ...
    def __contains__(self, value: object, /) -> bool: ...
    def index(self, value: object, start: int = 0, stop: int = ...) -> int:
        """The first position of a finding. Raises ValueError if it is not in the report."""
    def count(self, value: object) -> int:
        """How often a finding is in the report."""

def generate_token04(
    app_id: int,
    user_id: str,
    secret: Union[str, bytes],
    effective_time_in_seconds: Union[int, timedelta],
    payload: Any = None,
) -> TokenInfo:
    """Mints one CBC token, in the upstream generator's argument order, and returns errors.

    `payload` is a str or RoomPrivileges; a dict, list or tuple is written as JSON, and None is the
    empty string.
    `error_code` is 0 or the first that applies of APP_ID_INVALID, USER_ID_INVALID,
    SECRET_INVALID, NOW_INVALID (the clock), EFFECTIVE_TIME_INVALID, PAYLOAD_INVALID.
    """

def kit_token(token: str, room_id: str, user_id: str, user_name: str, app_id: int) -> str:
    """Wraps a plain token for the vendor's web UI kit. `user_name` is any string.

    Raises InvalidInput: APP_ID_INVALID, USER_ID_INVALID, ROOM_ID_INVALID; then TokenRefused:
    TOKEN_FORMAT.
    """

def decode(token: str, secret: Union[str, bytes]) -> DecodedToken:
    """Decrypts and reads a token of any generator without verifying it: for tools and logs, not for
    granting access.

    Never offer it to remote callers: its errors help an attacker to forge tokens for the vendor's
    servers (a padding oracle).

    Raises InvalidInput: SECRET_INVALID; then TokenRefused: TOKEN_FORMAT, DECRYPT_FAILED,
    CLAIMS_INVALID, in this order.
    """

def inspect(token: str) -> InspectedToken:
    """Reads what a token shows without its secret; kit tokens too.

    Raises TokenRefused: TOKEN_FORMAT.
    """

def explain(
    token: str,
    secret: Optional[Union[str, bytes]] = None,
    *,
    app_id: Optional[int] = None,
    user_id: Optional[str] = None,
    room_id: Optional[str] = None,
    stream_id: Optional[str] = None,
    kit: Optional[bool] = None,
    leeway: Optional[Union[int, timedelta]] = None,
    now: Optional[int] = None,
) -> Report:
    """Reports why a token is refused, most likely cause first. The secret may have any length.
    For developers: never send the report to a remote client.

    A good token has no finding above "note". Raises no Token04Error for bad input; a `now` of
    another type than int is a TypeError.
    """
