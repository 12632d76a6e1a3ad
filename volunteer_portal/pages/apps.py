"""The pages part of the foundation."""

from django.apps import AppConfig

from . import worklist


class PagesConfig(AppConfig):
    name = "volunteer_portal.pages"
    label = "pages"

    def ready(self) -> None:
        """Let every app put its tasks on the worklist."""
        worklist.discover()
