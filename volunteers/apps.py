"""The volunteers app."""

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "volunteers"

    def ready(self) -> None:
        """Let each app declare its part of the page about one person."""
        from .person import discover  # noqa: PLC0415 - models are ready only now

        discover()
