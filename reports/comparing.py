"""Versions side by side: with the last half-year, with what was computed, with an earlier sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from volunteer_portal.rules.status_report import CELLS, Cell, needs_remark

from .models import StatusReport, Submission

COMPARED = ("計", "時數/合計", "接受服務人次")
"""What is held against the last half-year."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that differs between two versions. ``computed_…`` is what the data said at the time."""

    cell: Cell
    before: int
    after: int
    computed_before: int
    computed_after: int


def submitted_before(report: StatusReport) -> Submission | None:
    """The last version that the unit sent for the half-year before."""
    period = report.period.previous()
    return (
        Submission.objects.filter(report__unit=report.unit_id, report__year=period.roc_year, report__half=period.half)
        .order_by("-number")
        .first()
    )


def moved_much(now: Mapping[str, int], before: Mapping[str, int] | None) -> list[str]:
    """The compared cells that moved by more than a fifth; none when there is nothing to compare with."""
    return [] if before is None else [key for key in COMPARED if needs_remark(now[key], before[key])]


def compare_versions(a: Submission, b: Submission) -> list[Difference]:
    """Where two versions differ, in the form's order."""
    return [
        Difference(cell, a.values[cell.key], b.values[cell.key], a.computed[cell.key], b.computed[cell.key])
        for cell in CELLS
        if a.values[cell.key] != b.values[cell.key] or a.computed[cell.key] != b.computed[cell.key]
    ]


def adjusted_in(submission: Submission) -> list[Difference]:
    """Where a person put another figure than the data's, the cells that only the unit can know left out."""
    return [
        Difference(
            cell,
            submission.computed[cell.key],
            submission.values[cell.key],
            submission.computed[cell.key],
            submission.computed[cell.key],
        )
        for cell in CELLS
        if not cell.manual and submission.values[cell.key] != submission.computed[cell.key]
    ]
