"""Refuses subinterpreters with a sentence: the compiled half serves the main interpreter alone."""

from typing import Any


def _refuse() -> None:
    module: Any
    try:
        import _interpreters as module  # Python 3.13 and later
    except ImportError:
        try:
            import _xxsubinterpreters as module
        except ImportError:
            return
    if module.get_current() != module.get_main():
        raise ImportError(
            "token04 does not support subinterpreters: import it in the main interpreter "
            "(under mod_wsgi: WSGIApplicationGroup %{GLOBAL})"
        )


_refuse()
