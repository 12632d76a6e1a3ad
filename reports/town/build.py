"""Builds the town: units, accounts, the files of every unit through the intake, and reports in every state."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from reports.enums import State
from reports.models import StatusReport
from reports.services import deciding, drafting, submitting
from units.enums import Role
from units.models import Appointment, CompetentAuthority, District, OperatingUnit, Team, UnitCategory
from units.scopes import scope_of
from volunteer_portal.accounts.models import User
from volunteer_portal.intake import committing
from volunteer_portal.intake.kinds import kind_of
from volunteer_portal.notices.models import Notice
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.tabular.reading import Sheet
from volunteers.models import Volunteer

from .accounts import DOMAIN, SINCE, DemoAccount, make_account, make_officers, make_staff, make_volunteers
from .assemble import Town, plan_town
from .histories import Files, Row
from .places import Place

logger = logging.getLogger(__name__)

KINDS = ("volunteers", "training", "recordbooks", "insurance", "hours")
EMPTY_UNIT = Place("SW-900", "新成立社區關懷協會（空白，試匯入用）", "SW", "private", "安平區", (), 0)
LONG_AGO = date(2023, 12, 1)


class TownExists(Exception):
    """The town is there already; nothing was written."""


@transaction.atomic
def build_town(
    *, volunteers: int, seed: int, today: date, say: Callable[[str], None] = lambda _text: None
) -> list[DemoAccount]:
    """Make the whole town. Raises ``TownExists`` when a unit of it is there already."""
    town = plan_town(volunteers=volunteers, seed=seed, today=today)
    if OperatingUnit.objects.filter(code__in=[place.code for place in town.places]).exists():
        raise TownExists
    units = _make_units([*town.places, EMPTY_UNIT])
    accounts = make_officers() + make_staff(units)
    accounts.append(
        make_account(local="new-unit-staff", name="梁可為", role=Role.UNIT_STAFF, unit=units[EMPTY_UNIT.code])
    )
    _load(town, units, today, say)
    accounts += make_volunteers(_showcase(units))
    accounts.append(make_account(local="gone", name="呂已離", role=None, label="deactivated", active=False))
    _make_reports(units, seed, today, say)
    Notice.objects.update(mail_due=False, mailed_at=F("made_at"))  # what happened long ago was mailed long ago
    return accounts


def _make_units(places: Iterable[Place]) -> dict[str, OperatingUnit]:
    districts = {district.name: district for district in District.objects.all()}
    units = {}
    for place in places:
        unit = OperatingUnit.objects.create(
            code=place.code,
            name=place.name,
            category_id=place.category,
            sector=place.sector,
            district=districts[place.district],
            exempt_from_prior_filing=place.sector == "public",
        )
        UnitCategory.objects.create(unit=unit, category_id=place.category)
        units[place.code] = unit
    since = timezone.make_aware(datetime.combine(LONG_AGO, time(9)))
    OperatingUnit.objects.filter(pk__in=[unit.pk for unit in units.values()]).exclude(code=EMPTY_UNIT.code).update(
        created_at=since
    )
    return units


def _load(town: Town, units: dict[str, OperatingUnit], today: date, say: Callable[[str], None]) -> None:
    now = timezone.now()
    total = len(town.places)
    for number, (place, files) in enumerate(town.files(), start=1):
        unit = units[place.code]
        by = User.objects.filter(appointments__unit=unit, appointments__role=Role.UNIT_STAFF).first()
        for kind in KINDS:
            _commit(kind, files, unit, by, today, now)
        Team.objects.filter(unit=unit).update(opened_on=None)
        say(f"{number}/{total} {place.name}：{len(files.volunteers)} 人，{len(files.hours)} 筆時數")


def _commit(kind: str, files: Files, unit: OperatingUnit, by: User | None, today: date, now: datetime) -> None:
    rows: list[Row] = getattr(files, kind)
    if not rows:
        return
    headers = tuple(rows[0])
    cells = [headers, *(tuple(row.get(header, "") for header in headers) for row in rows)]
    sheet = Sheet(name=kind, format="csv", encoding="utf-8", rows=cells)
    outcome = committing.run(kind_of(kind), sheet, unit, today=today, now=now, by=by, good_rows=True)
    for error in outcome.plan.errors_json()[:3]:
        logger.warning("%s %s: %s", unit.code, kind, error["message"])


def _showcase(units: dict[str, OperatingUnit]) -> list[Volunteer]:
    """Two people worth looking at: one who serves in two units, one whose hours do not all count."""
    members = Volunteer.objects.filter(memberships__unit__in=units.values())
    two_units = (
        members.annotate(places=Count("memberships__unit", distinct=True))
        .filter(places__gte=2, records__verdict="counted")
        .order_by("pk")
        .first()
    )
    half_trained = (
        members.filter(memberships__unit=units["SW-001"], records__verdict="too_early").order_by("pk").first()
    )
    return [person for person in (two_units, half_trained) if person is not None]


def _make_reports(units: dict[str, OperatingUnit], seed: int, today: date, say: Callable[[str], None]) -> None:
    """Reports of the last three half-years that ended: most accepted, some waiting, late, unlocked or drafts."""
    random = Random(f"{seed}:reports")
    last = HalfYear.containing(today).previous()
    periods = [last.previous().previous(), last.previous(), last]
    officers = _officers(today)
    staff = _staff(units)
    for code, unit in units.items():
        if code == EMPTY_UNIT.code:
            continue
        officer = officers["city"] if unit.category_id in {"SW", "GEN"} else officers.get(unit.category_id)
        for period in periods:
            _make_report(random, unit, period, staff[code], officer, newest=period == last)
    say(f"{StatusReport.objects.count()} 份概況表")


def _make_report(
    random: Random, unit: OperatingUnit, period: HalfYear, by: User, officer: User | None, *, newest: bool
) -> None:
    fate = _fate(random, unit, newest=newest)
    if fate == "none":
        return
    at = timezone.make_aware(datetime.combine(period.due_on - timedelta(days=random.randrange(3)), time(15, 20)))
    report = drafting.draft_report(unit=unit, period=period, by=by, now=at)
    if fate == "draft":
        return
    values = {"聯繫會報/場次": 1, "表揚獎勵/人數": random.randrange(6)}
    drafting.save_draft(report=report, by=by, now=at, draft_version=None, values=values, remark="依實際服務情形填報。")
    report.refresh_from_db()
    submitting.submit(report=report, by=by, now=at, draft_version=report.draft_version)
    report.refresh_from_db()
    if fate in {"asked", "reopened"}:
        reason = "六月份有兩筆時數補登，接受服務人次也要更正。"
        unlock = deciding.ask_unlock(report=report, by=by, now=at + timedelta(days=2), reason=reason)
        if fate == "reopened" and officer is not None:
            deciding.grant_unlock(unlock=unlock, by=officer, now=at + timedelta(days=3))
    elif fate == "accepted" and officer is not None:
        deciding.accept(report=report, by=officer, now=at + timedelta(days=4))


def _fate(random: Random, unit: OperatingUnit, *, newest: bool) -> str:
    if not newest:
        return "accepted"
    by_hand = {
        "SW-001": "asked", "SW-002": "draft", "SW-003": "reopened", "EDU-001": "submitted", "EDU-002": "asked",
        "HEA-001": "accepted", "HEA-002": "none",
    }  # fmt: skip
    return by_hand.get(
        unit.code, random.choices(("submitted", "accepted", "none", "draft", "reopened"), (42, 34, 12, 8, 4))[0]
    )


def _staff(units: dict[str, OperatingUnit]) -> dict[str, User]:
    """Somebody who works for each unit; units without a printed account get one that nobody signs in with."""
    held = Appointment.objects.filter(role=Role.UNIT_STAFF, unit__in=units.values()).select_related("user", "unit")
    staff = {appointment.unit.code: appointment.user for appointment in held}
    for code, unit in units.items():
        if code not in staff:
            user = User.objects.create_user(f"{code.lower()}-staff@{DOMAIN}", name=f"{unit.name}承辦人")
            Appointment.objects.create(user=user, role=Role.UNIT_STAFF, unit=unit, starts_on=SINCE)
            staff[code] = user
    return staff


def _officers(today: date) -> dict[str, User]:
    """The officer who decides for the city's own categories, and for each other category that has one here."""
    officers: dict[str, User] = {}
    for authority in CompetentAuthority.objects.exclude(appointments__role=Role.AUTHORITY):
        user = User.objects.create_user(f"{authority.code.lower()}-officer@{DOMAIN}", name=f"{authority.name}承辦人")
        Appointment.objects.create(user=user, role=Role.AUTHORITY, authority=authority, starts_on=SINCE)
    held = Appointment.objects.in_force(today).filter(role__in=[Role.PROMOTION_CENTRE, Role.AUTHORITY])
    for appointment in held.select_related("user"):
        if appointment.role == Role.PROMOTION_CENTRE:
            officers["city"] = appointment.user
        for category in scope_of(appointment.user, today).categories:
            officers[category] = appointment.user
    return officers


def states_made() -> dict[str, int]:
    """How many reports are in each state; for the command's closing line."""
    return {
        str(State(state).label): count
        for state, count in StatusReport.objects.order_by().values_list("state").annotate(Count("pk"))
    }
