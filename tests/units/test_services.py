"""Opening, changing and closing units; appointing, inviting and taking invitations up."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from tests.factories.units import (
    PASSWORD,
    a_unit,
    a_user,
    administrator,
    an_authority,
    city_officer,
    officer_of,
    staff_of,
)
from units import services
from units.category_periods import category_periods
from units.enums import Role
from units.models import Invitation, ServiceCategory
from units.scopes import scope_of
from volunteer_portal.access.errors import NotAllowed, Overtaken, Refused
from volunteer_portal.accounts.models import User

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 10)
NOW = datetime.fromisoformat("2026-07-10T10:00:00+08:00")
NEW = "another good long one"


def category(code):
    return ServiceCategory.objects.get(pk=code)


class TestUnits:
    def test_a_new_unit_has_its_category_since_ever(self):
        unit = services.create_unit(code=" E-1 ", name=" 開心國小 ", category="EDU", by=None, today=TODAY)
        assert (unit.code, unit.name) == ("E-1", "開心國小")
        assert category_periods([unit.pk])[unit.pk].on(date(1999, 1, 1)) == "EDU"
        assert not unit.teams.exists()

    @pytest.mark.parametrize("make", [city_officer, administrator])
    def test_the_city_and_administrators_create(self, make):
        assert services.create_unit(code="E-1", name="甲", category="EDU", by=make(), today=TODAY).pk

    @pytest.mark.parametrize("make", [lambda: officer_of("EDU"), lambda: staff_of(a_unit()), a_user])
    def test_nobody_else_does(self, make):
        with pytest.raises(NotAllowed):
            services.create_unit(code="E-1", name="甲", category="EDU", by=make(), today=TODAY)

    @pytest.mark.parametrize(
        ("code", "name", "field", "reason"),
        [("", "甲", "code", "required"), ("X", " ", "name", "required"), ("E-1", "乙", "code", "taken")],
    )
    def test_what_is_wrong_is_said_where(self, code, name, field, reason):
        a_unit(code="E-1")
        with pytest.raises(Refused) as refused:
            services.create_unit(code=code, name=name, category="EDU", by=None, today=TODAY)
        assert [(p.field, p.code) for p in refused.value.problems] == [(field, reason)]

    def test_a_new_category_holds_from_today_and_history_keeps_the_old(self):
        unit = a_unit("EDU")
        type(unit).objects.filter(pk=unit.pk).update(created_at=NOW - timedelta(days=400))
        services.change_unit(unit=unit, by=city_officer(), today=TODAY, category=category("CUL"))
        periods = category_periods([unit.pk])[unit.pk]
        assert periods.on(TODAY - timedelta(days=1)) == "EDU"
        assert periods.on(TODAY) == "CUL"
        services.change_unit(unit=unit, by=city_officer(), today=TODAY, category=category("HEA"))
        assert category_periods([unit.pk])[unit.pk].on(TODAY) == "HEA"  # a slip of the same day is put right
        unit.refresh_from_db()
        assert unit.category_id == "HEA"
        assert unit.category_periods.count() == 2

    def test_a_unit_keeps_its_own_address_and_no_more(self):
        unit = a_unit(name="原名")
        staff = staff_of(unit)
        services.change_unit(unit=unit, by=staff, today=TODAY, phone="06-123", address="安平區")
        for change in ({"name": "新名"}, {"code": "Z"}, {"category": category("SW")}, {"closed_on": TODAY}):
            with pytest.raises(NotAllowed):
                services.change_unit(unit=unit, by=staff, today=TODAY, **change)
        unit.refresh_from_db()
        assert (unit.name, unit.phone) == ("原名", "06-123")

    def test_an_authority_changes_units_of_its_category_but_not_the_category(self):
        unit, other = a_unit("EDU"), a_unit("HEA")
        officer = officer_of("EDU")
        services.change_unit(unit=unit, by=officer, today=TODAY, name="新名")
        for changed, fields in ((other, {"name": "新名"}), (unit, {"category": category("CUL")})):
            with pytest.raises(NotAllowed):
                services.change_unit(unit=changed, by=officer, today=TODAY, **fields)

    def test_an_end_before_the_beginning_is_refused(self):
        unit = a_unit(opened_on=TODAY)
        with pytest.raises(Refused):
            services.change_unit(unit=unit, by=None, today=TODAY, closed_on=TODAY - timedelta(days=1))

    def test_a_slip_of_the_caller_is_a_type_error(self):
        with pytest.raises(TypeError):
            services.change_unit(unit=a_unit(), by=None, today=TODAY, verdict="counted")


class TestTeams:
    def test_staff_open_and_close_their_teams(self):
        unit = a_unit()
        staff = staff_of(unit)
        team = services.open_team(unit=unit, name=" 導護隊 ", by=staff, today=TODAY)
        assert team.name == "導護隊"
        assert services.close_team(team=team, by=staff, today=TODAY).closed_on == TODAY
        assert services.close_team(team=team, by=staff, today=TODAY + timedelta(days=3)).closed_on == TODAY

    def test_names_are_once_in_a_unit(self):
        unit = a_unit()
        services.open_team(unit=unit, name="導護隊", by=None, today=TODAY)
        with pytest.raises(Refused):
            services.open_team(unit=unit, name="導護隊", by=None, today=TODAY)
        services.open_team(unit=a_unit(), name="導護隊", by=None, today=TODAY)

    def test_others_do_not(self):
        unit = a_unit()
        team = services.open_team(unit=unit, name="導護隊", by=None, today=TODAY)
        for stranger in (staff_of(a_unit()), city_officer()):
            with pytest.raises(NotAllowed):
                services.close_team(team=team, by=stranger, today=TODAY)
            with pytest.raises(NotAllowed):
                services.open_team(unit=unit, name="別隊", by=stranger, today=TODAY)


class TestAppointments:
    def test_an_appointment_holds_from_day_to_day(self):
        unit, user = a_unit(), a_user()
        services.appoint(
            user=user, role=Role.UNIT_STAFF, unit=unit, by=None, today=TODAY, ends_before=TODAY + timedelta(days=2)
        )
        reach = [bool(scope_of(user, TODAY + timedelta(days=n)).unit_ids) for n in (-1, 0, 1, 2)]
        assert reach == [False, True, True, False]

    def test_the_same_twice_is_one(self):
        unit, user = a_unit(), a_user()
        both = [services.appoint(user=user, role=Role.UNIT_STAFF, unit=unit, by=None, today=TODAY) for _ in "12"]
        assert both[0] == both[1]

    @pytest.mark.parametrize(
        ("role", "place"),
        [
            (Role.UNIT_STAFF, {}),
            (Role.AUTHORITY, {}),
            (Role.CITY, {"unit": True}),
            (Role.UNIT_HEAD, {"authority": True}),
        ],
    )
    def test_a_role_has_its_place(self, role, place):
        places = {
            "unit": a_unit() if place.get("unit") else None,
            "authority": an_authority() if place.get("authority") else None,
        }
        with pytest.raises(Refused):
            services.appoint(user=a_user(), role=role, by=None, today=TODAY, **places)

    def test_the_last_administrator_stays(self):
        only = administrator()
        with pytest.raises(Refused):
            services.end_appointment(appointment=only.appointments.get(), by=only, today=TODAY)
        other = administrator()
        services.end_appointment(appointment=only.appointments.get(), by=other, today=TODAY)
        assert not scope_of(only, TODAY).is_administrator

    def test_one_does_not_close_ones_own_account(self):
        chief = administrator()
        for service in (services.deactivate, services.reset_second_factor):
            with pytest.raises(Refused):
                service(user=chief, by=chief, today=TODAY)

    def test_only_administrators_close_accounts(self):
        with pytest.raises(NotAllowed):
            services.deactivate(user=a_user(), by=city_officer(), today=TODAY)


#: Who may bring whom into which role, by hand.
MAY = {
    "unit_staff": {Role.UNIT_STAFF},
    "unit_head": {Role.UNIT_STAFF, Role.UNIT_HEAD},
    "authority": set(),
    "city": {Role.UNIT_STAFF, Role.UNIT_HEAD, Role.AUTHORITY, Role.PROMOTION_CENTRE},
    "administrator": set(Role),
}


class TestInvitations:
    @pytest.mark.parametrize("who", MAY)
    @pytest.mark.parametrize("role", Role)
    def test_who_invites_whom(self, who, role):
        unit = a_unit()
        by = {
            "unit_staff": lambda: staff_of(unit),
            "unit_head": lambda: staff_of(unit, role=Role.UNIT_HEAD),
            "authority": lambda: officer_of("EDU"),
            "city": city_officer,
            "administrator": administrator,
        }[who]()
        place = (
            {"unit": unit}
            if role.startswith("unit")
            else {"authority": an_authority()}
            if role == Role.AUTHORITY
            else {}
        )
        ask = {"email": "new@example.org", "name": "新人", "role": role, "by": by, "now": NOW, **place}
        if role in MAY[who]:
            assert services.invite(**ask).invitation.pk
        else:
            with pytest.raises(NotAllowed):
                services.invite(**ask)

    def test_staff_invite_to_their_own_unit_only(self):
        with pytest.raises(NotAllowed):
            services.invite(
                email="n@example.org", name="新人", role=Role.UNIT_STAFF, unit=a_unit(), by=staff_of(a_unit()), now=NOW
            )

    def test_the_token_stands_in_the_mail_alone(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            invited = invite_one()
        token = invited.address.rstrip("/").rpartition("/")[2]
        assert invited.address in mail.outbox[0].body
        assert mail.outbox[0].to == ["new@example.org"]
        assert token not in str(Invitation.objects.values().get())

    def test_a_post_office_that_does_not_answer_keeps_the_invitation(
        self, settings, django_capture_on_commit_callbacks
    ):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        with django_capture_on_commit_callbacks(execute=True):
            assert invite_one().invitation.pk

    def test_taking_one_up_makes_an_account_with_the_role(self):
        invited = invite_one()
        user = services.accept_invitation(token=token_of(invited), now=NOW, password=NEW)
        assert user.check_password(NEW)
        assert scope_of(user, TODAY).unit_ids == {invited.invitation.unit_id}
        assert user.appointments.get().appointed_by == invited.invitation.invited_by

    def test_a_weak_password_is_refused_and_nothing_is_used_up(self):
        invited = invite_one()
        with pytest.raises(Refused):
            services.accept_invitation(token=token_of(invited), now=NOW, password="new@example")
        assert not User.objects.filter(email="new@example.org").exists()
        assert services.accept_invitation(token=token_of(invited), now=NOW, password=NEW)

    def test_once_for_seven_days_until_withdrawn(self):
        used, late, withdrawn = invite_one("a@example.org"), invite_one("b@example.org"), invite_one("c@example.org")
        services.accept_invitation(token=token_of(used), now=NOW, password=NEW)
        services.withdraw_invitation(invitation=withdrawn.invitation, by=None, now=NOW)
        for invited, now in ((used, NOW), (late, NOW + timedelta(days=7)), (withdrawn, NOW)):
            assert services.find_invitation(token=token_of(invited), now=now) is None
            with pytest.raises(Overtaken):
                services.accept_invitation(token=token_of(invited), now=now, password=NEW)
        with pytest.raises(Overtaken):
            services.accept_invitation(token="nonsense", now=NOW, password=NEW)

    def test_a_new_one_replaces_the_open_one(self):
        first, second = invite_one(), None
        second = services.invite(
            email="NEW@example.org", name="新人", role=Role.UNIT_STAFF, unit=first.invitation.unit, by=None, now=NOW
        )
        assert services.find_invitation(token=token_of(first), now=NOW) is None
        assert services.find_invitation(token=token_of(second), now=NOW)

    def test_who_has_an_account_takes_it_up_signed_in_and_keeps_the_password(self):
        invited, user = invite_one(), a_user(email="new@example.org")
        for by in (None, a_user()):
            with pytest.raises(NotAllowed):
                services.accept_invitation(token=token_of(invited), now=NOW, password=NEW, by=by)
        services.accept_invitation(token=token_of(invited), now=NOW, by=user)
        user.refresh_from_db()
        assert user.check_password(PASSWORD)
        assert scope_of(user, TODAY).unit_ids == {invited.invitation.unit_id}

    def test_whoever_lost_the_right_to_invite_lost_it_for_mails_on_their_way(self):
        invited = invite_one()
        inviter = invited.invitation.invited_by
        services.end_appointment(appointment=inviter.appointments.get(), by=None, today=TODAY)
        with pytest.raises(Overtaken):
            services.accept_invitation(token=token_of(invited), now=NOW, password=NEW)

    def test_an_accepted_one_cannot_be_withdrawn(self):
        invited = invite_one()
        services.accept_invitation(token=token_of(invited), now=NOW, password=NEW)
        with pytest.raises(Overtaken):
            services.withdraw_invitation(invitation=invited.invitation, by=None, now=NOW)


def invite_one(email="new@example.org"):
    unit = a_unit()
    return services.invite(email=email, name="新人", role=Role.UNIT_STAFF, unit=unit, by=staff_of(unit), now=NOW)


def token_of(invited):
    return invited.address.rstrip("/").rpartition("/")[2]
