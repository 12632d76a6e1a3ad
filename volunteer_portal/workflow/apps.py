"""The workflow part of the foundation."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "volunteer_portal.workflow"
    label = "workflow"
