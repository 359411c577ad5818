"""Addresses of the figures."""

from django.http import HttpResponse
from django.urls import path

app_name = "figures"
urlpatterns = [
    path("", lambda r: HttpResponse(), name="all"),
    path("<slug:name>/", lambda r, name: HttpResponse(), name="formula"),
    path("<slug:name>/behind/", lambda r, name: HttpResponse(), name="behind"),
]
