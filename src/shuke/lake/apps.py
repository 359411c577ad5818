"""The Django application of the lake: no tables, but the catalogue is in the register at once."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from typing_extensions import override


class LakeConfig(AppConfig):
    """The lake and its figures."""

    name = "shuke.lake"
    label = "lake"

    @override
    def ready(self) -> None:
        # At the start, before any thread asks: a register that fills itself at the first question
        # answered a second thread from a half-filled one.
        from shuke.lake import catalogue  # noqa: PLC0415 - apps are loaded now

        for module in iter_modules(catalogue.__path__):
            import_module(f"{catalogue.__name__}.{module.name}")
