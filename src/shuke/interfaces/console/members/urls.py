"""Addresses of the members."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def _soon(request: HttpRequest, reference: str = "") -> HttpResponse:
    return HttpResponse(reference, status=501)


app_name = "members"
urlpatterns = [
    path("", _soon, name="list"),
    path("sales/<str:reference>/", _soon, name="sale"),
    path("<str:reference>/", _soon, name="one"),
    path("<str:reference>/drawer/", _soon, name="drawer"),
]
