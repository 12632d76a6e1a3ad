"""Units and what hangs on them: who sees them, and what was in force on a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from volunteer_portal.access.table import VisibleQuerySet

from . import access

if TYPE_CHECKING:
    from .models import Appointment, Invitation, OperatingUnit, Team  # noqa: F401


class UnitQuerySet(VisibleQuerySet["OperatingUnit"]):
    access = access.UNITS

    def open_on(self, day: date) -> UnitQuerySet:
        """Units that exist on the day."""
        return self.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=day)).filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=day)
        )


class TeamQuerySet(VisibleQuerySet["Team"]):
    access = access.TEAMS

    def active_on(self, day: date) -> TeamQuerySet:
        """Teams that exist on the day (RPT-34)."""
        return self.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=day)).filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=day)
        )


class AppointmentQuerySet(VisibleQuerySet["Appointment"]):
    access = access.APPOINTMENTS

    def in_force(self, day: date) -> AppointmentQuerySet:
        """Appointments that hold on the day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_before__isnull=True) | Q(ends_before__gt=day))


class InvitationQuerySet(VisibleQuerySet["Invitation"]):
    access = access.INVITATIONS

    def still_open(self, now: datetime) -> InvitationQuerySet:
        """Invitations that can still be accepted."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now)
