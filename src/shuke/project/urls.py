"""The doors and where they are."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []

if find_spec("shuke.interfaces.api"):
    urlpatterns.append(path("api/v1/", include("shuke.interfaces.api.urls")))
if find_spec("shuke.interfaces.console"):
    urlpatterns += i18n_patterns(path("", include("shuke.interfaces.console.urls")))
