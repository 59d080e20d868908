"""How pydantic, and with it FastAPI, sees an `IssuedToken`. Imported only when pydantic asks."""

from importlib import import_module
from typing import Any


def issued_token(kind: type) -> Any:
    """The schema of `IssuedToken`: an instance of it, serialised as its four fields."""
    core_schema = import_module("pydantic_core.core_schema")
    number, string = core_schema.int_schema(), core_schema.str_schema()
    kinds = {"token": string, "issued_at": number, "expires_at": number, "refresh_at": number}
    fields = core_schema.typed_dict_schema(
        {name: core_schema.typed_dict_field(schema) for name, schema in kinds.items()}
    )
    return core_schema.json_or_python_schema(
        json_schema=fields,
        python_schema=core_schema.is_instance_schema(kind),
        serialization=core_schema.plain_serializer_function_ser_schema(vars, return_schema=fields),
    )
