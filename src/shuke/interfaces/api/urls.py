"""Where the operations of the API are."""

from django.urls import URLPattern, URLResolver, path, re_path

from shuke.interfaces.api.app import api
from shuke.interfaces.api.error_page import errors
from shuke.interfaces.api.framing import framed, unknown

app_name = "api"


def _framed(pattern: URLPattern | URLResolver) -> URLPattern:
    if not isinstance(pattern, URLPattern):
        raise TypeError("ninja gives flat patterns")
    pattern.callback = framed(pattern.callback)
    return pattern


urlpatterns: list[URLPattern] = [
    *(_framed(pattern) for pattern in api.urls[0]),
    path("docs/errors", framed(errors), name="errors"),
    re_path(r"", framed(unknown)),
]
