"""Real transactions at the same instant: nothing slips between two of them."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, connections

from hours.models import ServiceRecord
from hours.services import record_service
from hours.services.judging import audit_verdicts
from tests.factories.hours import NOON, served
from tests.factories.training import basic, special, trained
from tests.factories.units import a_unit
from tests.factories.volunteers import a_membership, a_person, a_volunteer
from training.services import record_completion
from volunteer_portal.access.errors import Refused
from volunteers.models import Volunteer
from volunteers.services import enrol

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def at_once(*actions):
    """Run each in its own connection, started together; what each returned or raised."""
    gate, answers = threading.Barrier(len(actions)), [None] * len(actions)

    def run(place, action):
        try:
            gate.wait(timeout=20)
            answers[place] = action()
        except Exception as wrong:  # noqa: BLE001 - handed to the test
            answers[place] = wrong
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    connections.close_all()
    return answers


def test_a_training_and_an_hour_that_arrive_together_do_not_miss_each_other():
    unit = a_unit("EDU")
    for _ in range(ROUNDS):
        person = a_volunteer(unit=unit)
        record_completion(course=basic(date(2023, 3, 4)), volunteer=person, unit=unit, by=None, now=NOON)
        answers = at_once(
            lambda person=person: record_completion(
                course=special("EDU", date(2023, 3, 11)), volunteer=person, unit=unit, by=None, now=NOON
            ),
            lambda person=person: record_service(
                volunteer=person, unit=unit, entry=served(date(2023, 5, 2)), by=None, now=NOON
            ),
        )
        assert not [answer for answer in answers if isinstance(answer, Exception)], answers
        assert ServiceRecord.objects.filter(volunteer=person).counted_total() == 300
    assert audit_verdicts() == []


def test_two_units_together_cannot_fill_more_than_a_day():
    units = [a_unit("EDU"), a_unit("HEA")]
    for _ in range(ROUNDS):
        person = a_volunteer(unit=units[0])
        a_membership(person, units[1])
        trained(person)
        answers = at_once(
            *(
                lambda unit=unit, person=person: record_service(
                    volunteer=person, unit=unit, entry=served(date(2023, 5, 2), minutes=800), by=None, now=NOON
                )
                for unit in units
            )
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "ServiceRecord"], answers
        assert sum(ServiceRecord.objects.filter(volunteer=person).values_list("minutes", flat=True)) == 800


def test_two_units_that_enrol_one_person_together_make_one_person():
    units = [a_unit("EDU"), a_unit("HEA")]
    for _ in range(ROUNDS):
        person = a_person()
        answers = at_once(
            *(
                lambda unit=unit, person=person: enrol(
                    unit=unit, person=person, joined_on=date(2024, 1, 1), by=None, now=NOON
                )
                for unit in units
            )
        )
        assert not [answer for answer in answers if isinstance(answer, Exception)], answers
        assert sorted(answer.created for answer in answers) == [False, True]
        assert Volunteer.objects.get(name=person.name).memberships.count() == 2


def test_the_same_record_sent_twice_is_written_once():
    unit = a_unit("EDU")
    person = a_volunteer(unit=unit)
    answers = at_once(
        *(
            lambda: record_service(
                volunteer=person, unit=unit, entry=served(date(2023, 5, 2), minutes=60), by=None, now=NOON
            )
            for _ in range(3)
        )
    )
    assert sum(isinstance(answer, ServiceRecord) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
