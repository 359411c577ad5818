"""Addresses of the overview."""

from django.urls import path

from shuke.interfaces.console.overview import views

app_name = "overview"
urlpatterns = [path("", views.home, name="home")]
