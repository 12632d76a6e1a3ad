"""The tabular part of the foundation."""

from django.apps import AppConfig


class TabularConfig(AppConfig):
    name = "volunteer_portal.tabular"
    label = "tabular"
