"""Single records of service: written, corrected, split and removed by the unit that gave the service (PERM-2, PERM-3).

The volunteer's row is locked first, as ``judging`` does: two units that write at once, or a certificate that arrives
with an hour, see each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hours.access import RECORDS
from hours.models import ServiceRecord
from units.category_periods import category_periods
from units.models import OperatingUnit
from volunteer_portal.access.errors import NotAllowed, Overtaken, Problem, Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.rules import record_limits
from volunteer_portal.rules.calendar import ONE_DAY, month_end
from volunteer_portal.rules.categories import category_name
from volunteer_portal.rules.counting import Judgement
from volunteer_portal.rules.roc import format_date
from volunteers.models import Membership, Volunteer
from volunteers.services.permission import demand, demand_unit

from .judging import cases_of, lock_people


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """One record as typed: days (both included), minutes, and what the ministry's file asks for."""

    served_from: date
    served_to: date
    minutes: int
    item_code: str = ""
    content_code: str = ""
    area_code: str = ""
    people_served: int = 0
    transport_fee: int = 0
    meal_fee: int = 0
    people_abroad: int = 0
    people_at_home: int = 0
    note: str = ""


ENTRY_FIELDS = tuple(field.name for field in fields(ServiceEntry))


class Ruling(NamedTuple):
    """The category that the unit had on the day, and what becomes of the record in it."""

    category: str
    judgement: Judgement


def entry_of(record: ServiceRecord) -> ServiceEntry:
    """A stored record as it was typed."""
    return ServiceEntry(**{name: getattr(record, name) for name in ENTRY_FIELDS})


def version_of(record: ServiceRecord) -> str:
    """A short mark of what a form showed: it changes as soon as anybody changes the record."""
    shown = "\x1f".join(str(getattr(record, name)) for name in ENTRY_FIELDS)
    return hashlib.sha256(f"{record.pk}\x1f{shown}".encode()).hexdigest()[:16]


@transaction.atomic
def record_service(
    *,
    volunteer: Volunteer,
    unit: OperatingUnit,
    entry: ServiceEntry,
    by: User | None,
    now: datetime,
    category: str | None = None,
) -> ServiceRecord:
    """Write down service that this unit received, judge it, and keep the verdict beside it.

    ``category``: what the source says, if it says anything; another than the unit's own on that day is refused.
    """
    demand_unit(unit.pk, by, now)
    lock_people([volunteer.pk])
    ruling = _ruling(volunteer, unit, entry, now, category=category)
    record = ServiceRecord(
        volunteer=volunteer,
        unit=unit,
        category_id=ruling.category,
        verdict=ruling.judgement.verdict.value,
        recorded_by=by,
        recorded_at=now,
        **asdict(entry),
    )
    _save(record)
    return record


@transaction.atomic
def correct_service(
    *,
    record: ServiceRecord,
    entry: ServiceEntry,
    reason: str,
    by: User | None,
    now: datetime,
    seen: str | None = None,
) -> ServiceRecord:
    """Replace what a record says. The reason is kept; the history holds the former values.

    ``seen`` is the mark of the form (``version_of``): if somebody changed the record meanwhile, nothing is written.
    """
    demand(RECORDS, "correct", record, by, now)
    record = _held(record, reason, seen)
    ruling = _ruling(record.volunteer, record.unit, entry, now, instead_of=record)
    for name, value in asdict(entry).items():
        setattr(record, name, value)
    record.category_id = ruling.category
    record.verdict = ruling.judgement.verdict.value
    record.reason = reason.strip()
    _save(record)
    return record


@transaction.atomic
def remove_service(
    *, record: ServiceRecord, reason: str, by: User | None, now: datetime, seen: str | None = None
) -> None:
    """Take a record out. The reason goes into the history with it."""
    demand(RECORDS, "remove", record, by, now)
    record = _held(record, reason, seen)
    record.reason = reason.strip()
    record.save(update_fields=["reason"])
    record.delete()


