"""The home of a unit's staff and of an officer: what waits, by deadline, each one click from done (D7)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from hours.models import ServiceRecord
from hours.services.judging import last_audit
from units.models import OperatingUnit
from volunteer_portal.pages import worklist
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import today
from volunteer_portal.pages.unit import ForUnit
from volunteer_portal.pages.worklist import Desk, Task
from volunteer_portal.rules.calendar import HalfYear

from .enums import LOCKED, State
from .models import StatusReport
from .worklist import owed_to


def headline(tasks: list[Task], day: Any) -> str:
    """The heading is the answer: how many things wait, and how many are late."""
    late = sum(1 for task in tasks if task.due_on and task.due_on < day)
    if not tasks:
        return _("都做完了")
    if late:
        return _("{count} 件事等您，{late} 件已逾期").format(count=len(tasks), late=late)
    return _("{count} 件事等您").format(count=len(tasks))


class UnitHome(ForUnit, Page):
    """What waits for the unit's staff."""

    audience = "unit"
    template_name = "reports/unit_home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tasks, completeness of the five kinds of data, and this half-year's figures."""
        day = today()
        desk = Desk(self.scope, day, self.unit.pk)
        tasks = worklist.tasks_of("unit", desk)
        measures = worklist.measures_of(desk)
        period = HalfYear.containing(day)
        records = ServiceRecord.objects.visible_to(self.scope).filter(unit=self.unit)
        hours = records.ending_in(period.starts_on, day)
        return super().get_context_data(
            today=day,
            tasks=tasks,
            headline=headline(tasks, day),
            measures=measures,
            people=measures[0].of if measures else 0,
            period=period,
            counted=hours.counted_total(),
            uncounted=hours.not_counted().total_minutes(),
            insured=next((m for m in measures if m.code == "insurance"), None),
            books=next((m for m in measures if m.code == "books"), None),
            **kwargs,
        )


class CityHome(Page):
    """What waits for an officer."""

    audience = "officer"
    template_name = "reports/city_home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tasks, and the officer's units in figures."""
        day = today()
        tasks = worklist.tasks_of("officer", Desk(self.scope, day))
        period = HalfYear.containing(day).previous()
        states = Counter(
            StatusReport.objects.visible_to(self.scope, "accept").of_period(period).values_list("state", flat=True)
        )
        sent = sum(states[state] for state in (*LOCKED, State.REOPENED))  # unlocked again is still sent
        return super().get_context_data(
            today=day,
            tasks=tasks,
            headline=headline(tasks, day),
            unit_count=OperatingUnit.objects.visible_to(self.scope).open_on(day).count(),
            period=period,
            sent=sent,
            accepted=states[State.ACCEPTED],
            expected=sent + owed_to(self.scope, period).count(),
            audit=last_audit() if self.scope.citywide else None,
            **kwargs,
        )
