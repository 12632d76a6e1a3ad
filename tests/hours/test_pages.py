"""Entering, correcting, splitting and removing hours on pages; what each record says about itself."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from hours.models import ServiceRecord
from hours.services import version_of
from hours.services.judging import rejudge
from tests.factories.hours import a_record, many_records
from tests.factories.insurance import a_cover
from tests.factories.training import a_completion, trained
from tests.factories.volunteers import a_membership, a_volunteer
from tests.scenarios import a_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    town = a_town()
    trained(town.pupil, on=date(2023, 3, 11))
    return town


@pytest.fixture
def staff(client, town):
    client.force_login(town.school_staff)
    return client


def typed(town, **other):
    return {"volunteer": town.pupil.ref, "served_from": "112/05/02", "hours": "2", "minutes": "30", **other}


def test_a_record_is_written_and_says_that_it_counts(staff, town):
    done = staff.post(reverse("record_new"), typed(town), follow=True)
    record = ServiceRecord.objects.get()
    assert (record.served_to, record.minutes, record.recorded_by) == (date(2023, 5, 2), 150, town.school_staff)
    assert "予以採計" in done.content.decode()


def test_what_does_not_count_is_said_at_once_with_its_reason(staff, town):
    done = staff.post(reverse("record_new"), typed(town, served_from="112/03/10"), follow=True).content.decode()
    assert "依規定不得追溯採計" in done
    assert "更正完訓日期" in done


def test_service_without_cover_is_said_and_kept(staff, town):
    a_cover(town.pupil, town.school, starts_on=date(2023, 5, 1), ends_on=date(2023, 5, 31))
    covered = staff.post(reverse("record_new"), typed(town), follow=True).content.decode()
    assert "沒有志工保險" not in covered
    gap = staff.post(reverse("record_new"), typed(town, served_from="112/06/01"), follow=True).content.decode()
    assert "112/06/01 沒有志工保險" in gap
    assert ServiceRecord.objects.count() == 2


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"served_from": "112/02/30"}, "沒有這一天"),
        ({"served_from": "112/03/01", "served_to": "112/03/20"}, "112/03/11"),
        ({"served_from": "112/05/31", "served_to": "112/06/01"}, "同一個月"),
        ({"served_from": "199/01/01"}, "晚於今天"),
        ({"served_from": "98/12/31"}, "加入日期"),
        ({"hours": "25"}, "最多 24 小時"),
        ({"hours": "0", "minutes": "0"}, "大於 0"),
        ({"hours": ""}, "必填"),
        ({"volunteer": ""}, "必填"),
    ],
)
def test_what_is_wrong_stands_in_the_summary_and_nothing_is_written(staff, town, other, words):
    answer = staff.post(reverse("record_new"), typed(town, **other))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "error-summary" in shown
    assert "錯誤：" in shown
    assert words in shown or words == "必填"
    assert not ServiceRecord.objects.exists()


def test_another_units_member_cannot_be_chosen(staff, town):
    assert staff.post(reverse("record_new"), typed(town, volunteer=town.nurse.ref)).status_code == 422


def test_the_day_is_full_whichever_unit_filled_it(staff, town):
    a_membership(town.pupil, town.clinic)
    a_record(town.pupil, town.clinic, date(2023, 5, 2), minutes=1300)
    answer = staff.post(reverse("record_new"), typed(town))
    assert answer.status_code == 422
    assert "超過這些天的 24 小時" in answer.content.decode()


def test_a_correction_needs_a_reason_and_a_fresh_form(staff, town):
    record = a_record(town.pupil, town.school, date(2023, 5, 2), minutes=150)
    page = reverse("record_edit", args=[record.pk])
    form = {**typed(town), "hours": "3", "minutes": "0", "seen": version_of(record)}
    assert staff.post(page, form).status_code == 422
    assert staff.post(page, form | {"reason": "核對簽到簿"}).status_code == 302
    record.refresh_from_db()
    assert (record.minutes, record.reason, record.counted_minutes) == (180, "核對簽到簿", 180)
    stale = staff.post(page, form | {"reason": "又改", "hours": "9"})
    assert stale.status_code == 409
    assert "剛剛被別人改過" in stale.content.decode()
    record.refresh_from_db()
    assert record.minutes == 180


def test_removing_keeps_the_reason_in_the_history(staff, town):
    record = a_record(town.pupil, town.school, date(2023, 5, 2))
    page = reverse("record_remove", args=[record.pk])
    assert staff.post(page, {"seen": version_of(record)}).status_code == 422
    assert staff.post(page, {"seen": version_of(record), "reason": "重複登錄"}).status_code == 302
    last = ServiceRecord.pgh_event_model.objects.order_by("-pgh_id").first()
    assert (last.pgh_label, last.reason) == ("delete", "重複登錄")
    assert staff.post(page, {"seen": "", "reason": "再一次"}).status_code == 404


def test_a_record_cut_by_a_later_training_is_split_on_its_page(staff, town):
    a_membership(town.pupil, town.clinic)
    record = a_record(town.pupil, town.school, date(2023, 5, 1), date(2023, 5, 31), minutes=600, people_served=7)
    town.pupil.completions.all().delete()
    a_completion(town.pupil, "basic", date(2023, 3, 4), minutes=720)
    a_completion(town.pupil, "special", date(2023, 5, 11), category_id="EDU")
    rejudge(volunteer_ids=[town.pupil.pk])
    record.refresh_from_db()
    assert record.verdict == "split_needed"
    assert "分成兩筆" in staff.get(reverse("record_detail", args=[record.pk])).content.decode()
    page = reverse("record_split", args=[record.pk])
    assert "112/05/11" in staff.get(page).content.decode()
    for wrong in ("0", "10"):
        assert staff.post(page, {"hours": wrong, "minutes": "0", "seen": version_of(record)}).status_code == 422
    assert staff.post(page, {"hours": "4", "minutes": "0", "seen": version_of(record)}).status_code == 302
    halves = ServiceRecord.objects.order_by("served_from").values_list(
        "served_from", "served_to", "minutes", "counted_minutes", "people_served"
    )
    assert list(halves) == [
        (date(2023, 5, 1), date(2023, 5, 10), 240, 0, 0),
        (date(2023, 5, 11), date(2023, 5, 31), 360, 360, 7),
    ]


def test_an_officer_sees_why_and_finds_no_button(client, town):
    record = a_record(town.pupil, town.school, date(2023, 3, 10))
    client.force_login(town.school_officer)
    shown = client.get(reverse("record_detail", args=[record.pk])).content.decode()
    assert "志願服務法第9條" in shown
    assert reverse("record_edit", args=[record.pk]) not in shown
    for name in ("record_edit", "record_remove", "record_split"):
        assert client.post(reverse(name, args=[record.pk]), {"reason": "x"}).status_code == 404
    client.force_login(town.clinic_officer)
    assert client.get(reverse("record_detail", args=[record.pk])).status_code == 404


def test_the_list_opens_at_the_latest_month_and_filters(staff, town):
    a_record(town.pupil, town.school, date(2023, 5, 2), minutes=60)
    a_record(town.pupil, town.school, date(2023, 3, 10), minutes=90)
    page = reverse("unit_hours")
    latest = staff.get(page)
    assert (latest.context["counted"], latest.context["not_counted"]) == (60, 0)
    every = staff.get(page, {"month": ""})
    assert (every.context["counted"], every.context["not_counted"]) == (60, 90)
    for query, rows in (({"verdict": "not"}, 1), ({"verdict": "counted"}, 1), ({"q": "沒有這人"}, 0)):
        assert staff.get(page, query).context["table"].paginator.count == rows


def test_a_volunteer_reads_the_reason_of_each_record(client, town):
    a_record(town.pupil, town.school, date(2023, 3, 10), minutes=90)
    a_record(town.nurse, town.clinic, date(2023, 3, 10), minutes=660)
    client.force_login(town.pupil_account)
    shown = client.get(reverse("my_hours")).content.decode()
    assert "尚未完成" in shown
    assert "11.0" not in shown
    assert client.get(reverse("my_hours"), {"show": "not", "page": "x"}).status_code == 200


def test_the_list_asks_as_often_for_fifty_as_for_one(staff, town, django_assert_max_num_queries):
    many_records([town.pupil], town.school, [date(2023, 5, 2)])
    staff.get(reverse("unit_hours"))
    asked = []
    for more in (0, 2, 47):
        people = [a_volunteer(unit=town.school) for _ in range(more)]
        many_records(people, town.school, [date(2023, 5, 3)])
        with django_assert_max_num_queries(100) as queries:
            staff.get(reverse("unit_hours"))
        asked.append(len(queries))
    assert len(set(asked)) == 1, asked
