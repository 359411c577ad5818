"""Addresses of the analytic pages."""

from django.urls import path

from shuke.interfaces.console.analysis.activity import activity
from shuke.interfaces.console.analysis.baskets import baskets
from shuke.interfaces.console.analysis.calendar import calendar
from shuke.interfaces.console.analysis.cohorts import cohorts
from shuke.interfaces.console.analysis.concentration import concentration
from shuke.interfaces.console.analysis.indicators import indicators
from shuke.interfaces.console.analysis.lifecycle import lifecycle
from shuke.interfaces.console.analysis.preferences import preferences
from shuke.interfaces.console.analysis.quality import quality
from shuke.interfaces.console.analysis.rfm import rfm

app_name = "analysis"
urlpatterns = [
    path("rfm/", rfm, name="rfm"),
    path("lifecycle/", lifecycle, name="lifecycle"),
    path("activity/", activity, name="activity"),
    path("cohorts/", cohorts, name="cohorts"),
    path("concentration/", concentration, name="concentration"),
    path("baskets/", baskets, name="baskets"),
    path("preferences/", preferences, name="preferences"),
    path("indicators/", indicators, name="indicators"),
    path("quality/", quality, name="quality"),
    path("calendar/", calendar, name="calendar"),
]
