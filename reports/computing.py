"""All cells of the half-year report, for one unit or for many at once: one aggregate per matter, four queries.

Whether an hour counts was decided when it was recorded; here stored verdicts are only added up.
Values are whole numbers: people, times, or **minutes**.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from hours.models import ServiceRecord
from insurance.models import Coverage
from recordbook.models import RecordBook
from units.models import Team
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.counting import Verdict
from volunteer_portal.rules.status_report import CELLS
from volunteers.models import Membership

from .bands import PUBLIC_CODES, ROW_OF_KIND, SEX_LEAVES, by_sex, by_years

UnitIds = Collection[int] | None


def _zeros() -> dict[str, int]:
    return {cell.key: 0 for cell in CELLS}


@dataclass(slots=True)
class Figures:
    """The cells of one unit, and beside them what does not count: minutes, records and people served."""

    cells: dict[str, int] = field(default_factory=_zeros)
    idle_minutes: int = 0
    idle_records: int = 0
    idle_people_served: int = 0


def compute(unit_id: int, period: HalfYear) -> Figures:
    """The figures of one unit."""
    return compute_many(period, unit_ids=[unit_id])[unit_id]


def compute_many(period: HalfYear, *, unit_ids: UnitIds = None) -> dict[int, Figures]:
    """The figures of many units, by unit id; of every unit with anything to report when none are named.

    The number of queries does not depend on the number of units.
    """
    found: defaultdict[int, Figures] = defaultdict(Figures)
    for unit_id in unit_ids or ():
        found[unit_id]  # a unit with nothing to report has a report, too
    for read in (_people, _training, _hours, _teams):
        for unit_id, key, value in read(period, unit_ids):
            figures = found[unit_id]
            if key in figures.cells:
                figures.cells[key] += value
            else:
                setattr(figures, key, getattr(figures, key) + value)
    for figures in found.values():
        figures.cells["隊數"] = max(1, figures.cells["隊數"])  # RPT-34: a unit without teams is one
    return dict(found)


def compute_city(period: HalfYear) -> Figures:
    """The sum over all units: a person who serves in two units stands in the reports of both."""
    total = Figures()
    for figures in compute_many(period).values():
        for key, value in figures.cells.items():
            total.cells[key] += value
        total.idle_minutes += figures.idle_minutes
        total.idle_records += figures.idle_records
        total.idle_people_served += figures.idle_people_served
    return total


@dataclass(frozen=True, slots=True)
class NotCounted:
    """What does not count, for one verdict."""

    verdict: Verdict
    records: int
    minutes: int
    people: int
    people_served: int


def not_counted(unit_id: int, period: HalfYear) -> list[NotCounted]:
    """What the unit recorded in the period that does not count, by verdict, the longest first."""
    rows = (
        ServiceRecord.objects.filter(unit=unit_id)
        .ending_in(period.starts_on, period.ends_on)
        .not_counted()
        .values("verdict")
        .annotate(
            records=Count("pk"),
            total=Sum("minutes"),
            people=Count("volunteer", distinct=True),
            served=Sum("people_served"),
        )
        .order_by("-total", "verdict")
    )
    return [
        NotCounted(Verdict(row["verdict"]), row["records"], row["total"], row["people"], row["served"]) for row in rows
    ]


# --- one query each: (unit, key, value) --------------------------------------------------------------------------

Found = Iterator[tuple[int, str, int]]


def _of(rows: QuerySet, unit_ids: UnitIds) -> QuerySet:
    return rows if unit_ids is None else rows.filter(unit__in=unit_ids)


def population(period: HalfYear, unit_ids: UnitIds = None) -> QuerySet[Membership]:
    """Who is counted: members on the last day (RPT-21)."""
    return _of(Membership.objects.population_on(period.ends_on), unit_ids).order_by()


def records(period: HalfYear, unit_ids: UnitIds = None) -> QuerySet[ServiceRecord]:
    """Records whose last day lies in the period."""
    return _of(ServiceRecord.objects.ending_in(period.starts_on, period.ends_on), unit_ids).order_by()


def completed_in(period: HalfYear) -> Q:
    """Memberships' trainings that stand and were completed in the period (RPT-31)."""
    return Q(
        volunteer__completions__completed_on__gte=period.starts_on,
        volunteer__completions__completed_on__lte=period.ends_on,
        volunteer__completions__revoked_at__isnull=True,
    )


def _people(period: HalfYear, unit_ids: UnitIds) -> Found:
    day = period.ends_on
    sexes, years = by_sex(day) | _holders(day), by_years(day)
    counts = {key: Count("unit", filter=q) for key, q in (sexes | years).items()}
    rows = (
        population(period, unit_ids).values("unit_id", sex=F("volunteer__sex")).annotate(people=Count("unit"), **counts)
    )
    for row in rows:
        unit_id, leaf = row["unit_id"], SEX_LEAVES[row["sex"]]
        yield unit_id, "計", row["people"]
        yield unit_id, leaf, row["people"]
        for key in sexes:
            yield unit_id, f"{key}/{leaf}", row[key]
        for key in years:
            yield unit_id, key, row[key]


def _holders(day: date) -> dict[str, Q]:
    """Who holds a live book, and who is covered, on the day; nobody is counted twice."""
    person = OuterRef("volunteer_id")
    return {
        "領有紀錄冊": Q(Exists(RecordBook.objects.held_on(day).filter(volunteer=person))),
        "志工保險": Q(Exists(Coverage.objects.in_force(day).order_by().filter(volunteer=person))),
    }


def _training(period: HalfYear, unit_ids: UnitIds) -> Found:
    rows = (
        population(period, unit_ids)
        .filter(completed_in(period))
        .values("unit_id", kind=F("volunteer__completions__kind"))
        .annotate(people=Count("volunteer__completions"), total=Sum("volunteer__completions__minutes"))
    )
    for row in rows:
        for part in (ROW_OF_KIND[row["kind"]], "合計"):
            yield row["unit_id"], f"訓練/{part}/人次", row["people"]
            yield row["unit_id"], f"訓練/{part}/時數", row["total"]


def _hours(period: HalfYear, unit_ids: UnitIds) -> Found:
    # A record holds at least a minute, so its counted minutes alone say whether it counts. Every column named here
    # stands in the index of unit and day: the table itself is not touched.
    counts, public = Q(counted_minutes__gt=0), Q(volunteer__occupation__in=PUBLIC_CODES)
    rows = (
        records(period, unit_ids)
        .values("unit_id")
        .annotate(
            counted=Sum("counted_minutes"),
            public=Sum("counted_minutes", filter=public, default=0),
            served=Sum("people_served", filter=counts, default=0),
            all_minutes=Sum("minutes"),
            all_served=Sum("people_served"),
            all_records=Count("unit"),
            counted_records=Count("unit", filter=counts),
        )
    )
    for row in rows:
        unit_id = row["unit_id"]
        yield unit_id, "時數/合計", row["counted"]
        yield unit_id, "時數/公教", row["public"]
        yield unit_id, "時數/非公教", row["counted"] - row["public"]
        yield unit_id, "接受服務人次", row["served"]
        yield unit_id, "idle_minutes", row["all_minutes"] - row["counted"]
        yield unit_id, "idle_people_served", row["all_served"] - row["served"]
        yield unit_id, "idle_records", row["all_records"] - row["counted_records"]


def _teams(period: HalfYear, unit_ids: UnitIds) -> Found:
    rows = _of(Team.objects.active_on(period.ends_on), unit_ids).order_by().values("unit_id").annotate(n=Count("pk"))
    for row in rows:
        yield row["unit_id"], "隊數", row["n"]
