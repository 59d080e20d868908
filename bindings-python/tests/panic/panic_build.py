"""For the build with the feature `test-panic` alone: a panic inside is an error, the host lives on."""

import pytest
import token04
from token04 import _core


def test_a_panic_is_error_90_and_nothing_else_changes(capfd):
    generator = token04.TokenGenerator(1234567890, "0123456789abcdef0123456789abcdef")
    for _ in range(3):
        with pytest.raises(token04.InternalError) as caught:
            _core.panic_on_purpose()
        assert (caught.value.code, caught.value.name) == (90, "internal")
        assert generator.identity_token("user1", 60).startswith("04")
    assert capfd.readouterr().err == ""
