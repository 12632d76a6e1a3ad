"""The accounts part of the foundation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "volunteer_portal.accounts"
    label = "accounts"
    verbose_name = _("帳號")

    def ready(self) -> None:
        """Hear of new authenticator apps."""
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415 - models must be loaded first

        from .second_factor import remember_activation  # noqa: PLC0415 - the same

        authenticator_added.connect(remember_activation, dispatch_uid="accounts.remember_activation")
