"""The access part of the foundation."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "volunteer_portal.access"
    label = "access"
