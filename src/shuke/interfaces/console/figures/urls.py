"""Addresses of figures."""
app_name = "figures"
urlpatterns: list = []
