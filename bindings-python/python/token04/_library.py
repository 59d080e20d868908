"""Loads the compiled library; when that fails, says which wheel this Python would need."""

from importlib import import_module


def _load() -> None:
    try:
        import_module("token04._core")
    except ImportError as error:
        import platform  # here, since they slow the import
        import sys
        import sysconfig

        raise ImportError(
            f"token04's compiled library does not load: {error}. It was not built for this Python: "
            f"{platform.python_implementation()} {platform.python_version()} on "
            f"{sysconfig.get_platform()}. Run `{sys.executable} -m pip install --force-reinstall "
            "token04` where the program runs. For an image or a function that is put together on "
            "another machine, add `--platform manylinux2014_x86_64 --only-binary=:all: "
            "--target DIR`",
            name=error.name,
            path=error.path,
        ) from error


_load()
