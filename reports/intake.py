"""What reports say of imports: which half-years their hours belong to, and that a sent report rests on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.db.models import Count
from django.utils.translation import gettext as _

from hours.models import ServiceRecord
from volunteer_portal.intake import answers
from volunteer_portal.intake.models import Import
from volunteer_portal.rules.calendar import HalfYear

from .enums import LOCKED
from .models import StatusReport


def _records(row: Import) -> Counter[HalfYear]:
    """How many of the records that the import made belong to each half-year."""
    found: Counter[HalfYear] = Counter()
    if row.kind == "hours":
        made = ServiceRecord.objects.filter(source_id=row.pk, unit=row.unit_id).order_by()
        for day, count in made.values_list("served_to").annotate(Count("pk")):
            found[HalfYear.containing(day)] += count
    return found


@answers.gives("relied_on")
def relied_on(rows: Collection[Import]) -> dict[int, str]:
    """Imports whose hours lie in the period of a report that was sent, and the sentence that says so."""
    said = {}
    for row in rows:
        periods = _records(row)
        locked = StatusReport.objects.filter(unit=row.unit_id, state__in=LOCKED).order_by("year", "half")
        held = [(each, periods[each.period]) for each in locked if each.period in periods]
        if held:
            used = "、".join(
                _("{state}的{period}概況表用了其中 {n} 筆").format(
                    state=report.get_state_display(), period=report.period.label, n=f"{count:,}"
                )
                for report, count in held
            )
            said[row.pk] = _("不能復原：{used}。要更動請先在報表頁申請解鎖。").format(used=used)
    return said


@answers.gives("reports_of")
def reports_of(rows: Collection[Import]) -> dict[int, list[HalfYear]]:
    """The half-years that the hours of an import belong to, the earliest first."""
    return {row.pk: sorted(_records(row)) for row in rows}
