"""D2 for the half-year report: 14, 7, 3, 1 days before, on the day and after; once each, also after an outage."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection

from reports.enums import State
from reports.models import StatusReport, Submission
from units.enums import Role
from units.models import Appointment, CompetentAuthority, OperatingUnit
from volunteer_portal.accounts.models import User
from volunteer_portal.notices import services
from volunteer_portal.notices.models import Notice, Reminder
from volunteer_portal.rules.calendar import HalfYear

PERIOD = HalfYear(114, 1)
DUE = date(2025, 7, 5)
STEPS = [14, 7, 3, 1, 0, -1, -3, -7]


def at(day: date) -> datetime:
    """Seven in the morning in Taipei."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=1)


def run(first: date, last: date, *, without: set[date] = frozenset()) -> None:
    """One tick a day, save for the days of an outage."""
    day = first
    while day <= last:
        if day not in without:
            services.tick(today=day, now=at(day))
        day += timedelta(days=1)


def appoint(role: Role, email: str, **place: object) -> User:
    user = User.objects.create_user(email, name=email.split("@", maxsplit=1)[0])
    Appointment.objects.create(user=user, role=role, starts_on=date(2020, 1, 1), **place)
    return user


def make_unit(code: str, category: str) -> OperatingUnit:
    unit = OperatingUnit.objects.create(code=code, name=f"單位{code}", category_id=category)
    OperatingUnit.objects.filter(pk=unit.pk).update(created_at=at(date(2024, 1, 1)))
    return unit


@pytest.fixture
def unit(db) -> OperatingUnit:
    unit = make_unit("A", "SW")
    appoint(Role.UNIT_STAFF, "staff@example.org", unit=unit)
    return unit


def steps_made(unit: OperatingUnit) -> list[int]:
    made = Reminder.objects.filter(unit_id=unit.pk, period="114-1").order_by("made_at")
    return list(made.values_list("step", flat=True))


def send_report(unit: OperatingUnit) -> None:
    """A report that was sent, as the services leave it."""
    report = StatusReport.objects.create(
        unit=unit, category_id=unit.category_id, year=114, half=1, starts_on=PERIOD.starts_on, ends_on=PERIOD.ends_on
    )
    Submission.objects.create(report=report, number=1, cells={}, submitted_at=at(DUE))
    report.state, report.sent = State.SUBMITTED, 1
    report.save()


def test_each_step_is_made_once(unit):
    run(date(2025, 6, 1), date(2025, 8, 1))
    run(date(2025, 8, 1), date(2025, 8, 1))
    assert steps_made(unit) == STEPS


def test_after_an_outage_only_the_newest_step_is_made(unit):
    outage = {date(2025, 6, 20) + timedelta(days=n) for n in range(13)}  # 06-20 … 07-02: the steps 14, 7 and 3
    run(date(2025, 6, 1), date(2025, 8, 1), without=outage)
    assert steps_made(unit) == [3, 1, 0, -1, -3, -7]


def test_nothing_is_made_once_the_report_was_sent(unit):
    run(date(2025, 6, 1), date(2025, 7, 2))
    send_report(unit)
    run(date(2025, 7, 3), date(2025, 8, 1))
    assert steps_made(unit) == [14, 7, 3]


def test_the_officer_hears_from_the_third_day_after(unit):
    centre = appoint(Role.PROMOTION_CENTRE, "centre@example.org")
    school_officer = appoint(
        Role.AUTHORITY, "edu@example.org", authority=CompetentAuthority.objects.get(categories__code="EDU")
    )
    run(date(2025, 6, 1), date(2025, 8, 1))
    told = Notice.objects.filter(to=centre, reminder__unit_id=unit.pk, reminder__period="114-1").order_by("made_at")
    assert [notice.reminder.step for notice in told] == [-3, -7]
    assert not Notice.objects.filter(to=school_officer).exists()


def test_a_schools_lateness_goes_to_its_own_authority(db):
    school = make_unit("S", "EDU")
    centre = appoint(Role.PROMOTION_CENTRE, "centre@example.org")
    officer = appoint(
        Role.AUTHORITY, "edu@example.org", authority=CompetentAuthority.objects.get(categories__code="EDU")
    )
    run(date(2025, 7, 1), date(2025, 7, 8))
    assert Notice.objects.filter(to=officer, reminder__unit_id=school.pk, reminder__period="114-1").count() == 1
    assert not Notice.objects.filter(to=centre).exists()


def test_a_reminder_that_became_obsolete_is_not_mailed(unit):
    run(date(2025, 7, 4), date(2025, 7, 4))
    send_report(unit)
    services.flush_mail(now=at(date(2025, 7, 4)))
    assert mail.outbox == []
    assert Notice.objects.filter(dropped_at__isnull=False).count() == Notice.objects.count() > 0


def test_one_mail_a_person_and_never_twice(unit):
    other = make_unit("B", "SW")
    Appointment.objects.create(
        user=User.objects.get(email="staff@example.org"), role=Role.UNIT_STAFF, unit=other, starts_on=date(2020, 1, 1)
    )
    services.tick(today=DUE, now=at(DUE))
    for _again in range(3):
        services.flush_mail(now=at(DUE))
    assert [message.to for message in mail.outbox] == [["staff@example.org"]]
    assert "單位A" in mail.outbox[0].body
    assert "單位B" in mail.outbox[0].body


def test_whoever_was_deactivated_gets_no_mail(unit):
    services.tick(today=DUE, now=at(DUE))
    User.objects.update(is_active=False)
    services.flush_mail(now=at(DUE))
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_make_each_step_once():
    unit = make_unit("A", "SW")
    appoint(Role.UNIT_STAFF, "staff@example.org", unit=unit)
    barrier = threading.Barrier(4)

    def beat() -> None:
        barrier.wait()
        try:
            services.tick(today=DUE, now=datetime.now(UTC))
        finally:
            connection.close()

    beats = [threading.Thread(target=beat) for _ in range(4)]
    for thread in beats:
        thread.start()
    for thread in beats:
        thread.join()
    assert steps_made(unit) == [0]
    assert Notice.objects.filter(reminder__unit_id=unit.pk, reminder__period="114-1").count() == 1
