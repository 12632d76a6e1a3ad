"""Whatever happens in whatever order, the stored sum is what an independent SQL says it should be."""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hours.models import ServiceRecord
from hours.services import correct_service, entry_of, record_service, remove_service
from hours.services.judging import audit_verdicts
from recordbook.services import annotate_misuse
from tests.factories.hours import NOON, served
from tests.factories.recordbook import a_book
from tests.factories.training import a_course
from tests.factories.units import a_unit
from tests.factories.volunteers import a_membership, a_volunteer
from training.models import Completion
from training.services import correct_completion, record_completion, revoke
from volunteer_portal.access.errors import Refused

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("HISTORIES", "40"))
FIRST = date(2017, 11, 1)

# The law in SQL, written from the regulation and not from the code: the later of the first sufficient basic and
# special training opens the category; service wholly on or after it counts, unless a misuse note touches it.
ORACLE = """
WITH long_enough AS (
    SELECT c.volunteer_id, c.kind, c.category_id, MIN(c.completed_on) AS day
    FROM training_completion c
    WHERE c.revoked_at IS NULL
      AND (c.evidence = 'recognised'
           OR c.kind = 'special' AND c.category_id <> 'SW'
           OR c.minutes >= CASE WHEN c.completed_on < DATE '2018-06-01' THEN 720 ELSE 360 END)
    GROUP BY 1, 2, 3
), opened AS (
    SELECT b.volunteer_id, s.category_id, GREATEST(b.day, s.day, DATE '2001-01-22') AS day
    FROM long_enough b JOIN long_enough s USING (volunteer_id)
    WHERE b.kind = 'basic' AND s.kind = 'special'
)
SELECT COALESCE(SUM(r.minutes), 0)
FROM hours_servicerecord r
JOIN opened o ON o.volunteer_id = r.volunteer_id AND o.category_id = r.category_id AND r.served_from >= o.day
WHERE NOT EXISTS (
    SELECT 1 FROM recordbook_annotation a JOIN recordbook_recordbook k ON k.id = a.book_id
    WHERE k.volunteer_id = r.volunteer_id AND (a.unit_id IS NULL OR a.unit_id = r.unit_id)
      AND a.from_day <= r.served_to AND r.served_from <= a.to_day
)
"""

days = st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n))
steps = st.one_of(
    st.tuples(st.just("train"), st.sampled_from(["basic", "SW", "EDU"]), days, st.sampled_from([180, 360, 720])),
    st.tuples(st.just("retrain"), st.integers(0, 9), days, st.sampled_from([180, 360, 720])),
    st.tuples(st.just("revoke"), st.integers(0, 9)),
    st.tuples(st.just("serve"), st.integers(0, 1), days, st.integers(1, 3), st.integers(1, 600)),
    st.tuples(st.just("correct"), st.integers(0, 9), st.integers(1, 900)),
    st.tuples(st.just("remove"), st.integers(0, 9)),
    st.tuples(st.just("misuse"), st.sampled_from([0, 1, None]), days, st.integers(0, 60)),
)


class Life:
    """One person, two units, and whatever is done."""

    def __init__(self):
        self.units = [a_unit("SW"), a_unit("EDU")]
        self.person = a_volunteer(unit=self.units[0])
        a_membership(self.person, self.units[1])
        self.book = a_book(self.person)

    def train(self, what, day, minutes):
        kind, category = ("basic", None) if what == "basic" else ("special", what)
        course = a_course(kind, day, minutes=minutes, category_id=category)
        record_completion(course=course, volunteer=self.person, unit=self.units[0], by=None, now=NOON)

    def retrain(self, which, day, minutes):
        completion = self._one(Completion.objects.standing(), which)
        course = a_course(completion.kind, day, minutes=minutes, category_id=completion.category_id)
        correct_completion(completion=completion, course=course, by=None, now=NOON)

    def revoke(self, which):
        revoke(completion=self._one(Completion.objects.all(), which), reason="誤登", by=None, now=NOON)

    def serve(self, unit, day, length, minutes):
        entry = served(day, day + timedelta(days=length - 1), minutes)
        record_service(volunteer=self.person, unit=self.units[unit], entry=entry, by=None, now=NOON)

    def correct(self, which, minutes):
        record = self._one(ServiceRecord.objects.all(), which)
        entry = served(record.served_from, record.served_to, minutes)
        correct_service(record=record, entry=entry, reason="核對", by=None, now=NOON)

    def remove(self, which):
        remove_service(record=self._one(ServiceRecord.objects.all(), which), reason="重複", by=None, now=NOON)

    def misuse(self, unit, day, length):
        annotate_misuse(
            book=self.book,
            unit=None if unit is None else self.units[unit],
            from_day=day,
            to_day=day + timedelta(days=length),
            reason="出借",
            by=None,
            now=NOON,
        )

    def _one(self, rows, which):
        found = list(rows.filter(volunteer=self.person).order_by("pk"))
        if not found:
            raise Refused
        return found[which % len(found)]


def oracle() -> int:
    with connection.cursor() as cursor:
        cursor.execute(ORACLE)
        return cursor.fetchone()[0]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(steps, min_size=1, max_size=14))
def test_the_stored_sum_is_what_the_law_says_in_sql(db, story):
    with transaction.atomic():
        life = Life()
        for name, *arguments in story:
            try:
                with transaction.atomic():
                    getattr(life, name)(*arguments)
            except Refused:
                continue
        assert ServiceRecord.objects.counted_total() == oracle()
        in_python = sum(record.minutes for record in ServiceRecord.objects.all() if record.counts)
        assert in_python == oracle()
        assert audit_verdicts() == []
        transaction.set_rollback(True)


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(served_on=st.lists(days, min_size=1, max_size=8, unique=True), trained_on=days)
def test_more_training_never_takes_an_hour_away(db, served_on, trained_on):
    with transaction.atomic():
        life = Life()
        life.train("basic", FIRST + timedelta(days=90), 720)
        life.train("EDU", FIRST + timedelta(days=120), 360)
        for day in served_on:
            life.serve(1, day, 1, 60)
        before = ServiceRecord.objects.counted_total()
        life.train("EDU", trained_on, 720) if trained_on != FIRST + timedelta(days=120) else None
        assert ServiceRecord.objects.counted_total() >= before
        transaction.set_rollback(True)


def test_a_record_read_back_is_what_was_typed(db):
    life = Life()
    life.serve(0, FIRST, 2, 90)
    record = ServiceRecord.objects.get()
    assert entry_of(record) == served(FIRST, FIRST + timedelta(days=1), 90)
