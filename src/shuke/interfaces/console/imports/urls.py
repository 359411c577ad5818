"""Addresses of the imports."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def _soon(request: HttpRequest, reference: str = "") -> HttpResponse:
    return HttpResponse(reference, status=501)


app_name = "imports"
urlpatterns = [
    path("", _soon, name="list"),
    path("<str:reference>/", _soon, name="one"),
]
