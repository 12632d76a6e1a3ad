"""People and memberships: who sees them, who belongs on a day, names as people type them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from volunteer_portal.access.table import VisibleQuerySet

from . import access, identity
from .naming import fold_name

if TYPE_CHECKING:
    from .models import Consent, Membership, Volunteer  # noqa: F401


class VolunteerQuerySet(VisibleQuerySet["Volunteer"]):
    access = access.VOLUNTEERS

    def named_like(self, text: str) -> VolunteerQuerySet:
        """People whose name holds the text, forgiving 台／臺, spaces and width."""
        folded = fold_name(text)
        return self.filter(name_folded__contains=folded) if folded else self.none()

    def holding(self, number: str) -> VolunteerQuerySet:
        """The person with this exact identity number, already checked and normalised."""
        return self.filter(id_index=identity.index_of(number))


class MembershipQuerySet(VisibleQuerySet["Membership"]):
    access = access.MEMBERSHIPS

    def population_on(self, day: date) -> MembershipQuerySet:
        """Members on the last day of a period: joined on or before it, not left or left after it (RPT-21)."""
        return self.filter(joined_on__lte=day).filter(Q(left_on__isnull=True) | Q(left_on__gt=day))

    def serving_on(self, day: date) -> MembershipQuerySet:
        """Members who may serve on the day: from joining to leaving, both days included."""
        return self.filter(joined_on__lte=day).filter(Q(left_on__isnull=True) | Q(left_on__gte=day))


class ConsentQuerySet(VisibleQuerySet["Consent"]):
    access = access.CONSENTS
