"""The worked examples of the domain document, through the services, on a real database (domain 6.6)."""

from __future__ import annotations

from datetime import date

import pytest

from hours.models import ServiceRecord
from hours.services import record_service
from recordbook.services import annotate_misuse
from tests.factories.hours import NOON, a_record, served
from tests.factories.recordbook import a_book
from tests.factories.training import basic, special
from tests.factories.units import a_unit, staff_of
from tests.factories.volunteers import a_membership, a_volunteer
from training.services import correct_completion, record_completion
from units.models import ServiceCategory
from volunteer_portal.access.errors import NotAllowed, Refused
from volunteer_portal.rules.counting import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return a_unit("EDU", name="開心國小")


@pytest.fixture
def clinic():
    return a_unit("HEA", name="安平衛生所")


@pytest.fixture
def ming(school, clinic):
    """小明: basic 112-03-04, special of education 112-03-11, a book of 112-04-01."""
    volunteer = a_volunteer("王小明", unit=school)
    a_membership(volunteer, clinic)
    train(volunteer, school, basic(date(2023, 3, 4)))
    train(volunteer, school, special("EDU", date(2023, 3, 11)))
    a_book(volunteer, issued_on=date(2023, 4, 1))
    return volunteer


def train(volunteer, unit, course):
    return record_completion(course=course, unit=unit, by=None, now=NOON, volunteer=volunteer).completion


def counted(volunteer) -> int:
    return ServiceRecord.objects.filter(volunteer=volunteer).counted_total()


def test_H_1_the_day_before_special_training_counts_nothing(ming, school):
    record = a_record(ming, school, date(2023, 3, 10))
    assert (record.verdict, counted(ming)) == (Verdict.TOO_EARLY, 0)


def test_H_2_the_day_of_completion_counts(ming, school):
    a_record(ming, school, date(2023, 3, 11))
    assert counted(ming) == 300


def test_H_3_hours_before_the_book_was_issued_count(ming, school):
    a_record(ming, school, date(2023, 3, 20))
    assert counted(ming) == 300


def test_H_4_another_category_without_its_training_counts_nothing(ming, school, clinic):
    a_record(ming, school, date(2023, 5, 2))
    record = a_record(ming, clinic, date(2023, 5, 3), minutes=480)
    assert record.verdict == Verdict.NO_SPECIAL
    assert counted(ming) == 300
    assert sum(ServiceRecord.objects.values_list("minutes", flat=True)) == 780


def test_H_5_later_training_opens_later_hours_alone(ming, clinic):
    before = a_record(ming, clinic, date(2023, 5, 3), minutes=480)
    train(ming, clinic, special("HEA", date(2023, 7, 1)))
    after = a_record(ming, clinic, date(2023, 8, 5), minutes=360)
    before.refresh_from_db()
    assert (before.verdict, after.verdict, counted(ming)) == (Verdict.TOO_EARLY, Verdict.COUNTED, 360)


def test_H_6_a_corrected_completion_day_opens_the_hours_and_is_on_record(ming, clinic):
    record = a_record(ming, clinic, date(2023, 5, 3), minutes=480)
    completion = train(ming, clinic, special("HEA", date(2023, 7, 1)))
    assert counted(ming) == 0
    correct_completion(completion=completion, course=special("HEA", date(2023, 4, 30)), by=None, now=NOON)
    assert counted(ming) == 480
    days = completion.events.order_by("pgh_id").values_list("completed_on", flat=True)
    assert list(days) == [date(2023, 7, 1), date(2023, 4, 30)]
    assert "counted" in record.events.values_list("verdict", flat=True)


def test_H_7_special_training_alone_opens_nothing(school):
    volunteer = a_volunteer(unit=school)
    train(volunteer, school, special("EDU", date(2023, 3, 11)))
    record = a_record(volunteer, school, date(2023, 5, 1))
    assert (record.verdict, counted(volunteer)) == (Verdict.NO_BASIC, 0)


def test_H_8_basic_training_after_special_is_the_start(school):
    volunteer = a_volunteer(unit=school)
    train(volunteer, school, special("EDU", date(2023, 3, 11)))
    train(volunteer, school, basic(date(2023, 6, 1)))
    a_record(volunteer, school, date(2023, 5, 31), minutes=60)
    a_record(volunteer, school, date(2023, 6, 1), minutes=90)
    assert counted(volunteer) == 90


def test_H_9_a_category_without_special_training_starts_with_basic():
    ServiceCategory.objects.filter(pk="SPO").update(special_training_required=False)
    club = a_unit("SPO")
    volunteer = a_volunteer(unit=club)
    train(volunteer, club, basic(date(2023, 3, 4)))
    a_record(volunteer, club, date(2023, 3, 4), minutes=75)
    assert counted(volunteer) == 75


def test_H_10_another_unit_may_not_enter_hours_served_here(ming, school, clinic):
    with pytest.raises(NotAllowed):
        record_service(volunteer=ming, unit=school, entry=served(date(2023, 5, 2)), by=staff_of(clinic), now=NOON)
    assert not ServiceRecord.objects.exists()


def test_H_11_a_unit_may_not_enter_hours_of_another_category(ming, school):
    with pytest.raises(NotAllowed, match="環保類"):
        record_service(
            volunteer=ming,
            unit=school,
            entry=served(date(2023, 5, 2)),
            by=staff_of(school),
            now=NOON,
            category="ENV",
        )
    assert not ServiceRecord.objects.exists()


def test_H_12_a_month_across_the_first_counting_day_asks_to_be_split(ming, school):
    with pytest.raises(Refused, match="112/03/11") as refusal:
        a_record(ming, school, date(2023, 3, 1), date(2023, 3, 31))
    assert [problem.code for problem in refusal.value.problems] == ["split_needed"]


def test_H_13_noted_misuse_takes_that_record_out_and_no_other(ming, school):
    lent = a_record(ming, school, date(2023, 5, 2))
    own = a_record(ming, school, date(2023, 6, 2))
    book = ming.books.get()
    annotate_misuse(book=book, from_day=date(2023, 5, 1), to_day=date(2023, 5, 31), reason="出借", by=None, now=NOON)
    lent.refresh_from_db()
    own.refresh_from_db()
    assert (lent.verdict, own.verdict) == (Verdict.BOOK_MISUSED, Verdict.COUNTED)
    assert counted(ming) == 300
