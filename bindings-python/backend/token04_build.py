"""The build backend of the source distribution: maturin, after a check for Rust.

pip builds from source if no wheel fits. Without Rust that cannot work, and maturin would try to
download a toolchain; so this reports what is missing in one sentence.
"""

import platform
import sysconfig
from shutil import which
from typing import Any, List, Mapping, Optional

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_wheel",
]

MATURIN = ["maturin>=1.16,<2"]
Settings = Optional[Mapping[str, Any]]


def _demand_rust() -> None:
    if which("cargo") is None or which("rustc") is None:
        raise SystemExit(
            f"token04: there is no wheel for this Python ({platform.python_implementation()} "
            f"{platform.python_version()} on {sysconfig.get_platform()}). The wheel is for CPython "
            "3.8 or later on Linux on x86-64 with glibc 2.17 or later (not musl, not a "
            "free-threaded CPython), and needs pip 19.3 or later. Building from source needs Rust "
            "1.89 or later (cargo and rustc on PATH): install it from https://rustup.rs"
        )


def _maturin() -> Any:
    import maturin

    return maturin


def get_requires_for_build_sdist(config_settings: Settings = None) -> List[str]:
    return MATURIN


def get_requires_for_build_wheel(config_settings: Settings = None) -> List[str]:
    _demand_rust()
    return MATURIN


def get_requires_for_build_editable(config_settings: Settings = None) -> List[str]:
    _demand_rust()
    return MATURIN


def prepare_metadata_for_build_wheel(directory: str, config_settings: Settings = None) -> str:
    return str(_maturin().prepare_metadata_for_build_wheel(directory, config_settings))


def build_sdist(directory: str, config_settings: Settings = None) -> str:
    return str(_maturin().build_sdist(directory, config_settings))


def build_wheel(
    directory: str, config_settings: Settings = None, metadata: Optional[str] = None
) -> str:
    return str(_maturin().build_wheel(directory, config_settings, metadata))


def build_editable(
    directory: str, config_settings: Settings = None, metadata: Optional[str] = None
) -> str:
    return str(_maturin().build_editable(directory, config_settings, metadata))
