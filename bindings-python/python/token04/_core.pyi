from datetime import datetime, timedelta
from typing import (
    Any,
    Iterable,
    Iterator,
    List,
    NoReturn,
    Optional,
    SupportsIndex,
    Tuple,
    Union,
    final,
    overload,
)

from ._errors import InvalidInput

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
    "TokenInfo",
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
    def __new__(
        cls, app_id: int, secret: Union[str, bytes], mode: Optional[str] = None
    ) -> TokenGenerator: ...
    @classmethod
    def from_env(cls, mode: Optional[str] = None) -> TokenGenerator: ...
    @property
    def app_id(self) -> int: ...
    @property
    def mode(self) -> str: ...
    def generate(
        self, user_id: str, ttl: Union[int, timedelta], payload: str, *, now: Optional[int] = None
    ) -> str: ...
    def identity_token(
        self, user_id: str, ttl: Union[int, timedelta], *, now: Optional[int] = None
    ) -> str: ...
    def privilege_token(
        self,
        user_id: str,
        ttl: Union[int, timedelta],
        privileges: RoomPrivileges,
        *,
        now: Optional[int] = None,
    ) -> str: ...
    def issue(
        self, user_id: str, ttl: Union[int, timedelta], payload: str, *, now: Optional[int] = None
    ) -> IssuedToken: ...
    def generate_batch(
        self,
        user_ids: Iterable[str],
        ttl: Union[int, timedelta],
        payload: str,
        *,
        now: Optional[int] = None,
    ) -> List[Union[str, InvalidInput]]: ...
    def __reduce__(self) -> NoReturn: ...

@final
class TokenVerifier:
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
    ) -> TokenVerifier: ...
    def verify(
        self,
        token: str,
        *,
        user_id: Optional[str] = None,
        room_id: Optional[str] = None,
        stream_id: Optional[str] = None,
        now: Optional[int] = None,
    ) -> VerifiedToken: ...
    def __reduce__(self) -> NoReturn: ...

@final
class RoomPrivileges:
    @staticmethod
    def login_only(room_id: str) -> RoomPrivileges: ...
    @staticmethod
    def publish_only(room_id: str, stream_ids: Iterable[str]) -> RoomPrivileges: ...
    @staticmethod
    def login_and_publish(
        room_id: str, stream_ids: Optional[Iterable[str]] = None
    ) -> RoomPrivileges: ...
    def payload(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class IssuedToken:
    @property
    def token(self) -> str: ...
    @property
    def issued_at(self) -> int: ...
    @property
    def expires_at(self) -> int: ...
    @property
    def refresh_at(self) -> int: ...
    @property
    def expires_at_time(self) -> Optional[datetime]: ...
    def to_json(self) -> str: ...

@final
class Claims:
    @property
    def app_id(self) -> int: ...
    @property
    def user_id(self) -> str: ...
    @property
    def nonce(self) -> int: ...
    @property
    def ctime(self) -> int: ...
    @property
    def expire(self) -> int: ...
    @property
    def payload(self) -> Any: ...

@final
class Privileges:
    @property
    def room_id(self) -> str: ...
    @property
    def login(self) -> bool: ...
    @property
    def publish(self) -> bool: ...
    @property
    def stream_ids(self) -> Optional[List[str]]: ...

@final
class DecodedToken:
    @property
    def claims(self) -> Claims: ...
    @property
    def mode(self) -> str: ...
    @property
    def authenticated(self) -> bool: ...
    @property
    def envelope_expire(self) -> int: ...
    @property
    def privileges(self) -> Optional[Privileges]: ...
    @property
    def payload_is_text(self) -> bool: ...
    @property
    def issued_at_time(self) -> Optional[datetime]: ...
    @property
    def expires_at_time(self) -> Optional[datetime]: ...
    def to_json(self) -> str: ...

@final
class VerifiedToken:
    @property
    def claims(self) -> Claims: ...
    @property
    def mode(self) -> str: ...
    @property
    def authenticated(self) -> bool: ...
    @property
    def envelope_expire(self) -> int: ...
    @property
    def privileges(self) -> Optional[Privileges]: ...
    @property
    def payload_is_text(self) -> bool: ...
    @property
    def secret_index(self) -> int: ...
    @property
    def issued_at_time(self) -> Optional[datetime]: ...
    @property
    def expires_at_time(self) -> Optional[datetime]: ...
    def to_json(self) -> str: ...

@final
class InspectedKit:
    @property
    def user_id(self) -> str: ...
    @property
    def room_id(self) -> str: ...
    @property
    def user_name(self) -> str: ...
    @property
    def app_id(self) -> int: ...

@final
class InspectedToken:
    @property
    def version(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def expire(self) -> int: ...
    @property
    def iv_length(self) -> int: ...
    @property
    def ciphertext_length(self) -> int: ...
    @property
    def kit(self) -> Optional[InspectedKit]: ...
    def to_json(self) -> str: ...

@final
class Finding:
    @property
    def id(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def advice(self) -> str: ...
    @property
    def sdk_codes(self) -> List[int]: ...

@final
class Report:
    @property
    def severity(self) -> Optional[str]: ...
    def to_json(self) -> str: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Finding: ...
    @overload
    def __getitem__(self, index: slice, /) -> Tuple[Finding, ...]: ...
    def __iter__(self) -> Iterator[Finding]: ...

@final
class TokenInfo:
    @property
    def token(self) -> str: ...
    @property
    def error_code(self) -> int: ...
    @property
    def error_message(self) -> str: ...

def generate_token04(
    app_id: int,
    user_id: str,
    secret: Union[str, bytes],
    effective_time_in_seconds: Union[int, timedelta],
    payload: Any = None,
) -> TokenInfo: ...
def kit_token(token: str, room_id: str, user_id: str, user_name: str, app_id: int) -> str: ...
def decode(token: str, secret: Union[str, bytes]) -> DecodedToken: ...
def inspect(token: str) -> InspectedToken: ...
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
) -> Report: ...
