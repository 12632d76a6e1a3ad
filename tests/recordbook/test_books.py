"""One live book per person, notes on misuse, and the pages about books."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from recordbook.models import RecordBook
from recordbook.services import BookEntry, annotate_misuse, record_book, void_book, withdraw_annotation
from tests.factories.hours import a_record
from tests.factories.recordbook import a_book
from tests.factories.training import trained
from tests.factories.volunteers import a_volunteer
from tests.scenarios import a_town
from volunteer_portal.access.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_town()


def entry(number="南市教字第000001號", **other) -> BookEntry:
    return BookEntry(**{"book_number": number, "category_id": "EDU", "issued_on": date(2023, 4, 1), **other})


def record(town, book, **other):
    given = {"volunteer": town.pupil, "unit": town.school, "by": town.school_staff, "now": town.now, **other}
    return record_book(book=book, **given)


def test_a_second_book_is_refused_with_the_number_of_the_first(town):
    first = record(town, entry())
    with pytest.raises(Refused, match=first.book_number):
        record(town, entry("南市教字第000002號"))
    void_book(book=first, voided_on=date(2024, 1, 1), by=town.school_officer, now=town.now)
    assert record(town, entry("南市教字第000002號", issue_kind="reissue")).state == "live"


@pytest.mark.parametrize(
    ("book", "code"),
    [
        (entry(" "), "required"),
        (entry(issued_on=date(2027, 1, 1)), "future"),
        (entry(issued_on=date(1950, 1, 1)), "before_birth"),
    ],
)
def test_what_cannot_be_is_refused(town, book, code):
    with pytest.raises(Refused) as refusal:
        record(town, book)
    assert [problem.code for problem in refusal.value.problems] == [code]


def test_a_number_belongs_to_one_person(town):
    a_book(town.nurse, book_number="南市教字第000001號")
    with pytest.raises(Refused) as refusal:
        record(town, entry())
    assert [problem.code for problem in refusal.value.problems] == ["number_taken"]


def test_only_the_persons_own_unit_writes_a_book_down(town):
    for other in ({"by": town.clinic_staff}, {"volunteer": town.nurse}):
        with pytest.raises(NotAllowed):
            record(town, entry(), **other)
    assert not RecordBook.objects.exists()


def test_misuse_is_noted_by_the_authority_and_can_be_taken_back(town):
    trained(town.pupil)
    book = record(town, entry())
    a_record(town.pupil, town.school, date(2023, 5, 2), minutes=60)
    days = {"from_day": date(2023, 5, 1), "to_day": date(2023, 5, 31), "reason": "出借"}
    with pytest.raises(NotAllowed):
        annotate_misuse(book=book, **days, by=town.school_staff, now=town.now)
    note = annotate_misuse(book=book, **days, by=town.school_officer, now=town.now)
    assert town.pupil.records.counted_total() == 0
    withdraw_annotation(annotation=note, by=town.school_officer, now=town.now)
    assert town.pupil.records.counted_total() == 60


def test_a_note_about_one_unit_leaves_the_others_alone(town):
    trained(town.pupil)
    book = record(town, entry())
    a_record(town.pupil, town.school, date(2023, 5, 2), minutes=60)
    annotate_misuse(
        book=book, unit=town.clinic, from_day=date(2023, 1, 1), to_day=date(2023, 12, 31), reason="冒用",
        by=town.city, now=town.now,
    )  # fmt: skip
    assert town.pupil.records.counted_total() == 60


def test_the_form_refuses_beside_the_field_and_then_saves(client, town):
    a_book(town.nurse, book_number="南市教字第000001號")
    client.force_login(town.school_staff)
    typed = {
        "volunteer": town.pupil.ref, "book_number": "南市教字第000001號", "category_id": "EDU",
        "issued_on": "112/04/01", "issue_kind": "first",
    }  # fmt: skip
    assert client.post(reverse("book_new"), typed).status_code == 422
    assert client.post(reverse("book_new"), typed | {"book_number": "南市教字第000009號"}).status_code == 302
    assert client.post(reverse("book_new"), typed | {"volunteer": town.nurse.ref}).status_code == 422


def test_the_list_asks_as_often_for_fifty_as_for_one(client, town, django_assert_max_num_queries):
    client.force_login(town.school_staff)
    a_book(town.pupil)
    client.get(reverse("unit_books"))
    asked = []
    for more in (0, 2, 47):
        for _ in range(more):
            a_book(a_volunteer(unit=town.school))
        with django_assert_max_num_queries(100) as queries:
            client.get(reverse("unit_books"))
        asked.append(len(queries))
    assert len(set(asked)) == 1, asked
