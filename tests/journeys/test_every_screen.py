"""The main pages on a phone, on a narrow screen with large text, in the dark: readable, reachable, not too wide."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from reports.services import ask_unlock, draft_report, submit
from tests.factories.units import a_unit, a_user, city_officer, staff_of
from tests.reports.slide import load_slide
from units.enums import Role
from volunteer_portal.accounts.second_factor import set_up
from volunteer_portal.rules.calendar import HalfYear
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LONG = "臺南市安平區國平里社區發展協會附設銀髮族關懷照顧與長期陪伴志願服務大隊"
SENT = datetime.fromisoformat("2023-07-03T09:41:00+08:00")

PHONE, DESK, NARROW = (390, 844), (1280, 800), (320, 700)


@pytest.mark.parametrize(
    ("size", "theme", "text"),
    [(DESK, "dark", "s"), (PHONE, "dark", "m"), (NARROW, "light", "l")],
    ids=["desk-dark", "phone-dark", "narrow-large"],
)
def test_main_pages(somebody, live_server, size, theme, text):
    unit = load_slide(a_unit("SW", name=LONG))
    clerk = staff_of(unit, name="歐陽方若谷")
    report = draft_report(unit=unit, period=HalfYear(112, 1), by=clerk, now=SENT)
    submit(report=report, by=clerk, now=SENT, draft_version=report.draft_version, remark="依實際情形填報")
    ask_unlock(report=report, by=clerk, now=SENT, reason="漏登 6 月 30 日的時數，請同意解鎖更正。")
    member = Volunteer.objects.filter(memberships__unit=unit, records__isnull=False).distinct().order_by("pk").first()
    member.user = a_user(member.name)
    member.save()
    record = unit.records.exclude(verdict="counted").first() or unit.records.first()
    officer = city_officer(name="許禾安", role=Role.PROMOTION_CENTRE)
    set_up(user=officer, secret=SECRET)

    options = {"viewport": dict(zip(("width", "height"), size, strict=True)), "color_scheme": theme}

    def looks(person, *paths: str) -> None:
        person.page.context.add_cookies([{"name": "text_size", "value": text, "url": live_server.url}])
        for path in paths:
            person.goes(path).arrives(re.compile("."))
            assert person.last_status == 200, f"{path} answered {person.last_status}"

    visitor = somebody(**options)
    looks(visitor, "/", "/accounts/login/")
    looks(
        somebody(**options).signs_in(clerk),
        "/unit/",
        "/unit/volunteers/",
        f"/unit/volunteers/{member.ref}/",
        "/unit/volunteers/new/",
        "/unit/trainings/",
        "/unit/books/",
        "/unit/hours/?month=2023-05",
        f"/hours/{record.pk}/",
        "/unit/hours/new/",
        "/unit/insurance/",
        "/unit/import/",
        "/unit/reports/",
        "/unit/reports/112-1/",
        "/unit/reports/112-2/",
        "/unit/reports/112-2/?edit=age",
        "/unit/settings/",
    )
    looks(somebody(**options).signs_in(member.user), "/me/", "/me/hours/", "/me/records/", "/me/settings/")
    looks(
        somebody(**options).signs_in(officer, secret=SECRET),
        "/city/",
        "/city/reports/",
        f"/city/reports/{report.pk}/",
        "/city/units/",
        f"/city/units/{unit.pk}/",
        "/city/people/",
        "/city/people/invite/",
        "/city/volunteers/",
        "/notices/",
    )
