"""Enrolling, correcting, leaving, photos: what is refused, in which words, and that nothing was written then."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.factories.numbers import national_id
from tests.factories.units import a_team
from tests.factories.volunteers import a_person, a_volunteer
from tests.scenarios import a_town
from volunteer_portal.access.errors import NotAllowed, Overtaken, Refused
from volunteers import identity
from volunteers.models import Membership, Volunteer
from volunteers.services import (
    change_team,
    correct_person,
    enrol,
    join_unit,
    leave_unit,
    record_consent,
    set_photo,
    version_of,
)

pytestmark = pytest.mark.django_db
JOINED = date(2024, 1, 1)


@pytest.fixture
def town():
    return a_town()


def enrolled(town, **typed):
    return enrol(unit=town.school, person=a_person(**typed), joined_on=JOINED, by=town.school_staff, now=town.now)


def codes(refusal) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refusal.value.problems]


def test_a_new_person_is_sealed_masked_and_a_member(town):
    number = national_id(42)
    made = enrolled(town, number=number.lower(), name=" 臺 小美 ")
    volunteer = Volunteer.objects.get(pk=made.volunteer.pk)
    assert (made.created, volunteer.name, volunteer.id_masked) == (True, "臺 小美", f"{number[:3]}****{number[-3:]}")
    assert number.encode() not in bytes(volunteer.id_cipher)
    assert identity.clear_number(volunteer) == number
    assert made.membership.joined_on == JOINED


def test_a_known_person_is_joined_and_not_typed_over(town):
    typed = a_person(number=national_id(43), phone="06-1111111")
    first = enrol(unit=town.clinic, person=typed, joined_on=JOINED, by=town.clinic_staff, now=town.now)
    again = enrol(unit=town.school, person=typed, joined_on=JOINED, by=town.school_staff, now=town.now)
    assert (again.volunteer, again.created) == (first.volunteer, False)
    assert Volunteer.objects.filter(id_index=first.volunteer.id_index).count() == 1


@pytest.mark.parametrize("other", [{"name": "別人"}, {"born_on": date(1961, 1, 1)}])
def test_one_number_with_another_name_or_birth_date_is_refused(town, other):
    typed = {"number": national_id(44), "name": "王小明"}
    enrolled(town, **typed)
    with pytest.raises(Refused) as refusal:
        enrolled(town, **{**typed, **other})
    assert codes(refusal) == [("number", "id_taken")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"number": "A123456788"}, [("number", "check_digit")]),
        ({"number": "12345"}, [("number", "shape")]),
        ({"number": national_id(45, "M"), "sex": "F"}, [("sex", "sex")]),
        ({"born_on": date(2030, 1, 1)}, [("born_on", "future")]),
        ({"born_on": date(1880, 1, 1)}, [("born_on", "date")]),
        ({"born_on": date(2024, 6, 1)}, [("joined_on", "before_birth")]),
        ({"name": "\u200b \u3000"}, [("name", "required")]),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_written(town, typed, expected):
    before = Volunteer.objects.count()
    with pytest.raises(Refused) as refusal:
        enrolled(town, **typed)
    assert codes(refusal) == expected
    assert Volunteer.objects.count() == before


def test_only_the_unit_itself_enrols(town):
    with pytest.raises(NotAllowed):
        enrol(unit=town.school, person=a_person(), joined_on=JOINED, by=town.clinic_staff, now=town.now)


def test_joining_twice_in_the_future_or_another_units_team_is_refused(town):
    for changes, code in (
        ({"joined_on": date(2027, 1, 1)}, "future"),
        ({"joined_on": JOINED}, "overlap"),
        ({"joined_on": JOINED, "unit": town.clinic, "team": a_team(town.school)}, "team"),
    ):
        with pytest.raises(Refused) as refusal:
            join_unit(**{"volunteer": town.pupil, "unit": town.school, "by": None, "now": town.now, **changes})
        assert code in [problem.code for problem in refusal.value.problems]


def test_leaving_keeps_the_last_day_and_happens_once(town):
    membership = town.pupil.memberships.get()
    for day, code in ((date(2027, 1, 1), "future"), (date(2009, 12, 31), "order")):
        with pytest.raises(Refused) as refusal:
            leave_unit(membership=membership, left_on=day, by=town.school_staff, now=town.now)
        assert codes(refusal) == [("left_on", code)]
    with pytest.raises(NotAllowed):
        leave_unit(membership=membership, left_on=town.today, by=town.clinic_staff, now=town.now)
    leave_unit(membership=membership, left_on=town.today, reason="搬家", by=town.school_staff, now=town.now)
    assert Membership.objects.serving_on(town.today).filter(pk=membership.pk).exists()
    assert not Membership.objects.population_on(town.today).filter(pk=membership.pk).exists()
    with pytest.raises(Refused):
        leave_unit(membership=membership, left_on=town.today, by=town.school_staff, now=town.now)


def test_a_team_of_the_unit(town):
    membership, team = town.pupil.memberships.get(), a_team(town.school)
    assert change_team(membership=membership, team=team, by=town.school_staff, now=town.now).team == team
    with pytest.raises(Refused):
        change_team(membership=membership, team=a_team(town.clinic), by=town.school_staff, now=town.now)


def test_a_stale_form_writes_nothing(town):
    seen = version_of(town.pupil)
    change = {"volunteer": town.pupil, "by": town.school_staff, "now": town.now}
    correct_person(changes={"phone": "06-1"}, seen=seen, **change)
    with pytest.raises(Overtaken):
        correct_person(changes={"phone": "06-2"}, seen=seen, **change)
    town.pupil.refresh_from_db()
    assert town.pupil.phone == "06-1"


def test_a_corrected_number_is_checked_and_sealed_anew(town):
    change = {"volunteer": town.pupil, "by": town.school_staff, "now": town.now}
    with pytest.raises(Refused):
        correct_person(changes={"number": identity.clear_number(town.nurse)}, **change)
    with pytest.raises(Refused):
        correct_person(changes={"number": national_id(46, "M")}, **change)
    corrected = correct_person(changes={"number": national_id(46)}, **change)
    assert identity.clear_number(Volunteer.objects.get(pk=corrected.pk)) == national_id(46)


def test_the_history_tells_who_changed_what_and_never_a_number(client, town):
    client.force_login(town.school_staff)
    page = reverse("volunteer_edit", args=[town.pupil.ref])
    shown = client.get(page)
    form = {name: field.value() or "" for name, field in ((each.name, each) for each in shown.context["form"])}
    form |= {"born_on": "49/05/04", "phone": "06-2222222", "seen": shown.context["seen"], "is_indigenous": ""}
    form.pop("is_indigenous")
    assert client.post(page, form).status_code == 302
    told = client.get(reverse("volunteer_detail", args=[town.pupil.ref])).context["changes"]
    assert told[0]["text"] == "郭沛恩：更正基本資料（聯絡電話）"
    assert "06-2222222" not in str(told)


def picture(kind="JPEG", size=(40, 50), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **options)
    return out.getvalue()


def upload(content, name="p.jpg"):
    return SimpleUploadedFile(name, content)


def test_a_photo_is_drawn_anew_without_where_it_was_taken(town):
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture(exif=exif)
    volunteer = set_photo(volunteer=town.pupil, upload=upload(content), by=town.school_staff, now=town.now)
    stored = volunteer.photo.open("rb").read()
    assert stored != content
    assert b"secret place" not in stored
    assert not dict(Image.open(io.BytesIO(stored)).getexif())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        (b"", "not_a_picture"),
        (picture("GIF"), "not_a_picture"),
        (picture()[:200], "not_a_picture"),
        (b"x" * (8 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_what_is_no_photo_is_refused_in_a_sentence(town, content, code):
    with pytest.raises(Refused) as refusal:
        set_photo(volunteer=town.pupil, upload=upload(content), by=town.school_staff, now=town.now)
    assert codes(refusal) == [("photo", code)]


def test_a_bomb_of_pixels_is_refused_before_it_opens(town):
    bomb = picture("PNG", size=(9000, 9000))
    with pytest.raises(Refused) as refusal:
        set_photo(volunteer=town.pupil, upload=upload(bomb), by=town.school_staff, now=town.now)
    assert codes(refusal) == [("photo", "too_many_pixels")]


def test_the_photo_is_given_out_to_who_may_see_the_person(client, town):
    set_photo(volunteer=town.pupil, upload=upload(picture()), by=town.school_staff, now=town.now)
    page = reverse("volunteer_photo", args=[town.pupil.ref])
    for who, status in (
        ("school_staff", 200),
        ("pupil_account", 200),
        ("city", 200),
        ("clinic_staff", 404),
        ("nobody", 404),
    ):
        client.force_login(getattr(town, who))
        assert client.get(page).status_code == status, who


def test_a_minors_consent_is_given_by_a_guardian(town):
    child = a_volunteer(unit=town.school, born_on=date(2012, 1, 1))
    paper = {"volunteer": child, "version": "115-1", "given_on": date(2026, 1, 5), "unit": town.school}
    with pytest.raises(Refused):
        record_consent(**paper, by=town.school_staff, now=town.now)
    record_consent(**paper, by_guardian=True, by=town.school_staff, now=town.now)
    record_consent(**paper, by_guardian=True, by=town.school_staff, now=town.now)
    assert child.consents.count() == 1
