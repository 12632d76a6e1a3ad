"""Recording, correcting and revoking trainings; certificate files; the pages that do it."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.factories.hours import a_record
from tests.factories.training import a_completion, a_course, basic, special, trained
from tests.factories.volunteers import a_volunteer
from tests.scenarios import a_town
from training.models import Completion
from training.services import correct_completion, record_completion, revoke
from volunteer_portal.access.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def town():
    return a_town()


def record(town, course, **other):
    given = {"volunteer": town.pupil, "unit": town.school, "by": town.school_staff, "now": town.now, **other}
    return record_completion(course=course, **given)


def codes(refusal) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        (a_course("special"), [("category_id", "required")]),
        (a_course("basic", category_id="EDU"), [("category_id", "category")]),
        (a_course("magic"), [("kind", "kind")]),
        (a_course("basic", minutes=0), [("minutes", "minutes")]),
        (basic(date(2027, 1, 1)), [("completed_on", "future")]),
        (basic(date(1950, 1, 1)), [("completed_on", "before_birth")]),
        (basic(started_on=date(2023, 3, 3), ended_on=date(2023, 3, 2)), [("ended_on", "range_order")]),
        (basic(started_on=date(2023, 3, 5)), [("completed_on", "range_order")]),
    ],
)
def test_what_cannot_be_is_refused(town, course, expected):
    with pytest.raises(Refused) as refusal:
        record(town, course)
    assert codes(refusal) == expected
    assert not Completion.objects.exists()


def test_any_unit_enters_any_category_for_its_own_members_and_no_others(town):
    assert record(town, special("ENV")).completion.recorded_by == town.school_staff
    with pytest.raises(NotAllowed):
        record(town, basic(), volunteer=town.nurse)
    with pytest.raises(NotAllowed):
        record(town, basic(), by=town.clinic_staff)


def test_the_same_course_on_the_same_day_twice_is_refused(town):
    record(town, basic())
    with pytest.raises(Refused) as refusal:
        record(town, basic())
    assert codes(refusal) == [("completed_on", "same")]


def test_what_follows_for_the_hours_is_told(town):
    a_record(town.pupil, town.school, date(2023, 5, 2), minutes=120)
    first = record(town, basic())
    second = record(town, special())
    assert (first.opened, second.opened, second.closed) == (0, 120, 0)
    taken = revoke(completion=second.completion, reason="證書不實", by=town.school_staff, now=town.now)
    assert taken.closed == 120
    assert town.pupil.records.counted_total() == 0


def test_growth_without_its_prerequisites_is_recorded_with_a_warning(town):
    warned = record(town, a_course("growth", minutes=720)).warnings
    assert {each.code for each in warned} == {"no_basic", "no_special"}


def test_revoking_asks_for_a_reason_happens_once_and_cannot_be_corrected(town):
    made = record(town, basic()).completion
    with pytest.raises(Refused):
        revoke(completion=made, reason=" ", by=town.school_staff, now=town.now)
    with pytest.raises(NotAllowed):
        revoke(completion=made, reason="別人的", by=town.clinic_staff, now=town.now)
    revoke(completion=made, reason="登錯人", by=town.school_staff, now=town.now)
    with pytest.raises(Refused):
        correct_completion(completion=made, course=basic(), by=town.school_staff, now=town.now)
    record(town, basic())
    assert Completion.objects.count() == 2


def test_staff_who_are_no_volunteers_hold_supervisor_and_in_service_training_alone(town):
    made = record_completion(
        course=a_course("supervisor"), staff=town.school_staff, unit=town.school, by=town.school_staff, now=town.now
    )
    assert made.completion.staff == town.school_staff
    with pytest.raises(Refused):
        record_completion(course=basic(), staff=town.school_staff, unit=town.school, by=town.school_staff, now=town.now)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 30)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(("content", "ending"), [(PDF, "pdf"), (picture(), "jpg")])
def test_a_certificate_is_kept_by_its_content_and_given_out_as_a_download(client, town, content, ending):
    made = record(town, basic(), certificate=SimpleUploadedFile("x.exe", content)).completion
    assert made.certificate_file.name.endswith(ending)
    page = reverse("training_certificate", args=[made.pk])
    client.force_login(town.school_staff)
    answer = client.get(page)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    client.force_login(town.clinic_staff)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("content", [b"<html>", b"%PDF-1.4 cut short", b"", b"MZ\x90\x00"])
def test_what_is_no_certificate_is_refused(town, content):
    with pytest.raises(Refused) as refusal:
        record(town, basic(), certificate=SimpleUploadedFile("cert.pdf", content))
    assert refusal.value.problems[0].field == "certificate_file"
    assert not Completion.objects.exists()


def test_the_form_says_what_is_wrong_beside_its_field_and_then_what_followed(client, town):
    a_record(town.pupil, town.school, date(2023, 5, 2), minutes=120)
    a_completion(town.pupil, "basic", recorded_unit=town.school)
    client.force_login(town.school_staff)
    typed = {
        "volunteer": town.pupil.ref, "kind": "special", "category_id": "", "completed_on": "112/3/11",
        "hours": "6", "minutes": "", "evidence": "certificate",
    }  # fmt: skip
    wrong = client.post(reverse("training_new"), typed)
    assert wrong.status_code == 422
    assert "特殊訓練須選擇服務類別。" in wrong.content.decode()
    done = client.post(reverse("training_new"), typed | {"category_id": "EDU"}, follow=True)
    assert "2.0 小時因此改為採計。" in done.content.decode()


def test_another_units_completion_is_seen_and_not_touched(client, town):
    made = a_completion(town.pupil, recorded_unit=town.clinic)
    client.force_login(town.school_staff)
    answer = client.get(reverse("training_edit", args=[made.pk]))
    assert answer.status_code == 403
    assert "運用單位" in answer.content.decode()


def test_the_list_asks_as_often_for_fifty_as_for_one(client, town, django_assert_max_num_queries):
    client.force_login(town.school_staff)
    trained(town.pupil)
    client.get(reverse("unit_trainings"))
    asked = []
    for more in (0, 2, 47):
        for _ in range(more):
            trained(a_volunteer(unit=town.school))
        with django_assert_max_num_queries(100) as queries:
            client.get(reverse("unit_trainings"))
        asked.append(len(queries))
    assert len(set(asked)) == 1, asked
