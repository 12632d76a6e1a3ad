"""The look-up by identity number cannot be used to harvest people (G7)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.numbers import national_id
from tests.factories.units import a_unit, city_officer, staff_of
from tests.factories.volunteers import a_volunteer
from volunteer_portal.audit.models import AccessLog, LookKind

pytestmark = pytest.mark.django_db
ADDRESS = "/unit/volunteers/look-up/"
BORN = "49/05/04"


def numbers(count):
    return [national_id(5_000 + n) for n in range(count)]


def ask(client, number, **fields):
    return client.post(ADDRESS, {"number": number, "id_kind": "national", "born_on": BORN, "purpose": "join", **fields})


@pytest.fixture
def strangers():
    """Two hundred people of another unit, all born on the day that is asked for."""
    other = a_unit()
    return [
        a_volunteer(f"雀鳥{n}號", unit=other, number=number, born_on=date(1960, 5, 4), address=f"雀鳥街{n}號")
        for n, number in enumerate(numbers(40))
    ]


def test_numbers_in_a_row_end_after_thirty_and_show_nobody_unmasked(client, strangers):
    client.force_login(staff_of(a_unit()))
    answered, shown = 0, b""
    for number in numbers(100):
        response = ask(client, number)
        shown += response.content
        answered += response.status_code == 200
    assert answered == 30
    assert AccessLog.objects.filter(kind=LookKind.LOOK_UP).exclude(purpose="").count() == 30
    for person in strangers:
        assert person.name.encode() not in shown
        assert person.address.encode() not in shown
        assert str(person.ref).encode() not in shown


def test_a_wrong_birth_date_is_answered_like_an_unknown_number(client, strangers):
    client.force_login(staff_of(a_unit()))
    known, unknown = numbers(1)[0], national_id(9_999)
    wrong_day, nobody = ask(client, known, born_on="50/01/01"), ask(client, unknown, born_on="50/01/01")
    assert wrong_day.status_code == nobody.status_code == 200
    found = [r.context["nothing"] for r in (wrong_day, nobody)]
    assert found[0] == found[1]


def test_without_a_reason_or_with_a_piece_of_a_number_nothing_is_asked(client, strangers):
    client.force_login(staff_of(a_unit()))
    whole = numbers(1)[0]
    for fields in ({"purpose": ""}, {"purpose": "curiosity"}, {"number": whole[:6]}, {"number": f"{whole[:9]}%"}):
        assert ask(client, **{"number": whole, **fields}).status_code == 422
    assert not AccessLog.objects.filter(kind=LookKind.LOOK_UP).exists()


def test_officers_search_in_their_reach_and_not_here(client):
    client.force_login(city_officer())
    assert client.get(ADDRESS).status_code == 404
