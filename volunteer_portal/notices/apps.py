"""The notices part of the foundation: deadlines, reminders, mail."""

from django.apps import AppConfig

from . import deadlines


class NoticesConfig(AppConfig):
    name = "volunteer_portal.notices"
    label = "notices"

    def ready(self) -> None:
        """Let every app declare its deadlines."""
        deadlines.discover()
