"""Addresses of the analytic pages."""

from django.urls import path

from shuke.interfaces.console.analysis.baskets import baskets
from shuke.interfaces.console.analysis.calendar import calendar
from shuke.interfaces.console.analysis.cohorts import cohorts
from shuke.interfaces.console.analysis.concentration import concentration
from shuke.interfaces.console.analysis.rfm import rfm

app_name = "analysis"
urlpatterns = [
    path("rfm/", rfm, name="rfm"),
    path("cohorts/", cohorts, name="cohorts"),
    path("concentration/", concentration, name="concentration"),
    path("baskets/", baskets, name="baskets"),
    path("calendar/", calendar, name="calendar"),
]
