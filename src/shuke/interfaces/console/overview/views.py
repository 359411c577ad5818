"""The page of the day."""

from django.http import HttpRequest, HttpResponseBase

from shuke.interfaces.console.door import Visit, page, show


@page("figures.read")
def home(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The state of the chain on one page."""
    return show(visit, "overview/home.html")
