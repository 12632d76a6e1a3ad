"""One's own account: password, second factor, devices, language, size of text, and the roles one holds."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.module_loading import import_string

from volunteer_portal.accounts.second_factor import has_second_factor

from .base import Page
from .clock import today


class Settings(Page):
    """Everything about one's own account on one page, each with the one button that changes it."""

    audience = "signed_in"
    template_name = "pages/settings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The account as it stands."""
        appointments = import_string("units.models.Appointment").objects.filter(user=self.request.user)
        return super().get_context_data(
            second_factor=has_second_factor(self.request.user),
            devices=len(UserSession.objects.purge_and_list(self.request.user)),
            appointments=appointments.in_force(today()).select_related("unit", "authority"),
            languages=settings.LANGUAGES,
            **kwargs,
        )
