"""An officer's queue: each sent report with what moved, what was adjusted, and whether it is clean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from volunteer_portal.rules.status_report import check

from .comparing import adjusted_in, moved_much
from .enums import State, UnlockState
from .models import StatusReport, Submission, Unlock


@dataclass(frozen=True, slots=True)
class Item:
    """One report of the queue. ``before`` is what the unit sent for the half-year before."""

    report: StatusReport
    submission: Submission
    before: Submission | None
    adjusted: int
    warnings: int
    moved: tuple[str, ...]
    may_accept: bool
    asks_unlock: bool = False

    @property
    def people(self) -> int:
        return self.submission.values["計"]

    @property
    def minutes(self) -> int:
        return self.submission.values["時數/合計"]

    @property
    def people_step(self) -> int | None:
        """How many more people than in the half-year before."""
        return None if self.before is None else self.people - self.before.values["計"]

    @property
    def people_fewer(self) -> int:
        """How many fewer, where there are fewer."""
        return -(self.people_step or 0)

    @property
    def hours_percent(self) -> int | None:
        """How much more hours than in the half-year before, in per cent."""
        then = self.before.values["時數/合計"] if self.before else 0
        return round((self.minutes - then) * 100 / then) if then else None

    @property
    def clean(self) -> bool:
        """Nothing that an officer must look at: no jump, no adjusted figure, no request to unlock."""
        return not self.moved and not self.adjusted and not self.asks_unlock

    @property
    def is_waiting(self) -> bool:
        """Sent, and not decided."""
        return self.report.state == State.SUBMITTED

    @property
    def ticked(self) -> bool:
        """Chosen for acceptance when the queue opens; whatever wants a look is accepted on its own page."""
        return self.clean and self.may_accept and self.is_waiting


def items_of(reports: Iterable[StatusReport]) -> list[Item]:
    """The reports, each with its last version and that of the half-year before, in three queries."""
    rows = list(reports)
    latest = _latest(Q(report__in=[row.pk for row in rows]))
    by_report = {each.report_id: each for each in latest}
    earlier = [
        Q(
            report__unit=row.unit_id,
            report__year=row.period.previous().roc_year,
            report__half=row.period.previous().half,
        )
        for row in rows
    ]
    before = {
        (each.report.unit_id, each.report.period): each for each in (_latest(reduce(or_, earlier)) if earlier else [])
    }
    asking = set(
        Unlock.objects.filter(report__in=by_report, state=UnlockState.ASKED).values_list("report_id", flat=True)
    )
    return [
        _item(row, by_report[row.pk], before.get((row.unit_id, row.period.previous())), asks_unlock=row.pk in asking)
        for row in rows
        if row.pk in by_report
    ]


def _latest(q: Q) -> list[Submission]:
    return list(
        Submission.objects.filter(q).select_related("report").order_by("report_id", "-number").distinct("report_id")
    )


def _item(report: StatusReport, submission: Submission, before: Submission | None, *, asks_unlock: bool) -> Item:
    values = submission.values
    return Item(
        report=report,
        submission=submission,
        before=before,
        adjusted=len(adjusted_in(submission)),
        warnings=sum(not found.ok for found in check(values)),
        moved=tuple(moved_much(values, before.values if before else None)),
        may_accept=bool(getattr(report, "may_accept", False)),
        asks_unlock=asks_unlock,
    )
