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
    """Mints tokens for one app with one secret. Made once, shared between threads and forks.

    `app_id` is an int from 1 to 4294967295, `secret` the ServerSecret of exactly 32 bytes as it
    stands, a str or bytes, `mode` "cbc" (unless given) or "gcm".
    Raises InvalidInput: APP_ID_INVALID, SECRET_INVALID, MODE_INVALID, in this order.

    In each call `ttl` is whole seconds, an int or a timedelta, and `now` the moment of issue, an
    int of unix seconds: `time.time()` unless given. Another type of `now` is a TypeError.
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
        self, user_id: str, ttl: Union[int, timedelta], payload: str, *, now: Optional[int] = None
    ) -> str:
        """Mints a token with any payload text. `ttl` is whole seconds, an int or a timedelta.

        Raises InvalidInput: USER_ID_INVALID, EFFECTIVE_TIME_INVALID, PAYLOAD_INVALID, in this
        order.
        """
    def identity_token(
        self, user_id: str, ttl: Union[int, timedelta], *, now: Optional[int] = None
    ) -> str:
        """Mints a token that says who the user is and nothing more: the payload is empty.

        Raises InvalidInput: USER_ID_INVALID, EFFECTIVE_TIME_INVALID, in this order.
        """
    def privilege_token(
        self,
        user_id: str,
        ttl: Union[int, timedelta],
        privileges: RoomPrivileges,
        *,
        now: Optional[int] = None,
    ) -> str:
        """Mints a token that carries the privileges of one room.

        Raises InvalidInput: USER_ID_INVALID, EFFECTIVE_TIME_INVALID, ROOM_ID_INVALID,
        STREAM_ID_INVALID, PAYLOAD_INVALID, in this order.
        """
    def issue(
        self, user_id: str, ttl: Union[int, timedelta], payload: str, *, now: Optional[int] = None
    ) -> IssuedToken:
        """Mints a token and tells its moments: what an app server answers to its client.

        `payload` is a text: "" for identity alone, `privileges.payload()` for RoomPrivileges.
        Raises InvalidInput: USER_ID_INVALID, EFFECTIVE_TIME_INVALID, PAYLOAD_INVALID, in this
        order.
        """
    def generate_batch(
        self,
        user_ids: Iterable[str],
        ttl: Union[int, timedelta],
        payload: str,
        *,
        now: Optional[int] = None,
    ) -> List[Union[str, InvalidInput]]:
        """Mints one token for each user id of an iterable, with one reading of the clock and the
        GIL released. A user id or payload that is refused is an InvalidInput (USER_ID_INVALID or
        PAYLOAD_INVALID) at its own index, returned and not raised.

        Raises InvalidInput: EFFECTIVE_TIME_INVALID, for the whole call, and TypeError for
        `user_ids` that are a text or no iterable.
        """
    def __reduce__(self) -> NoReturn: ...

@final
class TokenVerifier:
    """Verifies the tokens of one app. Made once, shared between threads.

    `previous_secrets` are tried in order after the current one; `leeway` is how far clocks may
    differ, whole seconds, an int or a timedelta (30 unless given): a token is accepted until its
    expiry plus `leeway`, and from its issue minus `leeway`. `require_authenticated` refuses CBC
    tokens.
    Raises InvalidInput: APP_ID_INVALID, SECRET_INVALID, LEEWAY_INVALID, in this order, and
    TypeError for `previous_secrets` that are a text or no iterable.
    """

    def __new__(
        cls,
        app_id: int,
        secret: Union[str, bytes],
        *,
        previous_secrets: Optional[Iterable[Union[str, bytes]]] = None,
        leeway: Optional[Union[int, timedelta]] = None,
        require_authenticated: bool = False,
    ) -> TokenVerifier: ...
    @classmethod
    def from_env(
        cls,
        *,
        leeway: Optional[Union[int, timedelta]] = None,
        require_authenticated: bool = False,
    ) -> TokenVerifier:
        """A verifier from the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and, where it
        is set and not empty, ZEGO_PREVIOUS_SERVER_SECRET.

        Raises InvalidInput as the constructor does; the message names the variable.
        """
    def verify(
        self,
        token: str,
        *,
        user_id: Optional[str] = None,
        room_id: Optional[str] = None,
        stream_id: Optional[str] = None,
        now: Optional[int] = None,
    ) -> VerifiedToken:
        """Verifies a token at the moment `now`, an int of unix seconds: `time.time()` unless given.

        Only what is named is checked beyond expiry and app; None is not named, so never pass a
        session's value that may be None. A named empty id never matches.

        Raises TokenRefused with the first that applies of TOKEN_FORMAT, UNAUTHENTICATED,
        DECRYPT_FAILED, CLAIMS_INVALID, EXPIRE_MISMATCH, APP_ID_MISMATCH, EXPIRED, NOT_YET_VALID,
        USER_ID_MISMATCH, PRIVILEGES_ABSENT, ROOM_NOT_ALLOWED, STREAM_NOT_ALLOWED.
        Another type of `now` is a TypeError.
        """
    def __reduce__(self) -> NoReturn: ...

@final
class RoomPrivileges:
    """What a user may do in one room: one of three shapes.

    Ids are checked where the privileges are used, by `privilege_token` and `payload()`: a room id
    of 1 to 128 bytes, stream ids of 1 to 256 bytes and never an empty list. A `str` in place of a
    list of stream ids is a TypeError at once.
    Privileges take effect only after the vendor has enabled the check for the account.
    """

    @staticmethod
    def login_only(room_id: str) -> RoomPrivileges:
        """The user may log in to the room and publish nothing."""
    @staticmethod
    def publish_only(room_id: str, stream_ids: Iterable[str]) -> RoomPrivileges:
        """The user may publish these streams, at least one, and not log in."""
    @staticmethod
    def login_and_publish(
        room_id: str, stream_ids: Optional[Iterable[str]] = None
    ) -> RoomPrivileges:
        """The user may log in and publish these streams; any stream where none are named."""
    def payload(self) -> str:
        """The payload text of a privilege token, for `generate`, `issue` and `generate_batch`.

        Raises InvalidInput: ROOM_ID_INVALID, STREAM_ID_INVALID, in this order.
        """
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class IssuedToken:
    """A token with its moments, in unix seconds."""

    @property
    def token(self) -> str:
        """The token text."""
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
        """The moment of issue as an aware datetime; None where that cannot hold it."""
    @property
    def expires_at_time(self) -> Optional[datetime]:
        """The expiry as an aware datetime; None where that cannot hold it."""
    @property
    def refresh_at_time(self) -> Optional[datetime]:
        """When to fetch a new one, as an aware datetime; None where that cannot hold it."""
    def to_json(self) -> str:
        """All fields as a JSON string, the same in every language."""
    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any, /) -> Any: ...

@final
class Claims:
    """The six fields of the wire."""

    @property
    def app_id(self) -> int:
        """The app the token was issued for."""
    @property
    def user_id(self) -> str:
        """The user it lets in."""
    @property
    def nonce(self) -> int:
        """A random number."""
    @property
    def ctime(self) -> int:
        """The moment of issue, in unix seconds."""
    @property
    def expire(self) -> int:
        """The moment of expiry, in unix seconds."""
    @property
    def payload(self) -> Any:
        """The payload: a str, None where it is missing or null, else what its JSON says."""

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
    """A token that was decrypted and read, and not judged."""

    @property
    def claims(self) -> Claims:
        """The six fields of the wire."""
    @property
    def mode(self) -> Mode:
        """ "cbc" or "gcm"."""
    @property
    def authenticated(self) -> bool:
        """Whether the claims are protected against changes: never for CBC."""
    @property
    def envelope_expire(self) -> int:
        """The expiry in the envelope, in unix seconds."""
    @property
    def privileges(self) -> Optional[Privileges]:
        """The privileges in the payload; None when it holds none."""
    @property
    def payload_is_text(self) -> bool:
        """Whether the payload is a text, or nothing, as the format has it."""
    @property
    def issued_at_time(self) -> Optional[datetime]:
        """The moment of issue as an aware datetime; None where that cannot hold it."""
    @property
    def expires_at_time(self) -> Optional[datetime]:
        """The expiry as an aware datetime; None where that cannot hold it."""
    def to_json(self) -> str:
        """All fields as a JSON string, the same in every language."""

@final
class VerifiedToken:
    """A token that a verifier accepted."""

    @property
    def claims(self) -> Claims:
        """The six fields of the wire."""
    @property
    def mode(self) -> Mode:
        """ "cbc" or "gcm"."""
    @property
    def authenticated(self) -> bool:
        """Whether the claims are protected against changes: never for CBC."""
    @property
    def envelope_expire(self) -> int:
        """The expiry in the envelope, in unix seconds."""
    @property
    def privileges(self) -> Optional[Privileges]:
        """The privileges in the payload; None when it holds none."""
    @property
    def payload_is_text(self) -> bool:
        """Whether the payload is a text, or nothing, as the format has it."""
    @property
    def secret_index(self) -> int:
        """Which secret opened it: 0 the current one, 1 the first of the previous ones."""
    @property
    def issued_at_time(self) -> Optional[datetime]:
        """The moment of issue as an aware datetime; None where that cannot hold it."""
    @property
    def expires_at_time(self) -> Optional[datetime]:
        """The expiry as an aware datetime; None where that cannot hold it."""
    def to_json(self) -> str:
        """All fields as a JSON string, the same in every language."""

@final
class InspectedKit:
    """The second part of a kit token. Nothing protects what it says."""

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
        """The app, as written."""

@final
class InspectedToken:
    """The outside of a token. Nothing protects what it says."""

    @property
    def version(self) -> str:
        """The version, always "04"."""
    @property
    def mode(self) -> Mode:
        """How it says it was encrypted: "cbc" or "gcm"."""
    @property
    def expire(self) -> int:
        """The expiry in the envelope, in unix seconds."""
    @property
    def expire_time(self) -> Optional[datetime]:
        """The same as an aware datetime; None where that cannot hold it."""
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
        """What it is: a stable name, the same in every language."""
    @property
    def severity(self) -> Severity:
        """ "critical", "error", "warning" or "note"."""
    @property
    def message(self) -> str:
        """What was found. Times and lengths may stand in it, never a claim or a secret."""
    @property
    def advice(self) -> str:
        """What to do about it."""
    @property
    def sdk_codes(self) -> List[int]:
        """The error codes with which the client SDKs report it."""

@final
class Report(Sequence[Finding]):
    """What `explain` found, most likely cause first: a `collections.abc.Sequence` of Finding. A
    slice of it is a tuple.
    """

    @property
    def severity(self) -> Optional[Severity]:
        """The severity of the worst finding; None where there is none."""
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
        """Where the finding stands first. Raises ValueError where it is not found."""
    def count(self, value: object) -> int:
        """How often the finding stands here."""

def generate_token04(
    app_id: int,
    user_id: str,
    secret: Union[str, bytes],
    effective_time_in_seconds: Union[int, timedelta],
    payload: Any = None,
) -> TokenInfo:
    """Mints one CBC token, in the upstream generator's argument order, and returns errors.

    A dict, list or tuple as payload is written as JSON; None is the empty string.
    `error_code` is 0 or the first that applies of APP_ID_INVALID, USER_ID_INVALID,
    SECRET_INVALID, EFFECTIVE_TIME_INVALID, PAYLOAD_INVALID.
    """

def kit_token(token: str, room_id: str, user_id: str, user_name: str, app_id: int) -> str:
    """Wraps a plain token for the vendor's web UI kit. `user_name` is any text.

    Raises InvalidInput: APP_ID_INVALID, USER_ID_INVALID, ROOM_ID_INVALID; then TokenRefused:
    TOKEN_FORMAT.
    """

def decode(token: str, secret: Union[str, bytes]) -> DecodedToken:
    """Decrypts and reads a token, and compares nothing: for tools and logs, not for letting people
    in.

    Raises InvalidInput: SECRET_INVALID; then TokenRefused: TOKEN_FORMAT, DECRYPT_FAILED,
    CLAIMS_INVALID, in this order.
    """

def inspect(token: str) -> InspectedToken:
    """Tells what can be told of a token without its secret; kit tokens too.

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
    """Tells why a token is refused, most likely cause first. The secret may have any length.
    For developers: its answer is never sent to a remote client.

    A healthy token has no finding above "note". Raises no Token04Error for bad input; a `now` of
    another type than int is a TypeError.
    """
