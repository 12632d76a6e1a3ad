"""What a member still lacks: each app declares its own gaps in ``parts.py``; the roster filters and shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from units.models import OperatingUnit

from .querysets import MembershipQuerySet

#: What is true of a membership that lacks something, on a day, in a unit.
Missing = Callable[[OperatingUnit, date], Q | Combinable]


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that can be missing. ``code`` stands in addresses, ``label`` is what is missing.

    ``quiet`` gaps can be filtered by but do not mark every row: what nearly everybody lacks tells nothing.
    """

    code: str
    label: str | Promise
    missing: Missing
    quiet: bool = False


_gaps: dict[str, Gap] = {}


def gap(code: str, label: str | Promise, *, quiet: bool = False) -> Callable[[Missing], Missing]:
    """Declare a gap."""

    def keep(function: Missing) -> Missing:
        _gaps[code] = Gap(code, label, function, quiet)
        return function

    return keep


def all_gaps() -> list[Gap]:
    """Gaps in the order of the storeys."""
    return list(_gaps.values())


def loud_gaps() -> list[Gap]:
    """Gaps that mark a row."""
    return [each for each in all_gaps() if not each.quiet]


def with_gaps(members: MembershipQuerySet, unit: OperatingUnit, today: date) -> MembershipQuerySet:
    """Each member with ``gap_<code>`` beside it: the code when the thing is missing, else empty."""
    marks = {
        f"gap_{each.code}": Case(
            When(each.missing(unit, today), then=Value(each.code)), default=Value(""), output_field=CharField()
        )
        for each in loud_gaps()
    }
    return members.annotate(**marks)


def lacking(members: MembershipQuerySet, code: str, unit: OperatingUnit, today: date) -> MembershipQuerySet:
    """Members with this gap; ``any`` means any gap."""
    if code == "any":
        wanted = Q(pk__in=[])
        for each in loud_gaps():
            wanted |= Q(each.missing(unit, today))
        return members.filter(wanted)
    return members.filter(_gaps[code].missing(unit, today)) if code in _gaps else members.none()
