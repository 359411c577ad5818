"""Addresses of the figures."""

from django.urls import path, re_path

from shuke.interfaces.console.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.every, name="all"),
    path("<slug:name>/", views.formula, name="formula"),
    path("<slug:name>/behind/", views.behind, name="behind"),
    re_path(r"^(?P<name>[-\w]+)/behind/list\.(?P<kind>csv|xlsx)$", views.file, name="file"),
]
