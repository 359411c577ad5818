"""Addresses of the shell."""

from django.urls import path

from shuke.interfaces.console.shell import views

app_name = "shell"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("stores/", views.stores_found, name="stores"),
    path("stores/choose/", views.choose_store, name="choose_store"),
    path("guide/hide/", views.hide_guide, name="hide_guide"),
]
