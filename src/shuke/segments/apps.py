"""The Django application of the segments."""

from django.apps import AppConfig


class SegmentsConfig(AppConfig):
    """Segments, their members now, their sizes over time."""

    name = "shuke.segments"
