"""Prints the public names of the package in the folder that is given."""

import enum
import inspect
import sys

sys.path.insert(0, sys.argv[1])
import token04  # noqa: E402


def signature(value):
    try:
        return str(inspect.signature(value))
    except (TypeError, ValueError):
        return ""


def members(name, kind):
    bases = ", ".join(base.__name__ for base in kind.__bases__)
    # The signature of an enum is that of its Python.
    made = signature(kind) if kind.__init__ is not object.__init__ and not issubclass(kind, enum.Enum) else ""
    print(f"class {name}({bases}){made}")
    for member, value in sorted(vars(kind).items()):
        if member.startswith("_"):
            continue
        is_call = callable(getattr(kind, member)) and not isinstance(getattr(kind, member), kind)
        print(f"  {member}{signature(getattr(kind, member)) if is_call else ': ' + type(value).__name__}")


for name in sorted(token04.__all__):
    value = getattr(token04, name)
    if inspect.isclass(value):
        members(name, value)
    elif callable(value):
        print(f"{name}{signature(value)}")
    else:
        print(f"{name}: {type(value).__name__} = {value!r}")
