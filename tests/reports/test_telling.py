"""Both sides hear of a request and of its answer: the proper officer alone, and the unit's own staff."""

from __future__ import annotations

import pytest

from reports.services import accept, ask_unlock, decline_unlock, grant_unlock
from tests.factories.units import city_officer, officer_of
from volunteer_portal.notices.models import Notice

from .makers import LATER, a_sent_report

pytestmark = pytest.mark.django_db


def told(user):
    return list(Notice.objects.filter(to=user).order_by("pk").values_list("kind", "body"))


def test_a_request_reaches_the_proper_officer_and_its_answer_the_unit():
    report = a_sent_report()
    staff, officer, other, centre = report.updated_by, officer_of("EDU"), officer_of("HEA"), city_officer()
    unlock = ask_unlock(report=report, by=staff, now=LATER, reason="漏匯入 2 人")
    assert told(officer) == [("unlock_asked", "漏匯入 2 人")]
    assert told(other) == told(centre) == []
    decline_unlock(unlock=unlock, by=officer, now=LATER, answer="請先說明要改哪一格")
    assert told(staff) == [("unlock_decided", "請先說明要改哪一格")]
    grant_unlock(unlock=ask_unlock(report=report, by=staff, now=LATER, reason="改保險"), by=officer, now=LATER)
    assert [kind for kind, _body in told(staff)] == ["unlock_decided"] * 2
    assert "已解鎖" in Notice.objects.filter(to=staff).latest("pk").title


def test_the_unit_hears_that_its_report_was_accepted():
    report = a_sent_report()
    accept(report=report, by=officer_of("EDU"), now=LATER)
    assert told(report.updated_by) == [("report_accepted", "")]
