"""Reports in each state, and people who stand around them."""

from __future__ import annotations

from datetime import datetime

from reports.models import StatusReport
from reports.services import draft_report, submit
from tests.factories.units import a_unit, staff_of
from tests.factories.volunteers import a_volunteer
from volunteer_portal.rules.calendar import HalfYear

PERIOD = HalfYear(115, 1)
LATER = datetime.fromisoformat("2026-07-03T09:41:00+08:00")
EARLY = datetime.fromisoformat("2026-06-30T23:59:00+08:00")
TOO_LATE = datetime.fromisoformat("2026-07-06T00:00:00+08:00")


def a_unit_with_people(category="EDU", people=3, **fields):
    unit = a_unit(category, **fields)
    for number in range(people):
        a_volunteer(unit=unit, sex="MF"[number % 2])
    return unit


def a_draft(unit=None, *, by=None, now=LATER, period=PERIOD) -> StatusReport:
    unit = unit or a_unit_with_people()
    return draft_report(unit=unit, period=period, by=by or staff_of(unit), now=now)


def a_sent_report(unit=None, *, by=None, now=LATER, period=PERIOD) -> StatusReport:
    unit = unit or a_unit_with_people()
    by = by or staff_of(unit)
    report = a_draft(unit, by=by, now=now, period=period)
    submit(report=report, by=by, now=now, draft_version=report.draft_version, remark="依實際情形填報")
    report.refresh_from_db()
    return report
