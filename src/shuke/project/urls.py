"""The doors and where they are."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("shuke.interfaces.api.urls")),
    *i18n_patterns(path("", include("shuke.interfaces.console.urls"))),
]
