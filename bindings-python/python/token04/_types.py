"""The texts that are one of a few, for type checkers. A test compares them with the core's."""

from typing import Literal

# How a token is encrypted; GCM also protects it against changes.
Mode = Literal["cbc", "gcm"]
# How bad it is what `explain` found.
Severity = Literal["critical", "error", "warning", "note"]
