"""Strings with a few possible values, for type checkers. A test compares them with the core's."""

from typing import Literal

# How a token is encrypted.
Mode = Literal["cbc", "gcm"]
# How severe a finding of `explain` is.
Severity = Literal["critical", "error", "warning", "note"]
