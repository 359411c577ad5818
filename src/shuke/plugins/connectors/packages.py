"""Data that a Python package carries: where it lies, or a refusal that says what to install."""

import importlib.util
from importlib.metadata import version
from pathlib import Path

from shuke.intake.refusals import SourceMissing


def folder_of(module: str, *, package: str, install: str) -> Path:
    """The folder of an installed module, found without importing it.

    Raises:
        SourceMissing: the package is not installed.
    """
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise SourceMissing(package=package, install=install)
    return Path(spec.origin).parent


def digest_of(package: str) -> str:
    """Name and version of an installed package: its files never change under one version."""
    return f"{package}=={version(package)}"
