"""Addresses of imports and exports."""

app_name = "exchange"
urlpatterns: list[object] = []
