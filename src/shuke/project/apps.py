"""Where the registries of low packages are filled by those above them: named here, once."""

from django.apps import AppConfig
from typing_extensions import override


class ProjectConfig(AppConfig):
    """The wiring of one deployment; no tables."""

    name = "shuke.project"
    label = "project"

    @override
    def ready(self) -> None:
        # Apps are loaded now, so these modules may import models.
        from shuke.sales import timeline  # noqa: PLC0415

        timeline.register()
