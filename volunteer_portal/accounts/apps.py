"""The accounts part of the foundation."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "volunteer_portal.accounts"
    label = "accounts"
