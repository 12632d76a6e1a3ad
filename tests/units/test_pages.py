"""Pages of units and people: lists narrow, forms say what is wrong, refusals have reasons."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.factories.units import (
    a_team,
    a_unit,
    a_user,
    administrator,
    an_appointment,
    city_officer,
    officer_of,
    staff_of,
)
from units import services
from units.enums import Role
from units.models import Appointment, Invitation, OperatingUnit

pytestmark = pytest.mark.django_db
NEW = "another good long one"


@pytest.fixture
def city(client):
    officer = city_officer(name="市府陳")
    client.force_login(officer)
    return officer


def text(response):
    return response.content.decode()


class TestRegister:
    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_list_costs_the_same_at_one_row_and_at_three(self, client, city, django_assert_num_queries, rows):
        for _ in range(rows):
            staff_of(a_unit())
        client.get("/city/units/")
        with django_assert_num_queries(8):
            client.get("/city/units/")

    def test_search_category_and_state_narrow(self, client, city):
        a_unit("EDU", name="開心國小", code="E-77")
        a_unit("SW", name="安平區公所")
        a_unit("SW", name="舊社福中心", closed_on=timezone.localdate())
        assert "舊社福中心" not in text(client.get("/city/units/"))
        assert "開心國小" in text(client.get("/city/units/?q=e-77"))
        assert "安平區公所" not in text(client.get("/city/units/?q=國小"))
        page = text(client.get("/city/units/?category=SW&state=all"))
        assert "安平區公所" in page
        assert "舊社福中心" in page
        assert "開心國小" not in page
        assert "沒有符合條件的單位" in text(client.get("/city/units/?q=zzz"))
        assert client.get("/city/units/?q=%00x&category=nonsense&state=7&page=-3").status_code == 200

    def test_an_officer_sees_the_units_of_the_category(self, client):
        a_unit("EDU", name="開心國小")
        a_unit("SW", name="安平區公所")
        client.force_login(officer_of("EDU"))
        page = text(client.get("/city/units/"))
        assert "開心國小" in page
        assert "安平區公所" not in page
        assert "新增單位" not in page

    def test_a_unit_is_entered_and_then_has_its_people_invited(self, client, city):
        response = client.post(
            "/city/units/new/", {"code": "E-1", "name": "開心國小", "category": "EDU", "sector": "public"}
        )
        unit = OperatingUnit.objects.get(code="E-1")
        assert response.url == f"/city/units/{unit.pk}/"
        assert f"unit={unit.pk}" in text(client.get(response.url))

    def test_what_is_wrong_is_said_beside_the_field(self, client, city):
        a_unit(code="E-1")
        response = client.post("/city/units/new/", {"code": "E-1", "name": "乙", "category": "EDU", "sector": "public"})
        assert response.status_code == 422
        assert "已經有人用了" in text(response)
        response = client.post("/city/units/new/", {"opened_on": "115/02/30"})
        assert response.status_code == 422
        assert response.context["form"].errors.keys() == {"code", "name", "category", "sector", "opened_on"}

    def test_a_unit_is_changed_and_closed(self, client, city):
        unit = a_unit("EDU", name="開心國小", opened_on="2001-01-01")
        form = {"code": unit.code, "name": "歡喜國小", "category": "EDU", "sector": "public", "closed_on": "115/07/31"}
        assert client.post(f"/city/units/{unit.pk}/edit/", form).status_code == 302
        unit.refresh_from_db()
        assert (unit.name, str(unit.closed_on)) == ("歡喜國小", "2026-07-31")

    def test_an_officer_who_moves_a_unit_to_another_category_is_told_who_may(self, client):
        unit = a_unit("EDU")
        client.force_login(officer_of("EDU"))
        form = {"code": unit.code, "name": unit.name, "category": "SW", "sector": unit.sector}
        response = client.post(f"/city/units/{unit.pk}/edit/", form)
        assert response.status_code == 403
        assert "由市府修改" in text(response)


class TestOwnSettings:
    @pytest.fixture
    def unit(self, client):
        unit = a_unit(name="開心國小")
        client.force_login(staff_of(unit, role=Role.UNIT_HEAD, name="張主任"))
        return unit

    def test_contact_data_teams_and_people(self, client, unit):
        client.post("/unit/settings/", {"phone": "06-2991111", "address": "永華路", "district": "700"})
        client.post("/unit/settings/teams/", {"team-name": "導護隊", "team-opened_on": "109/08/01"})
        client.post(
            "/unit/settings/people/",
            {"person-name": "新人", "person-email": "n@example.org", "person-role": "unit_staff"},
        )
        unit.refresh_from_db()
        page = text(client.get("/unit/settings/"))
        assert (unit.phone, unit.district_id) == ("06-2991111", "700")
        for word in ("導護隊", "109/08/01", "n@example.org", "張主任"):
            assert word in page

    def test_a_name_that_is_taken_is_said_on_the_same_page(self, client, unit):
        a_team(unit, "導護隊")
        response = client.post("/unit/settings/teams/", {"team-name": "導護隊"})
        assert response.status_code == 422
        assert "已經有「導護隊」" in text(response)

    def test_a_team_ends(self, client, unit):
        team = a_team(unit)
        assert client.post(f"/unit/settings/teams/{team.pk}/close/").status_code == 302
        team.refresh_from_db()
        assert team.closed_on == timezone.localdate()

    def test_a_role_that_one_may_not_give_is_no_choice(self, client, unit):
        response = client.post(
            "/unit/settings/people/",
            {"person-name": "x", "person-email": "x@example.org", "person-role": "administrator"},
        )
        assert response.status_code == 422
        assert not Invitation.objects.exists()

    def test_an_open_invitation_is_withdrawn(self, client, unit):
        client.post(
            "/unit/settings/people/",
            {"person-name": "新人", "person-email": "n@example.org", "person-role": "unit_staff"},
        )
        client.post(f"/people/invitations/{Invitation.objects.get().pk}/withdraw/")
        assert "n@example.org" not in text(client.get("/unit/settings/"))

    def test_a_colleagues_appointment_ends_after_being_asked(self, client, unit):
        colleague = staff_of(unit, name="李承辦").appointments.get()
        assert "李承辦" in text(client.get(f"/people/appointments/{colleague.pk}/end/"))
        assert client.post(f"/people/appointments/{colleague.pk}/end/").url == "/unit/settings/"
        assert not Appointment.objects.in_force(timezone.localdate()).filter(pk=colleague.pk).exists()

    def test_people_of_several_units_change_between_them(self, client, unit):
        other = a_unit(name="市立圖書館")
        person = staff_of(unit)
        an_appointment(person, Role.UNIT_STAFF, unit=other)
        client.force_login(person)
        assert "市立圖書館" in text(client.get("/unit/settings/"))
        assert client.post("/unit/switch/", {"unit": other.pk}).url == "/unit/"
        assert client.get("/unit/settings/").context["unit"] == other


class TestPeople:
    def test_the_list_narrows(self, client, city):
        staff_of(a_unit(name="開心國小"), name="張承辦")
        gone = staff_of(a_unit(), name="離職者").appointments.get()
        services.end_appointment(appointment=gone, by=None, today=timezone.localdate())
        assert "離職者" not in text(client.get("/city/people/"))
        assert "離職者" in text(client.get("/city/people/?state=ended"))
        assert "張承辦" in text(client.get("/city/people/?q=開心"))
        assert "張承辦" not in text(client.get("/city/people/?role=city"))
        assert "沒有符合條件" in text(client.get("/city/people/?q=zzz"))

    def test_an_invitation_without_its_place_is_said_beside_the_field(self, client, city):
        response = client.post("/city/people/invite/", {"name": "新人", "email": "n@example.org", "role": "unit_staff"})
        assert response.status_code == 422
        assert "unit" in response.context["form"].errors

    def test_the_city_cannot_make_administrators(self, client, city):
        response = client.post("/city/people/invite/", {"name": "x", "email": "x@example.org", "role": "administrator"})
        assert response.status_code == 422

    def test_accounts_are_closed_and_opened_by_administrators(self, client):
        client.force_login(administrator())
        person = a_user()
        for deed, active in (("deactivate", False), ("reactivate", True), ("reset", True), ("nonsense", True)):
            assert client.post(f"/city/people/accounts/{person.pk}/", {"deed": deed}).status_code == 302
            person.refresh_from_db()
            assert person.is_active is active


class TestAccepting:
    @pytest.fixture
    def address(self):
        unit = a_unit(name="開心國小")
        invited = services.invite(
            email="n@example.org", name="新人", role=Role.UNIT_STAFF, unit=unit, by=staff_of(unit), now=timezone.now()
        )
        return "/invitations/" + invited.address.split("/invitations/")[1]

    def test_a_new_person_sets_a_password_and_signs_in(self, client, address):
        assert "開心國小" in text(client.get(address))
        assert client.post(address, {"password": NEW, "again": NEW}).url == "/accounts/login/"
        assert client.post("/accounts/login/", {"login": "n@example.org", "password": NEW}).url == "/home/"
        assert client.get("/unit/settings/").status_code == 200
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize(
        ("password", "again", "word"), [(NEW, "other", "不一樣"), ("short", "short", "至少"), ("", "", "")]
    )
    def test_what_is_wrong_with_the_password_is_said(self, client, address, password, again, word):
        response = client.post(address, {"password": password, "again": again})
        assert response.status_code == 422
        assert word in text(response)

    def test_who_has_an_account_signs_in_first(self, client, address):
        person = a_user(email="n@example.org")
        assert "已經有帳號" in text(client.get(address))
        assert client.post(address, {"password": NEW, "again": NEW}).status_code == 403
        client.force_login(person)
        assert client.post(address).url == "/home/"
        assert client.get("/unit/settings/").status_code == 200

    def test_an_address_that_is_not_one(self, client):
        assert client.get("/invitations/nonsense/").status_code == 404
        assert client.post("/invitations/nonsense/", {"password": NEW, "again": NEW}).status_code == 409
