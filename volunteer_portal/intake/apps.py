"""The intake part of the foundation."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "volunteer_portal.intake"
    label = "intake"
