"""Joining, leaving and changing teams. Both the day of joining and the day of leaving belong to the membership."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from units.models import OperatingUnit, Team
from volunteer_portal.access.errors import Problem, Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.rules.roc import format_date
from volunteers.access import MEMBERSHIPS
from volunteers.models import Membership, Volunteer

from .permission import demand, demand_unit


@transaction.atomic
def join_unit(
    *,
    volunteer: Volunteer,
    unit: OperatingUnit,
    joined_on: date,
    by: User | None,
    now: datetime,
    team: Team | None = None,
) -> Membership:
    """Make a person a member of the unit from ``joined_on`` on."""
    demand_unit(unit.pk, by, now)
    Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer.pk)
    found = _joining_problems(volunteer, unit, team, joined_on, timezone.localdate(now))
    if found:
        raise Refused(found)
    membership = Membership(volunteer=volunteer, unit=unit, team=team, joined_on=joined_on)
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError:
        raise Refused.one("joined_on", "overlap", _("這位志工在這段期間已經是本單位的志工。")) from None
    return membership


@transaction.atomic
def leave_unit(
    *, membership: Membership, left_on: date, by: User | None, now: datetime, reason: str = ""
) -> Membership:
    """End a membership; ``left_on`` is its last day. The person and all records stay."""
    demand(MEMBERSHIPS, "change", membership, by, now)
    Volunteer.objects.select_for_update(no_key=True).get(pk=membership.volunteer_id)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.left_on is not None:
        raise Refused.one("left_on", "left", _("這位志工已於 {day} 離隊。").format(day=format_date(membership.left_on)))
    found = _leaving_problems(membership, left_on, timezone.localdate(now))
    if found:
        raise Refused(found)
    membership.left_on, membership.left_reason = left_on, reason.strip()
    membership.save(update_fields=["left_on", "left_reason"])
    return membership


@transaction.atomic
def change_team(*, membership: Membership, team: Team | None, by: User | None, now: datetime) -> Membership:
    """Move a member to another team of the same unit, or to none."""
    demand(MEMBERSHIPS, "change", membership, by, now)
    if team is not None and team.unit_id != membership.unit_id:
        raise Refused.one("team", "team", _("這個志工隊不屬於本單位，請重選。"))
    membership.team = team
    membership.save(update_fields=["team"])
    return membership


def _joining_problems(
    volunteer: Volunteer, unit: OperatingUnit, team: Team | None, joined_on: date, today: date
) -> list[Problem]:
    found = []
    if joined_on > today:
        day = format_date(today)
        found.append(Problem("joined_on", "future", _("加入日期晚於今天（{day}），請核對。").format(day=day)))
    if joined_on < volunteer.born_on:
        found.append(Problem("joined_on", "before_birth", _("加入日期早於出生年月日，請核對。")))
    if team is not None and team.unit_id != unit.pk:
        found.append(Problem("team", "team", _("這個志工隊不屬於本單位，請重選。")))
    current = Membership.objects.filter(volunteer=volunteer, unit=unit).serving_on(joined_on).first()
    if current is not None:
        day = format_date(current.joined_on)
        found.append(Problem("joined_on", "overlap", _("這位志工自 {day} 起已經是本單位的志工。").format(day=day)))
    return found


def _leaving_problems(membership: Membership, left_on: date, today: date) -> list[Problem]:
    if left_on > today:
        return [Problem("left_on", "future", _("離隊日期晚於今天，請等到當天再登錄。"))]
    if left_on < membership.joined_on:
        day = format_date(membership.joined_on)
        return [Problem("left_on", "order", _("離隊日期早於加入日期（{day}），請核對。").format(day=day))]
    return []
