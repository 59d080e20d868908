"""The build backend of the source distribution: maturin, and one sentence where there is no Rust.

maturin alone would try to download a toolchain.
"""

from shutil import which
from typing import Any, List, Mapping, Optional

import maturin
from maturin import build_sdist, get_requires_for_build_sdist

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_wheel",
]

Settings = Optional[Mapping[str, Any]]


def _demand_rust() -> None:
    if which("cargo") is None or which("rustc") is None:
        raise SystemExit(
            "token04: there is no wheel for this platform, and building one from source needs "
            "Rust 1.89 or later (cargo and rustc on PATH): install it from https://rustup.rs"
        )


def get_requires_for_build_wheel(config_settings: Settings = None) -> List[str]:
    _demand_rust()
    return list(maturin.get_requires_for_build_wheel(config_settings))


def get_requires_for_build_editable(config_settings: Settings = None) -> List[str]:
    _demand_rust()
    return list(maturin.get_requires_for_build_editable(config_settings))


def prepare_metadata_for_build_wheel(directory: str, config_settings: Settings = None) -> str:
    _demand_rust()
    return str(maturin.prepare_metadata_for_build_wheel(directory, config_settings))


def build_wheel(
    directory: str, config_settings: Settings = None, metadata: Optional[str] = None
) -> str:
    _demand_rust()
    return str(maturin.build_wheel(directory, config_settings, metadata))


def build_editable(
    directory: str, config_settings: Settings = None, metadata: Optional[str] = None
) -> str:
    _demand_rust()
    return str(maturin.build_editable(directory, config_settings, metadata))
