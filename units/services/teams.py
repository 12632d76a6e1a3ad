"""Teams of a unit."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from units.access import TEAMS
from units.models import OperatingUnit, Team
from volunteer_portal.access.errors import NotAllowed, Refused
from volunteer_portal.accounts.models import User

from .asking import scope_for


@transaction.atomic
def open_team(*, unit: OperatingUnit, name: str, by: User | None, today: date, opened_on: date | None = None) -> Team:
    """A new team. Raises ``Refused`` when the unit already has one of the name."""
    if by is not None and unit.pk not in scope_for(by, today).unit_ids:
        raise NotAllowed(_("志工隊由{reach}自行成立。").format(reach=TEAMS["change"].label))
    name = name.strip()
    if not name:
        raise Refused.one("name", "required", _("請填隊名。"))
    try:
        with transaction.atomic():
            return Team.objects.create(unit=unit, name=name, opened_on=opened_on)
    except IntegrityError as taken:
        raise Refused.one("name", "taken", _("這個單位已經有「{name}」。").format(name=name)) from taken


@transaction.atomic
def close_team(*, team: Team, by: User | None, today: date) -> Team:
    """The team ends today; who belonged to it stays a member of the unit. Closing twice changes nothing."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    if by is not None and not TEAMS.allows(scope_for(by, today), "change", team):
        raise NotAllowed(_("志工隊由{reach}解散。").format(reach=TEAMS["change"].label))
    if team.closed_on is None:
        team.closed_on = max(today, team.opened_on or today)
        team.save(update_fields=["closed_on"])
    return team
