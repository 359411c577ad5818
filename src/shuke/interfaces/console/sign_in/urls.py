"""Addresses of sign-in, under the names that allauth expects. There is no public sign-up."""

from allauth.account import views as allauth
from django.urls import include, path

from shuke.interfaces.console.sign_in.views import SignIn, SignOut

urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", SignOut.as_view(), name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("two-step/", include("allauth.mfa.urls")),
]
