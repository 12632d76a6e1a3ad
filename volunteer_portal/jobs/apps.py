"""The jobs part of the foundation."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "volunteer_portal.jobs"
    label = "jobs"
