"""The recordbook app."""

from django.apps import AppConfig


class RecordBookConfig(AppConfig):
    name = "recordbook"
