"""The demo town: believable, the same for the same seed, and right to the last verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from random import Random

import pytest
from django.core.management import call_command

from hours.models import ServiceRecord
from hours.services.judging import audit_verdicts
from insurance.models import Coverage
from reports.enums import State, UnlockState
from reports.models import StatusReport, Unlock
from reports.town.assemble import plan_town
from reports.town.build import TownExists, build_town
from reports.town.people import make_people
from units.models import OperatingUnit
from volunteer_portal.rules.identity import check
from volunteers.models import Membership, Volunteer

TODAY = date(2026, 11, 24)


def rows_of(seed: int) -> list[tuple]:
    town = plan_town(volunteers=250, seed=seed, today=TODAY)
    return [(place.code, files.volunteers, files.training, files.hours) for place, files in town.files()]


def test_the_same_seed_makes_the_same_town():
    assert rows_of(7) == rows_of(7)
    assert rows_of(7) != rows_of(8)


def test_everybody_has_a_right_identity_number_of_their_own():
    people = make_people(Random(3), 2000, TODAY)
    for person in people:
        assert check(person.number).sex == ("M" if person.sex == "男" else "F")
    assert len({person.number for person in people}) == len(people)


@pytest.fixture
def accounts(db, settings):
    return build_town(volunteers=250, seed=1, today=TODAY)


def test_a_whole_town(accounts):
    roles = Counter(account.role for account in accounts)
    assert set(roles) >= {
        "administrator",
        "city",
        "promotion_centre",
        "authority",
        "unit_staff",
        "unit_head",
        "volunteer",
        "deactivated",
    }
    staffed = defaultdict(set)
    for account in accounts:
        if account.role == "unit_staff":
            staffed[OperatingUnit.objects.get(code=account.unit_code).category_id].add(account.unit_code)
    assert sum(len(codes) >= 2 for codes in staffed.values()) >= 3
    assert all(account.totp_secret for account in accounts if account.role in {"administrator", "city", "authority"})

    assert Volunteer.objects.count() == 250
    assert audit_verdicts() == []
    verdicts = set(ServiceRecord.objects.values_list("verdict", flat=True))
    assert {"counted", "too_early", "no_special", "no_basic"} <= verdicts
    insured = Coverage.objects.in_force(TODAY).values("volunteer").distinct().count()
    assert 0 < insured < 250
    assert Membership.objects.count() > 250, "some people serve in two units"

    assert set(StatusReport.objects.values_list("state", flat=True)) == set(State.values)
    assert Unlock.objects.filter(state=UnlockState.ASKED).exists()

    with pytest.raises(TownExists):
        build_town(volunteers=250, seed=1, today=TODAY)


def test_wrong_numbers_are_wrong_usage(db, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("seed_town", volunteers=3)
    assert ended.value.code == 2
