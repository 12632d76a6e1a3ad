"""Records of service. ``a_record`` goes through the service, so that its verdict is right."""

from __future__ import annotations

from datetime import date, datetime

from hours.models import ServiceRecord
from hours.services import ServiceEntry, record_service
from hours.services.judging import cases_of

NOON = datetime.fromisoformat("2026-07-31T12:00:00+08:00")


def served(served_from: date, served_to: date | None = None, minutes: int = 300, **fields) -> ServiceEntry:
    """What is typed about service (for ``hours.services.record_service``)."""
    return ServiceEntry(served_from, served_to or served_from, minutes, **fields)


def a_record(volunteer, unit, served_from: date, served_to: date | None = None, minutes: int = 300, **fields):
    return record_service(
        volunteer=volunteer,
        unit=unit,
        entry=served(served_from, served_to, minutes, **fields),
        by=None,
        now=NOON,
    )


def many_records(volunteers, unit, days, minutes: int = 120) -> list[ServiceRecord]:
    """A record of each person on each day, written in bulk with the right verdicts."""
    cases = cases_of([volunteer.pk for volunteer in volunteers])
    return ServiceRecord.objects.bulk_create(
        ServiceRecord(
            volunteer=volunteer,
            unit=unit,
            category_id=unit.category_id,
            served_from=day,
            served_to=day,
            minutes=minutes,
            recorded_at=NOON,
            verdict=cases[volunteer.pk]
            .judge(unit_id=unit.pk, category=unit.category_id, served_from=day, served_to=day)
            .verdict.value,
        )
        for volunteer in volunteers
        for day in days
    )
