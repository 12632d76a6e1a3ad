"""Covering people under a policy, and ending a cover early (INS-9, INS-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from insurance.access import COVERAGES
from insurance.enums import CoverScope
from insurance.models import Coverage, InsuranceContract
from units.models import OperatingUnit
from volunteer_portal.access.errors import Problem, Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.rules.roc import format_date
from volunteers.models import Membership, Volunteer
from volunteers.services.permission import demand, demand_unit


@dataclass(frozen=True, slots=True)
class CoverEntry:
    """A policy and the days of a person's cover under it, both included. ``amount`` in NT$."""

    insurer: str
    starts_on: date
    ends_on: date
    policy_number: str = ""
    scope: str = CoverScope.OTHER
    scope_text: str = ""
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Covered:
    """The covers that were written, and the people who had this one already."""

    created: list[Coverage]
    unchanged: list[Coverage]


@transaction.atomic
def cover(
    *, volunteers: Sequence[Volunteer], unit: OperatingUnit, entry: CoverEntry, by: User | None, now: datetime
) -> Covered:
    """Cover members of the unit under a policy; all of them or nobody. Who has this cover already stays as it is."""
    demand_unit(unit.pk, by, now)
    found = _problems(volunteers, unit, entry)
    if found:
        raise Refused(found)
    contract, _created = InsuranceContract.objects.get_or_create(
        unit=unit,
        insurer=entry.insurer.strip(),
        policy_number=entry.policy_number.strip(),
        defaults={"scope": entry.scope, "scope_text": entry.scope_text},
    )
    known = {
        each.volunteer_id: each
        for each in Coverage.objects.filter(contract=contract, starts_on=entry.starts_on, volunteer__in=volunteers)
    }
    clash = next((each for each in known.values() if each.ends_on != entry.ends_on), None)
    if clash is not None:
        sentence = _("{name} 同一張保單同一天起的保險已登錄到 {day}；要改迄日請先結束那一筆。")
        raise Refused.one(
            "ends_on", "differs", sentence.format(name=clash.volunteer.name, day=format_date(clash.ends_on))
        )
    created = Coverage.objects.bulk_create(
        Coverage(
            volunteer=volunteer,
            unit=unit,
            contract=contract,
            starts_on=entry.starts_on,
            ends_on=entry.ends_on,
            amount=entry.amount,
            recorded_by=by,
        )
        for volunteer in volunteers
        if volunteer.pk not in known
    )
    return Covered(created, list(known.values()))


@transaction.atomic
def end_cover(*, coverage: Coverage, ends_on: date, by: User | None, now: datetime) -> Coverage:
    """Let a cover end on another day than planned (退保)."""
    demand(COVERAGES, "change", coverage, by, now)
    coverage = Coverage.objects.select_for_update(of=("self",)).get(pk=coverage.pk)
    if ends_on < coverage.starts_on:
        raise Refused.one("ends_on", "range_order", _("退保日早於保險起日，請核對。"))
    coverage.ends_on = ends_on
    coverage.save(update_fields=["ends_on"])
    return coverage


def _problems(volunteers: Sequence[Volunteer], unit: OperatingUnit, entry: CoverEntry) -> list[Problem]:
    found = []
    if not volunteers:
        found.append(Problem("volunteers", "required", _("請至少選擇一位志工。")))
    if not entry.insurer.strip():
        found.append(Problem("insurer", "required", _("沒有填保險公司。")))
    if entry.ends_on < entry.starts_on:
        found.append(Problem("ends_on", "range_order", _("保險迄日早於起日，請對調或改正。")))
    members = set(Membership.objects.filter(unit=unit, volunteer__in=volunteers).values_list("volunteer_id", flat=True))
    strangers = [volunteer.name for volunteer in volunteers if volunteer.pk not in members]
    if strangers:
        names = "、".join(strangers[:5])
        found.append(Problem("volunteers", "not_member", _("{names} 不是本單位的志工。").format(names=names)))
    return found
