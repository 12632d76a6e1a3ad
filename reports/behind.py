"""The rows behind a cell: a figure is a door. The same conditions that compute a cell find its people or records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from insurance.models import Coverage
from recordbook.models import RecordBook
from training.models import Completion
from units.models import Team
from volunteer_portal.access.scope import Scope
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.status_report import SEXES, TRAINING_ROWS, Cell

from .bands import PUBLIC_CODES, by_sex, by_years
from .computing import population, records

SEX_OF_LEAF = {leaf: sex for sex, leaf in SEXES}


class Kind(StrEnum):
    """What a cell is made of."""

    PEOPLE = "people"
    RECORDS = "records"
    COURSES = "courses"
    TEAMS = "teams"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind one cell of one unit, as far as the reader's scope reaches."""

    kind: Kind
    rows: QuerySet[Any] | None = None


def rows_behind(cell: Cell, *, unit_id: int, period: HalfYear, scope: Scope) -> Behind:
    """The memberships, service records, completions or teams that a cell counts or adds up."""
    head, _, rest = cell.key.partition("/")
    if cell.manual:
        return Behind(Kind.NOTHING)
    if head == "隊數":
        teams = Team.objects.active_on(period.ends_on).filter(unit=unit_id).visible_to(scope)
        return Behind(Kind.TEAMS, teams.order_by("name"))
    if head in {"時數", "接受服務人次"}:
        return Behind(Kind.RECORDS, _records(rest, unit_id, period, scope))
    if head == "訓練":
        return Behind(Kind.COURSES, _courses(rest.partition("/")[0], unit_id, period, scope))
    return Behind(Kind.PEOPLE, _people(cell, unit_id, period, scope))


def records_not_counted(*, unit_id: int, period: HalfYear, scope: Scope, verdict: str = "") -> QuerySet[Any]:
    """What was recorded in the period and does not count, of one verdict or of all."""
    rows = records(period, [unit_id]).not_counted().visible_to(scope)
    return _in_order_of_days(rows.filter(verdict=verdict) if verdict else rows)


def people_without(cell: Cell, *, unit_id: int, period: HalfYear, scope: Scope) -> Behind:
    """Who is counted and has no record book, or no cover, on the last day; men and women alike."""
    day = period.ends_on
    having = {
        "領有紀錄冊": RecordBook.objects.held_on(day).values("volunteer"),
        "志工保險": Coverage.objects.in_force(day).order_by().values("volunteer"),
    }
    rows = population(period, [unit_id]).visible_to(scope).exclude(volunteer__in=having[cell.key.partition("/")[0]])
    return Behind(Kind.PEOPLE, rows.select_related("volunteer", "team").order_by("volunteer__name", "pk"))


def _people(cell: Cell, unit_id: int, period: HalfYear, scope: Scope) -> QuerySet[Any]:
    day = period.ends_on
    rows = population(period, [unit_id]).visible_to(scope)
    sex = SEX_OF_LEAF.get(cell.key.rpartition("/")[2])
    key = cell.key.rpartition("/")[0] if sex and "/" in cell.key else cell.key
    if sex:
        rows = rows.filter(volunteer__sex=sex)
    if key == "領有紀錄冊":
        rows = rows.filter(volunteer__in=RecordBook.objects.held_on(day).values("volunteer"))
    elif key == "志工保險":
        rows = rows.filter(volunteer__in=Coverage.objects.in_force(day).order_by().values("volunteer"))
    else:
        rows = rows.filter((by_sex(day) | by_years(day)).get(key, Q()))
    return rows.select_related("volunteer", "team").order_by("volunteer__name", "pk")


def _records(part: str, unit_id: int, period: HalfYear, scope: Scope) -> QuerySet[Any]:
    rows = records(period, [unit_id]).counted().visible_to(scope)
    if part == "公教":
        rows = rows.filter(volunteer__occupation__in=PUBLIC_CODES)
    elif part == "非公教":
        rows = rows.exclude(volunteer__occupation__in=PUBLIC_CODES)
    return _in_order_of_days(rows)


def _courses(part: str, unit_id: int, period: HalfYear, scope: Scope) -> QuerySet[Any]:
    rows = (
        Completion.objects.standing()
        .filter(
            completed_on__gte=period.starts_on,
            completed_on__lte=period.ends_on,
            volunteer__in=population(period, [unit_id]).values("volunteer"),
        )
        .visible_to(scope)
    )
    if part != "合計":
        rows = rows.filter(kind__in=sorted(TRAINING_ROWS[part]))
    return rows.select_related("volunteer", "category").order_by("volunteer__name", "completed_on", "pk")


def _in_order_of_days(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("volunteer").order_by("served_from", "volunteer__name", "pk")
