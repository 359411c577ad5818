"""Django's entry of the shared parts: templates, static files, template tags."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The shared parts of the faces; no tables."""

    name = "shuke.interfaces.ui"
    label = "ui"
