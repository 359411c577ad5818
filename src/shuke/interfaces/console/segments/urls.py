"""Addresses of the segments."""

from django.urls import path

from shuke.interfaces.console.segments import building, files, keeping, views

app_name = "segments"
urlpatterns = [
    path("", views.every, name="list"),
    path("new/", building.new, name="new"),
    path("live/", building.live, name="live"),
    path("preview/", building.preview, name="preview"),
    path("values/", building.values, name="values"),
    path("save/", building.save, name="save"),
    path("combine/", building.combine, name="combine"),
    path("save-behind/", keeping.save_behind, name="save_behind"),
    path("upload/", files.upload, name="upload"),
    path("refresh/", keeping.refresh_all, name="refresh_all"),
    path("<slug:name>/", views.one, name="one"),
    path("<slug:name>/edit/", building.edit, name="edit"),
    path("<slug:name>/compare/", views.compare, name="compare"),
    path("<slug:name>/check/", views.check, name="check"),
    path("<slug:name>/refresh/", keeping.refresh, name="refresh"),
    path("<slug:name>/remove/", keeping.remove, name="remove"),
    path("<slug:name>/yaml/", files.download, name="download"),
    path("<slug:name>/members.<slug:kind>", files.members, name="members"),
]
