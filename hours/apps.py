"""The hours app: records of service and whether they count."""

from importlib import import_module

from django.apps import AppConfig


class HoursConfig(AppConfig):
    name = "hours"

    def ready(self) -> None:
        """Hear what training and the record book announce."""
        import_module("hours.listeners")
