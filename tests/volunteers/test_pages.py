"""Pages about people: each opens for whom it is for, shows what it says, and nobody else's."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.awards import a_card
from tests.factories.hours import a_record
from tests.factories.insurance import a_cover
from tests.factories.recordbook import a_book
from tests.factories.training import a_completion, trained
from tests.factories.units import a_team
from tests.factories.volunteers import a_membership, a_volunteer
from tests.scenarios import a_town
from volunteer_portal.audit.models import AccessLog, LookKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def full(town):
    """The pupil has one of everything."""
    trained(town.pupil, "EDU")
    a_book(town.pupil)
    a_record(town.pupil, town.school, date(2023, 5, 2))
    a_record(town.pupil, town.school, date(2011, 5, 2))
    a_cover(town.pupil, town.school)
    return town


def pages_of(town):
    ref = town.pupil.ref
    completion = a_completion(
        town.pupil, "in_service", date(2024, 1, 2), recorded_unit=town.school, recorded_by=town.school_staff
    )
    record = town.pupil.records.first() or a_record(town.pupil, town.school, date(2023, 5, 2))
    cover = town.pupil.coverages.first() or a_cover(town.pupil, town.school)
    return {
        "unit_volunteers": [],
        "volunteer_new": [],
        "volunteer_look_up": [],
        "volunteer_detail": [ref],
        "volunteer_edit": [ref],
        "volunteer_leave": [ref],
        "volunteer_team": [ref],
        "volunteer_photo_edit": [ref],
        "volunteer_consent": [ref],
        "volunteer_reveal": [ref],
        "unit_trainings": [],
        "training_new": [],
        "training_edit": [completion.pk],
        "training_revoke": [completion.pk],
        "unit_books": [],
        "book_new": [],
        "unit_hours": [],
        "record_new": [],
        "record_detail": [record.pk],
        "record_edit": [record.pk],
        "record_remove": [record.pk],
        "record_split": [record.pk],
        "unit_insurance": [],
        "cover_new": [],
        "cover_end": [cover.pk],
    }


def test_every_page_of_the_unit_opens_for_its_staff(client, full):
    client.force_login(full.school_staff)
    for name, args in pages_of(full).items():
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 200, name
        assert "<h1" in answer.content.decode(), name


def test_every_page_opens_without_anything_in_it(client, town):
    client.force_login(town.clinic_staff)
    town.nurse.memberships.all().delete()
    for name in ("unit_volunteers", "unit_trainings", "unit_books", "unit_hours", "unit_insurance"):
        answer = client.get(reverse(name))
        assert answer.status_code == 200, name
        assert 'class="empty' in answer.content.decode(), name


def test_pages_about_one_person_are_not_there_for_another_unit(client, full):
    client.force_login(full.clinic_staff)
    for name, args in pages_of(full).items():
        if args:
            answer = client.get(reverse(name, args=args))
            assert answer.status_code == 404, name
            assert full.pupil.name not in answer.content.decode()


def test_lists_of_another_unit_do_not_hold_the_person(client, full):
    client.force_login(full.clinic_staff)
    for name, args in pages_of(full).items():
        if not args:
            assert full.pupil.name not in client.get(reverse(name)).content.decode(), name


@pytest.mark.parametrize("who", ["pupil_account", "city", "administrator", "nobody"])
def test_pages_of_a_unit_are_not_there_for_others(client, full, who):
    client.force_login(getattr(full, who))
    for name, args in pages_of(full).items():
        if name == "record_detail" and who == "city":
            continue
        assert client.get(reverse(name, args=args)).status_code == 404, name


def test_a_volunteer_sees_the_own_pages(client, full):
    client.force_login(full.pupil_account)
    for name in ("my_home", "my_hours", "my_records"):
        answer = client.get(reverse(name))
        assert answer.status_code == 200, name
        assert full.nurse.name not in answer.content.decode()


def test_officers_find_whom_they_reach_and_nobody_else(client, full):
    client.force_login(full.school_officer)
    found = client.get(reverse("city_volunteers"), {"q": full.pupil.name}).content.decode()
    assert full.pupil.id_masked in found
    assert client.get(reverse("city_volunteer", args=[full.pupil.ref])).status_code == 200
    assert client.get(reverse("city_volunteer", args=[full.nurse.ref])).status_code == 404
    assert full.nurse.id_masked not in client.get(reverse("city_volunteers"), {"q": full.nurse.name}).content.decode()


def test_changes_made_by_another_unit_are_not_told(client, full):
    a_membership(full.pupil, full.clinic)
    a_record(full.pupil, full.clinic, date(2023, 9, 9), minutes=660)
    a_card(full.pupil)
    told = {}
    for who, name in (
        ("school_staff", "volunteer_detail"),
        ("clinic_staff", "volunteer_detail"),
        ("school_officer", "city_volunteer"),
        ("city", "city_volunteer"),
    ):
        client.force_login(getattr(full, who))
        shown = client.get(reverse(name, args=[full.pupil.ref]))
        told[who] = str([change["text"] for change in shown.context["changes"]])
        assert ("11.0" in shown.content.decode()) is (who in {"clinic_staff", "city"}), who
    assert "112/05/02" in told["school_staff"]
    assert "112/05/02" not in told["clinic_staff"]
    assert "榮譽卡" not in told["school_officer"]


def test_every_look_at_one_person_is_written_down(client, full):
    for user, name in ((full.school_staff, "volunteer_detail"), (full.city, "city_volunteer")):
        client.force_login(user)
        client.get(reverse(name, args=[full.pupil.ref]))
        look = AccessLog.objects.filter(user=user, kind=LookKind.VIEW).get()
        assert (look.volunteer_id, look.detail) == (full.pupil.pk, {"page": name})


@pytest.mark.parametrize(("name", "who"), [("unit_volunteers", "staff"), ("city_volunteers", "city")])
def test_a_list_asks_the_database_as_often_for_fifty_as_for_one(client, town, django_assert_max_num_queries, name, who):
    client.force_login(town.school_staff if who == "staff" else town.city)
    client.get(reverse(name))  # the session's own rows are written once
    asked = []
    for more in (0, 2, 47):
        for _ in range(more):
            trained(a_volunteer("施同名", unit=town.school, team=a_team(town.school)), "EDU")
        with django_assert_max_num_queries(200) as queries:
            assert client.get(reverse(name), {"q": "施", "state": ""}).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2], asked


def test_the_roster_finds_a_name_written_with_either_character(client, town):
    a_volunteer("臺小美", unit=town.school)
    client.force_login(town.school_staff)
    assert "臺小美" in client.get(reverse("unit_volunteers"), {"q": "台小"}).content.decode()


def test_the_roster_shows_who_lacks_something(client, full):
    a_volunteer("黃缺訓", unit=full.school, photo="x.jpg")
    client.force_login(full.school_staff)
    lacking = client.get(reverse("unit_volunteers"), {"gap": "training"}).content.decode()
    assert "黃缺訓" in lacking
    assert full.pupil.name not in lacking


def test_whatever_stands_in_the_address_is_no_error(client, full):
    client.force_login(full.school_staff)
    for name in ("unit_volunteers", "unit_trainings", "unit_books", "unit_hours", "unit_insurance"):
        for query in ({"team": "x", "gap": "'", "state": "?"}, {"page": "9999"}, {"sort": "-password"}, {"month": "x"}):
            assert client.get(reverse(name), query).status_code == 200, (name, query)
