"""Addresses of the imports."""

from django.urls import path

from shuke.interfaces.console.imports import following, matching, uploading

app_name = "imports"
urlpatterns = [
    path("", uploading.overview, name="list"),
    path("upload/", uploading.upload, name="upload"),
    path("templates/<str:name>/", uploading.template, name="template"),
    path("<str:reference>/", following.one, name="one"),
    path("<str:reference>/columns/", matching.match, name="match"),
    path("<str:reference>/try/", matching.attempt, name="try"),
    path("<str:reference>/run/", following.run, name="run"),
    path("<str:reference>/refused/", following.refused, name="refused"),
    path("<str:reference>/refused/whole/", following.unmask, name="unmask"),
]
