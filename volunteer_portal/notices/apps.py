"""The notices part of the foundation."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "volunteer_portal.notices"
    label = "notices"