@transaction.atomic
def split_service(
    *, record: ServiceRecord, minutes_before: int, by: User | None, now: datetime, seen: str | None = None
) -> tuple[ServiceRecord, ServiceRecord]:
    """Divide a record at the person's first counting day: the part before stays uncounted, the rest counts (HRS-16)."""
    reason = _("依採計起日分筆")
    demand(RECORDS, "correct", record, by, now)
    record = _held(record, reason, seen)
    case = cases_of([record.volunteer_id])[record.volunteer_id]
    day = case.facts.start(record.category_id).day
    if day is None or not record.served_from < day <= record.served_to:
        raise Refused.one("minutes_before", "no_split", _("這筆紀錄沒有跨過採計起日，不需要分筆。"))
    if not 0 < minutes_before < record.minutes:
        raise Refused.one("minutes_before", "minutes", _("前一筆的時數須大於 0，且小於整筆的時數。"))
    whole = entry_of(record)
    before = replace(whole, served_to=day - ONE_DAY, minutes=minutes_before, people_served=0)
    after = replace(whole, served_from=day, minutes=whole.minutes - minutes_before)
    first = correct_service(record=record, entry=before, reason=reason, by=by, now=now)
    second = record_service(volunteer=record.volunteer, unit=record.unit, entry=after, by=by, now=now)
    return first, second


def _held(record: ServiceRecord, reason: str, seen: str | None) -> ServiceRecord:
    """The record as it stands now, locked with its person."""
    if not reason.strip():
        raise Refused.one("reason", "required", _("請填更正或刪除的原因。"))
    lock_people([record.volunteer_id])
    rows = ServiceRecord.objects.select_for_update(of=("self",)).select_related("volunteer", "unit")
    held = rows.filter(pk=record.pk).first()
    if held is None:
        raise Overtaken(_("這筆時數剛剛被別人刪除了。您填的內容沒有寫入。"))
    if seen is not None and seen != version_of(held):
        raise Overtaken(_("這筆時數剛剛被別人改過。請重新開啟，看過新的內容再修改；您填的內容沒有寫入。"))
    return held


def _ruling(
    volunteer: Volunteer,
    unit: OperatingUnit,
    entry: ServiceEntry,
    now: datetime,
    *,
    category: str | None = None,
    instead_of: ServiceRecord | None = None,
) -> Ruling:
    """Refuse what may not stand, else say what becomes of it. The volunteer's row is locked by the caller."""
    periods = category_periods([unit.pk])[unit.pk]
    own = periods.on(entry.served_from)
    if category is not None and category != own:
        raise NotAllowed(
            _("本單位在當天屬{own}，不能登錄{other}的時數。").format(
                own=category_name(own), other=category_name(category)
            )
        )
    case = cases_of([volunteer.pk])[volunteer.pk]
    found = record_limits.problems(
        served_from=entry.served_from,
        served_to=entry.served_to,
        minutes=entry.minutes,
        today=timezone.localdate(now),
        stays=list(Membership.objects.filter(volunteer=volunteer, unit=unit).values_list("joined_on", "left_on")),
        others=_others(volunteer, entry, instead_of),
        starts_on=case.facts.start(own).day,
        born_on=volunteer.born_on,
    )
    # one day is typed as 起 alone, so what is wrong with it stands there
    started = entry.served_from > timezone.localdate(now) or entry.served_from == entry.served_to
    problems = [
        Problem("served_from" if each.field == "served_to" and started else each.field, each.code, each.message)
        for each in found
    ]
    if not problems and (change := periods.changed_within(entry.served_from, entry.served_to)):
        day = format_date(change)
        sentence = _("本單位的類別自 {day} 起不同，請在這一天分成兩筆登錄。")
        problems.append(Problem("served_from", "category_changed", sentence.format(day=day)))
    if problems:
        raise Refused(problems)
    judgement = case.judge(unit_id=unit.pk, category=own, served_from=entry.served_from, served_to=entry.served_to)
    return Ruling(own, judgement)


def _others(
    volunteer: Volunteer, entry: ServiceEntry, instead_of: ServiceRecord | None
) -> Iterable[tuple[date, date, int]]:
    """All other records of the person near these days, in every unit."""
    near = ServiceRecord.objects.filter(
        volunteer=volunteer,
        served_from__lte=month_end(entry.served_to),
        served_to__gte=entry.served_from.replace(day=1),
    )
    if instead_of is not None:
        near = near.exclude(pk=instead_of.pk)
    return near.values_list("served_from", "served_to", "minutes")


def _save(record: ServiceRecord) -> None:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        sentence = _("同一位志工、同一期間、同一服務項目與內容的時數已經登錄過；要改時數，請更正那一筆。")
        raise Refused.one("served_from", "same", sentence) from None
