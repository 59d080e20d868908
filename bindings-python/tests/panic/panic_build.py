"""Only for the build with the feature `test-panic`: a panic is error 90 in every call."""

import types

import pytest

import token04
from token04 import _core

GENERATOR = token04.TokenGenerator(1234567890, "0123456789abcdef0123456789abcdef")
VERIFIER = token04.TokenVerifier(1234567890, "0123456789abcdef0123456789abcdef")
ROOM = token04.RoomPrivileges.login_only("room1")
TOKEN = GENERATOR.privilege_token("user1", 60, ROOM)
KIT = token04.kit_token(TOKEN, "room1", "user1", "name", 1234567890)
DECODED = token04.decode(TOKEN, "0123456789abcdef0123456789abcdef")
REPORT = token04.explain(TOKEN)
HOLDERS = [
    GENERATOR,
    VERIFIER,
    ROOM,
    DECODED,
    DECODED.claims,
    DECODED.privileges,
    VERIFIER.verify(TOKEN),
    GENERATOR.issue("user1", 60, ""),
    token04.inspect(KIT),
    token04.inspect(KIT).kit,
    REPORT,
    REPORT[0],
]
# The arguments of each call. Other calls take none.
ARGUMENTS = {
    "TokenGenerator": (1, "x"),
    "TokenVerifier": (1, "x"),
    "login_only": ("room1",),
    "publish_only": ("room1", ["s"]),
    "login_and_publish": ("room1", ["s"]),
    "login_and_publish_any": ("room1",),
    "from_flags": ("room1", True, False, None),
    "generate": ("user1", 60, ""),
    "identity_token": ("user1", 60),
    "privilege_token": ("user1", 60, ROOM),
    "issue": ("user1", 60, ""),
    "generate_batch": (["user1"], 60, ""),
    "verify": (TOKEN,),
    "verify_user": (TOKEN, "user1"),
    "verify_login": (TOKEN, "user1", "room1"),
    "verify_publish": (TOKEN, "user1", "room1", "s"),
    "decode": (TOKEN, "x"),
    "inspect": (TOKEN,),
    "explain": (TOKEN,),
    "kit_token": (TOKEN, "room1", "user1", "name", 1),
    "__getitem__": (0,),
    "__contains__": (0,),
    "index": (0,),
    "count": (0,),
}
# Constant results: nothing in them can panic. The drop-in returns its errors, see below.
CONSTANT = {"__len__", "__reduce__", "generate_token04"}


def calls():
    """`(name, call)` of every function, constructor, method and property of the package."""
    for name in token04.__all__:
        item = getattr(token04, name)
        if isinstance(item, types.BuiltinFunctionType) and name not in CONSTANT:
            yield name, lambda item=item, name=name: item(*ARGUMENTS[name])
    for holder in HOLDERS:
        kind = type(holder)
        for name in vars(kind):
            named = f"{kind.__name__}.{name}"
            if name == "__new__" and kind.__name__ in ARGUMENTS:
                given = ARGUMENTS[kind.__name__]
                yield named, lambda kind=kind, given=given: kind(*given)
            elif isinstance(vars(kind)[name], types.GetSetDescriptorType):
                yield named, lambda holder=holder, name=name: getattr(holder, name)
            elif (
                (kind, name) == (token04.RoomPrivileges, "__reduce__")
                or name
                in (
                    "__getitem__",
                    "__iter__",
                    "__reversed__",
                    "__contains__",
                )
                or not name.startswith("__")
            ):
                given = ARGUMENTS.get(name, ())
                yield named, lambda h=holder, n=name, given=given: getattr(h, n)(*given)


CALLS = list(calls())


@pytest.fixture(name="panicking")
def everywhere():
    _core.panic_everywhere(True)
    yield
    _core.panic_everywhere(False)


def test_the_list_is_complete():
    names = {name for name, _ in CALLS}
    assert len(names) > 65, sorted(names)
    kinds = set(map(type, HOLDERS))
    public = {getattr(token04, name) for name in token04.__all__}
    missing = {k for k in public if isinstance(k, type) and k.__module__ == "token04"} - kinds
    missing -= {token04.TokenInfo}  # written in Python
    assert all(issubclass(kind, (Exception, token04.ErrorCode)) for kind in missing), missing


@pytest.mark.usefixtures("panicking")
@pytest.mark.parametrize("call", [call for _, call in CALLS], ids=[name for name, _ in CALLS])
def test_a_panic_is_error_90(call, capfd):
    for _ in range(2):
        with pytest.raises(token04.InternalError) as caught:
            call()
        assert (caught.value.code, caught.value.name) == (90, "internal")
    assert capfd.readouterr().err == ""


def test_a_panic_in_the_drop_in_is_returned(panicking):
    info = token04.generate_token04(1, "user1", "x", 60)
    _core.panic_everywhere(False)
    assert (info.token, info.error_code) == ("", 90)


def test_the_interpreter_survives():
    assert GENERATOR.identity_token("user1", 60).startswith("04")
