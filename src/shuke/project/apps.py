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
        from shuke.intake import timeline as campaigns  # noqa: PLC0415
        from shuke.sales import timeline as sales  # noqa: PLC0415

        sales.register()
        campaigns.register()
