"""The audit part of the foundation."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "volunteer_portal.audit"
    label = "audit"
