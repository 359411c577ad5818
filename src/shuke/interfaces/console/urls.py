"""The addresses of the console; each area brings its own."""

from importlib.util import find_spec

from django.urls import include, path

# Address prefix -> area. An area joins when its folder has `urls.py`.
_AREAS = (
    ("", "overview"),
    ("", "shell"),
    ("account/", "sign_in"),
    ("", "analysis"),
    ("figures/", "figures"),
    ("members/", "members"),
    ("segments/", "segments"),
    ("imports/", "imports"),
)

urlpatterns = [
    path(prefix, include(f"shuke.interfaces.console.{area}.urls"))
    for prefix, area in _AREAS
    if find_spec(f"shuke.interfaces.console.{area}")
    and find_spec(f"shuke.interfaces.console.{area}.urls")
]
