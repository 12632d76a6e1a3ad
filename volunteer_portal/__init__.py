"""The foundation: the Django project and the lowest storey. It imports no app."""

from .celery import app as celery_app

__all__ = ["celery_app"]
