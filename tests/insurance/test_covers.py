"""Covering people, ending covers, and the list of who is covered today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from insurance.models import Coverage
from insurance.services import CoverEntry, cover, end_cover
from tests.factories.insurance import a_cover
from tests.factories.volunteers import a_membership, a_volunteer
from tests.scenarios import a_town
from volunteer_portal.access.errors import NotAllowed, Refused
from volunteer_portal.pages.clock import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_town()


def entry(**other) -> CoverEntry:
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    return CoverEntry(**{"insurer": "新光產險", "policy_number": "1800", **days, **other})


def insure(town, people, what=None, **other):
    given = {"unit": town.school, "by": town.school_staff, "now": town.now, **other}
    return cover(volunteers=people, entry=what or entry(), **given)


def test_both_ends_are_covered(town):
    insure(town, [town.pupil])
    for day, held in (
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ):
        assert Coverage.objects.in_force(day).exists() is held


def test_the_same_cover_again_changes_nothing_and_another_end_is_refused(town):
    insure(town, [town.pupil])
    again = insure(town, [town.pupil, a_volunteer(unit=town.school)])
    assert (len(again.created), len(again.unchanged)) == (1, 1)
    with pytest.raises(Refused) as refusal:
        insure(town, [town.pupil], entry(ends_on=date(2026, 6, 30)))
    assert [problem.code for problem in refusal.value.problems] == ["differs"]
    assert Coverage.objects.count() == 2


@pytest.mark.parametrize(
    ("what", "code"),
    [(entry(ends_on=date(2025, 1, 1)), "range_order"), (entry(insurer=" "), "required")],
)
def test_what_cannot_be_is_refused(town, what, code):
    with pytest.raises(Refused) as refusal:
        insure(town, [town.pupil], what)
    assert [problem.code for problem in refusal.value.problems] == [code]


def test_nobody_is_covered_when_one_of_them_is_no_member(town):
    with pytest.raises(Refused, match=town.nurse.name):
        insure(town, [town.pupil, town.nurse])
    with pytest.raises(NotAllowed):
        insure(town, [town.pupil], by=town.clinic_staff)
    assert not Coverage.objects.exists()


def test_a_cover_ends_early_by_its_own_unit(town):
    held = insure(town, [town.pupil]).created[0]
    with pytest.raises(NotAllowed):
        end_cover(coverage=held, ends_on=date(2026, 3, 1), by=town.clinic_staff, now=town.now)
    with pytest.raises(Refused):
        end_cover(coverage=held, ends_on=date(2025, 3, 1), by=town.school_staff, now=town.now)
    assert end_cover(coverage=held, ends_on=date(2026, 3, 1), by=town.school_staff, now=town.now).ends_on.month == 3


def test_the_list_tells_gaps_and_what_ends_soon(client, town):
    day = today()
    a_cover(a_volunteer("陳快到期", unit=town.school), town.school, starts_on=day, ends_on=day + timedelta(days=30))
    a_cover(a_volunteer("李有保險", unit=town.school), town.school, starts_on=day, ends_on=day + timedelta(days=31))
    client.force_login(town.school_staff)

    def names(**query):
        shown = client.get(reverse("unit_insurance"), query).content.decode()
        return {name for name in ("陳快到期", "李有保險", town.pupil.name) if name in shown}

    assert names(state="gap") == {town.pupil.name}
    assert names(state="covered") == {"陳快到期", "李有保險"}
    assert names(state="ending") == {"陳快到期"}


def test_a_cover_of_another_unit_counts_and_is_not_shown(client, town):
    a_membership(town.pupil, town.clinic)
    a_cover(town.pupil, town.clinic, starts_on=today(), ends_on=today() + timedelta(days=90))
    client.force_login(town.school_staff)
    assert town.pupil.name in client.get(reverse("unit_insurance"), {"state": "covered"}).content.decode()
    assert "1800-115" not in client.get(reverse("unit_insurance")).content.decode()


def test_the_form_covers_those_without_cover(client, town):
    client.force_login(town.school_staff)
    form = client.get(reverse("cover_new")).context["form"]
    assert form["volunteers"].value() == [str(town.pupil.ref)]
    typed = {
        "insurer": "新光產險", "scope": "on_duty", "starts_on": "115/1/1", "ends_on": "115/12/31",
        "volunteers": [town.pupil.ref],
    }  # fmt: skip
    assert client.post(reverse("cover_new"), typed | {"ends_on": "114/1/1"}).status_code == 422
    assert client.post(reverse("cover_new"), typed | {"volunteers": [town.nurse.ref]}).status_code == 422
    assert client.post(reverse("cover_new"), typed).status_code == 302
    assert town.pupil.coverages.get().contract.scope == "on_duty"


def test_the_list_asks_as_often_for_fifty_as_for_one(client, town, django_assert_max_num_queries):
    client.force_login(town.school_staff)
    a_cover(town.pupil, town.school)
    client.get(reverse("unit_insurance"))
    asked = []
    for more in (0, 2, 47):
        for _ in range(more):
            a_cover(a_volunteer(unit=town.school), town.school)
        with django_assert_max_num_queries(100) as queries:
            client.get(reverse("unit_insurance"))
        asked.append(len(queries))
    assert len(set(asked)) == 1, asked
