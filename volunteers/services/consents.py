"""Consent to the notice on personal data (PDP-4, PDP-19, PDP-20)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from units.models import OperatingUnit
from volunteer_portal.access.errors import Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.rules.calendar import age_on
from volunteers.models import Consent, Volunteer

from .permission import demand_unit

ADULT_AT = 18


@transaction.atomic
def record_consent(  # noqa: PLR0913 - a paper has these parts
    *,
    volunteer: Volunteer,
    version: str,
    given_on: date,
    unit: OperatingUnit,
    by: User | None,
    now: datetime,
    by_guardian: bool = False,
    on_paper: bool = True,
) -> Consent:
    """Keep that the person, or a minor's guardian, agreed to this version of the notice; once a version."""
    demand_unit(unit.pk, by, now)
    if given_on > timezone.localdate(now):
        raise Refused.one("given_on", "future", _("同意日期晚於今天，請核對。"))
    if age_on(volunteer.born_on, given_on) < ADULT_AT and not by_guardian:
        raise Refused.one("by_guardian", "guardian", _("同意當天未滿 18 歲，須由法定代理人同意。"))
    consent, _created = Consent.objects.get_or_create(
        volunteer=volunteer,
        version=version,
        defaults={
            "given_on": given_on,
            "by_guardian": by_guardian,
            "on_paper": on_paper,
            "unit": unit,
            "recorded_by": by,
        },
    )
    return consent
