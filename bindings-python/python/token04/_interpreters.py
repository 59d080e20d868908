"""Refuses subinterpreters: the compiled library works only in the main interpreter."""

from importlib import import_module


def _refuse() -> None:
    # The first name is that of Python 3.13 and later. Both are part of the interpreter itself.
    for name in ("_interpreters", "_xxsubinterpreters"):
        try:
            module = import_module(name)
        except ImportError:
            continue
        if module.get_current() != module.get_main():
            raise ImportError(
                "token04 does not support subinterpreters: import it in the main interpreter "
                "(under mod_wsgi: WSGIApplicationGroup %{GLOBAL})"
            )
        return


_refuse()
