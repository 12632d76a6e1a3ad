"""Looking people up: exact, logged, counted, and the same answer for nobody and for a wrong birth date (PERM-7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories.numbers import national_id
from tests.factories.volunteers import a_volunteer
from tests.scenarios import a_town
from units.scopes import scope_of
from volunteer_portal.access.errors import NotAllowed, Refused
from volunteer_portal.audit.models import AccessLog, LookKind
from volunteers.models import Volunteer
from volunteers.services import LookUp, find_by_identity, find_in_reach, reveal_identity

pytestmark = pytest.mark.django_db
NUMBER, BORN = national_id(1234), date(1960, 5, 4)


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def stranger(town):
    return a_volunteer("林子洵", unit=town.clinic, number=NUMBER, born_on=BORN, address="安中路 100 號")


def ask(town, number=NUMBER, born_on=BORN, *, purpose="join", now=None):
    return find_by_identity(
        number=number, born_on=born_on, purpose=purpose, unit=town.school, by=town.school_staff, now=now or town.now
    )


def test_a_hit_shows_the_minimum(town, stranger):
    found = ask(town)
    assert (found.outcome, found.name_masked, found.id_masked, found.sex, found.units) == (
        LookUp.FOUND,
        "林○洵",
        stranger.id_masked,
        "女",
        1,
    )


def test_a_wrong_birth_date_and_an_unknown_number_are_the_same_answer(town, stranger):
    assert ask(town, born_on=date(1960, 5, 5)) == ask(town, number=national_id(999))


@pytest.mark.parametrize("typed", ["d2 0000 1234", "Ｄ", NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)])
def test_a_number_that_cannot_be_right_is_said_to_be_so(town, typed):
    assert ask(town, number=typed).outcome is LookUp.BAD_NUMBER


def test_full_width_and_lower_case_find_the_same_person(town, stranger):
    typed = "".join(chr(ord(each) + 0xFEE0) for each in NUMBER.lower())
    assert ask(town, number=f" {typed} ").volunteer == stranger


def test_every_try_is_written_down_with_its_reason_and_without_the_number(town, stranger):
    ask(town)
    ask(town, number=national_id(999), purpose="answer")
    looks = AccessLog.objects.order_by("pk")
    assert [(look.kind, look.purpose, look.volunteer_id) for look in looks] == [
        (LookKind.LOOK_UP, "join", stranger.pk),
        (LookKind.LOOK_UP, "answer", None),
    ]
    assert NUMBER not in str([(look.detail, look.purpose) for look in looks])


def test_without_a_reason_nobody_looks(town, stranger):
    with pytest.raises(Refused):
        ask(town, purpose=" ")


def test_thirty_an_hour_and_no_more(town, stranger):
    for each in range(30):
        assert ask(town, number=national_id(5000 + each)).outcome is LookUp.NOTHING
    assert ask(town).outcome is LookUp.NO_MORE
    assert AccessLog.objects.filter(kind=LookKind.DENIED).count() == 1
    later = AccessLog.objects.latest("pk").at + timedelta(hours=1, seconds=1)
    assert ask(town, now=later).outcome is LookUp.FOUND


def test_an_officer_gets_one_answer_for_nobody_and_for_out_of_reach(town, stranger):
    def officer_asks(number):
        reach = Volunteer.objects.visible_to(scope_of(town.school_officer, town.today))
        return find_in_reach(number=number, purpose="answer", reach=reach, by=town.school_officer, now=town.now)

    assert replace(officer_asks(NUMBER)) == officer_asks(national_id(999))


def test_the_whole_number_is_shown_after_it_is_written_down(town, stranger):
    with pytest.raises(NotAllowed):
        reveal_identity(volunteer=stranger, purpose="book", by=town.school_staff, now=town.now)
    assert reveal_identity(volunteer=stranger, purpose="book", by=town.clinic_staff, now=town.now) == NUMBER
    look = AccessLog.objects.get()
    assert (look.kind, look.user, look.volunteer_id, look.purpose) == (
        LookKind.REVEAL,
        town.clinic_staff,
        stranger.pk,
        "book",
    )


def test_the_page_shows_the_number_once_and_only_after_a_purpose(client, town, stranger):
    client.force_login(town.clinic_staff)
    page = reverse("volunteer_reveal", args=[stranger.ref])
    assert NUMBER not in client.get(page).content.decode()
    assert client.post(page, {"purpose": ""}).status_code == 422
    assert NUMBER in client.post(page, {"purpose": "book"}).content.decode()
    assert NUMBER not in client.get(reverse("volunteer_detail", args=[stranger.ref])).content.decode()


def test_the_look_up_page_links_a_known_person_in_two_steps(client, town, stranger):
    client.force_login(town.school_staff)
    typed = {"step": "find", "id_kind": "national", "number": NUMBER, "born_on": "49/05/04", "purpose": "join"}
    answer = client.post(reverse("volunteer_new"), typed)
    shown = answer.content.decode()
    assert "林○洵" in shown
    assert stranger.name not in shown
    assert stranger.address not in shown
    ticket = answer.context["ticket"]
    done = client.post(
        reverse("volunteer_new"), {"step": "link", "ticket": ticket, "joined_on": "115/01/05", "team": ""}
    )
    assert done.url == reverse("volunteer_detail", args=[stranger.ref])
    assert stranger.memberships.filter(unit=town.school, joined_on=date(2026, 1, 5)).exists()


def test_a_ticket_is_good_for_nobody_else(client, town, stranger):
    client.force_login(town.school_staff)
    typed = {"step": "find", "id_kind": "national", "number": NUMBER, "born_on": "49/05/04", "purpose": "join"}
    ticket = client.post(reverse("volunteer_new"), typed).context["ticket"]
    other = a_town()
    client.force_login(other.school_staff)
    for stolen in (ticket, ticket + "x", ""):
        answer = client.post(reverse("volunteer_new"), {"step": "link", "ticket": stolen, "joined_on": "115/01/05"})
        assert answer.url == reverse("volunteer_new")
    assert not stranger.memberships.filter(unit=other.school).exists()


def test_somebody_unknown_is_typed_in_and_becomes_a_member(client, town):
    client.force_login(town.school_staff)
    typed = {"step": "find", "id_kind": "national", "number": NUMBER, "born_on": "49/05/04", "purpose": "join"}
    again = client.post(reverse("volunteer_new"), typed)
    assert "請再核對證號與生日" in again.content.decode()
    slipped = client.post(reverse("volunteer_new"), typed | {"born_on": "49/05/05", "sure": again.context["sure"]})
    assert slipped.context["form"] is None  # another day is another question
    form = client.post(reverse("volunteer_new"), typed | {"sure": again.context["sure"]}).context["form"]
    assert (form["sex"].value(), form["number"].value()) == ("F", NUMBER)
    person = {
        "step": "save", "id_kind": "national", "number": NUMBER, "name": "臺小美", "sex": "F", "born_on": "49/05/04",
        "education": "university", "occupation": "retired", "joined_on": "115/01/05",
    }  # fmt: skip
    wrong = client.post(reverse("volunteer_new"), person | {"education": "", "joined_on": "199/01/01"})
    assert wrong.status_code == 422
    assert "error-summary" in wrong.content.decode()
    done = client.post(reverse("volunteer_new"), person)
    volunteer = Volunteer.objects.get(name="臺小美")
    assert done.url == reverse("volunteer_detail", args=[volunteer.ref])
    assert volunteer.memberships.get().unit == town.school


def test_typing_a_taken_number_under_another_name_is_counted_as_a_look_up(client, town, stranger):
    client.force_login(town.school_staff)
    person = {
        "step": "save", "id_kind": "national", "number": NUMBER, "name": "別人", "sex": "F", "born_on": "49/05/05",
        "education": "university", "occupation": "retired", "joined_on": "115/01/05",
    }  # fmt: skip
    answer = client.post(reverse("volunteer_new"), person)
    assert answer.status_code == 422
    assert stranger.name not in answer.content.decode()
    assert AccessLog.objects.filter(kind=LookKind.LOOK_UP, user=town.school_staff).count() == 1


def test_extra_names_in_a_form_change_nothing_else(client, town):
    client.force_login(town.school_staff)
    page = reverse("volunteer_edit", args=[town.pupil.ref])
    shown = client.get(page).context
    form = {field.name: field.value() or "" for field in shown["form"] if field.name != "is_indigenous"}
    more = {"user": town.nobody.pk, "ref": "x", "id_masked": "A12****789", "photo": "x.jpg", "unit": town.clinic.pk}
    form |= {"born_on": "49/05/04", "seen": shown["seen"], "phone": "06-1", **more}
    before = Volunteer.objects.filter(pk=town.pupil.pk).values().get()
    assert client.post(page, form).status_code == 302
    after = Volunteer.objects.filter(pk=town.pupil.pk).values().get()
    assert {name for name in after if after[name] != before[name]} == {"phone", "updated_at"}


def test_the_page_about_one_person_asks_the_database_a_bounded_number_of_times(
    client, town, stranger, django_assert_max_num_queries
):
    client.force_login(town.clinic_staff)
    with django_assert_max_num_queries(70):
        assert client.get(reverse("volunteer_detail", args=[stranger.ref])).status_code == 200


@pytest.mark.parametrize("typed", ["A123456789", "a12345678", "Ａ１２３４５６７８９", "AB12345678"])
def test_a_number_typed_as_a_name_never_stands_in_an_address(client, town, typed):
    client.force_login(town.school_staff)
    for answer in (
        client.post(reverse("search"), {"q": typed}),
        client.get(reverse("search"), {"q": typed}),
        client.get(reverse("unit_volunteers"), {"q": typed}),
    ):
        assert answer.url == reverse("volunteer_look_up")
    assert "要用證號找人" in client.get(reverse("volunteer_look_up")).content.decode()
    client.force_login(town.school_officer)
    assert client.post(reverse("search"), {"q": typed}).url == reverse("city_volunteers")
    assert client.get(reverse("city_volunteers"), {"q": typed}).url == reverse("city_volunteers")


def test_an_officer_finds_a_unit_by_the_same_field(client, town):
    client.force_login(town.school_officer)
    sent_on = client.post(reverse("search"), {"q": town.school.name})
    found = client.get(sent_on.url, follow=True)
    assert found.request["PATH_INFO"] == reverse("unit_list")
    assert town.school.name in found.content.decode()
