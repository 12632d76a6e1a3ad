"""What a new password must be: long, not a known one, and, where a city wants the national rule, mixed."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import User

KINDS = (r"[A-Z]", r"[a-z]", r"[0-9]", r"[^A-Za-z0-9]")
KINDS_NEEDED = 3


class MixedCharacters:
    """附表十 4-2-4: three of four kinds of characters, for staff, where ``STAFF_PASSWORD_MIXED`` is on."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse what is not mixed. Volunteers (accounts without an appointment) are left alone."""
        if not settings.STAFF_PASSWORD_MIXED or (user is not None and not _is_staff(user)):
            return
        if sum(bool(re.search(kind, password)) for kind in KINDS) < KINDS_NEEDED:
            raise ValidationError(self.get_help_text(), code="not_mixed")

    def get_help_text(self) -> str:
        """The rule in one sentence."""
        if not settings.STAFF_PASSWORD_MIXED:
            return ""
        return _("大寫字母、小寫字母、數字、符號，四種中至少要有三種。")


def _is_staff(user: User) -> bool:
    return user.pk is None or user.appointments.exists()
