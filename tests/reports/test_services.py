"""Draft, adjust, send, accept, unlock: what is allowed, what is refused, and in which words."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.comparing import adjusted_in, compare_versions
from reports.enums import State, UnlockState
from reports.models import StatusReport, Unlock
from reports.notices import owing, still_owed
from reports.services import (
    accept,
    accept_many,
    adjust_cell,
    ask_unlock,
    decline_unlock,
    draft_report,
    grant_unlock,
    recompute,
    remove_draft,
    restore_cell,
    save_draft,
    set_manual,
    submit,
    unlock_unasked,
)
from tests.factories.units import city_officer, officer_of, staff_of
from tests.factories.volunteers import a_volunteer
from units.models import OperatingUnit
from volunteer_portal.access.errors import NotAllowed, Overtaken, Refused
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.status_report import BY_KEY, CELLS, check

from .makers import EARLY, LATER, PERIOD, TOO_LATE, a_draft, a_sent_report, a_unit_with_people

pytestmark = pytest.mark.django_db


def values_of(report):
    return {cell.key: cell.value for cell in report.cells.all()}


def test_a_draft_is_computed_when_made_and_made_once():
    unit = a_unit_with_people()
    staff = staff_of(unit)
    report = a_draft(unit, by=staff)
    assert report.state == State.DRAFT
    assert report.cells.count() == 65
    assert values_of(report)["計"] == 3
    assert a_draft(unit, by=staff).pk == report.pk
    assert a_draft(unit, by=staff).draft_version == report.draft_version


def test_computing_again_keeps_what_a_person_adjusted():
    unit = a_unit_with_people()
    staff = staff_of(unit)
    report = a_draft(unit, by=staff)
    adjust_cell(report=report, key="教育程度/高中職/女", value=5, by=staff, now=LATER)
    a_volunteer(unit=unit, sex="F")
    report = recompute(report=report, by=staff, now=LATER)
    cell = report.cells.get(key="教育程度/高中職/女")
    assert (cell.computed, cell.adjusted, cell.value, cell.adjusted_by) == (2, 5, 5, staff)
    assert report.cells.get(key="計").value == 4
    report = restore_cell(report=report, key="教育程度/高中職/女", by=staff, now=LATER)
    assert report.cells.get(key="教育程度/高中職/女").adjusted is None


def test_the_computed_value_typed_again_is_no_adjustment_but_a_manual_zero_is_an_answer():
    report = a_draft()
    staff = report.updated_by
    report = adjust_cell(report=report, key="計", value=3, by=staff, now=LATER)
    assert report.cells.get(key="計").adjusted is None
    report = set_manual(report=report, meetings=0, people_awarded=4, by=staff, now=LATER)
    assert report.cells.get(key="聯繫會報/場次").adjusted == 0
    assert report.cells.get(key="表揚獎勵/人數").value == 4


@pytest.mark.parametrize("value", [-1, 10**12])
def test_impossible_numbers_are_refused_with_the_cell_named(value):
    report = a_draft()
    with pytest.raises(Refused, match="表揚獎勵人數須為 0 以上的整數"):
        adjust_cell(report=report, key="表揚獎勵/人數", value=value, by=report.updated_by, now=LATER)


def test_a_stale_page_is_told_and_writes_nothing():
    report = a_draft()
    staff, colleague = report.updated_by, staff_of(report.unit, name="許禾安")
    seen = report.draft_version
    adjust_cell(report=report, key="計", value=9, by=colleague, now=LATER, draft_version=seen)
    with pytest.raises(Overtaken, match=r"許禾安已於 .* 改過這份報表"):
        adjust_cell(report=report, key="計", value=8, by=staff, now=LATER, draft_version=seen)
    assert values_of(report)["計"] == 9


def test_sending_freezes_and_locks():
    report = a_sent_report()
    staff = report.updated_by
    assert (report.state, report.sent, report.submitted_at) == (State.SUBMITTED, 1, LATER)
    submission = report.submissions.get()
    assert submission.values == values_of(report)
    assert (submission.number, submission.late, submission.submitted_by) == (1, False, staff)
    with pytest.raises(Overtaken, match="提交並鎖定"):
        adjust_cell(report=report, key="計", value=9, by=staff, now=LATER)
    with pytest.raises(Overtaken):
        recompute(report=report, by=staff, now=LATER)
    with pytest.raises(Overtaken):
        remove_draft(report=report, by=staff, now=LATER)


def test_sending_twice_sends_once():
    report = a_draft()
    staff = report.updated_by
    first = submit(report=report, by=staff, now=LATER, draft_version=report.draft_version)
    again = submit(report=report, by=staff, now=LATER, draft_version=report.draft_version)
    assert first == again
    assert report.submissions.count() == 1


def test_sending_an_old_page_is_told():
    report = a_draft()
    staff = report.updated_by
    seen = report.draft_version
    set_manual(report=report, meetings=1, people_awarded=4, by=staff, now=LATER)
    with pytest.raises(Overtaken):
        submit(report=report, by=staff, now=LATER, draft_version=seen)


def test_not_before_the_period_ends_and_late_after_the_due_day():
    report = a_draft(now=EARLY)
    OperatingUnit.objects.filter(pk=report.unit_id).update(created_at=EARLY)
    staff = report.updated_by
    with pytest.raises(Refused, match="115/07/01 起才能提交"):
        submit(report=report, by=staff, now=EARLY, draft_version=report.draft_version)
    assert submit(report=report, by=staff, now=TOO_LATE, draft_version=report.draft_version).late


def test_a_correction_is_as_late_as_the_first_version():
    report = a_sent_report()
    OperatingUnit.objects.filter(pk=report.unit_id).update(created_at=EARLY)
    assert report.unit_id not in owing(PERIOD)
    unlock_unasked(report=report, by=officer_of("EDU"), now=LATER, reason="請核對")
    assert report.unit_id not in owing(PERIOD)
    assert not still_owed("115-1", report.unit_id)
    report.refresh_from_db()
    sent = submit(report=report, by=report.updated_by, now=TOO_LATE, draft_version=report.draft_version)
    assert (sent.number, sent.late) == (2, False)


def test_a_unit_entered_after_the_due_day_is_not_late():
    report = a_draft(now=TOO_LATE)
    OperatingUnit.objects.filter(pk=report.unit_id).update(created_at=TOO_LATE)
    assert report.unit_id not in owing(PERIOD)
    report.unit.refresh_from_db()
    assert not submit(report=report, by=report.updated_by, now=TOO_LATE, draft_version=report.draft_version).late


def test_no_report_of_a_half_year_that_has_not_begun():
    unit = a_unit_with_people()
    with pytest.raises(Refused, match="才能建立報表"):
        draft_report(unit=unit, period=HalfYear(115, 2), by=staff_of(unit), now=EARLY)
    assert not StatusReport.objects.exists()


ERRORS = [found.code for found in check({cell.key: cell.example for cell in CELLS}) if found.severity == "error"]
BREAKING = {
    "sex": "計",
    "age_m": "年齡/18-29歲/男",
    "age_f": "年齡/65歲以上/女",
    "education_m": "教育程度/大專/男",
    "education_f": "教育程度/高中職/女",
    "years": "年資/1年以下",
    "occupation_m": "身分別/學生/男",
    "occupation_f": "身分別/其它/女",
    "hours": "時數/公教",
    "training_people": "訓練/基礎訓練/人次",
    "training_hours": "訓練/特殊訓練/時數",
    "indigenous_m": "原住民/男",
    "indigenous_f": "原住民/女",
    "books_m": "領有紀錄冊/男",
    "books_f": "領有紀錄冊/女",
    "insured_m": "志工保險/男",
    "insured_f": "志工保險/女",
}


def test_every_identity_has_a_breaking_case():
    # the other three cannot be broken through the services: a cell is always there, whole and not negative
    assert set(BREAKING) == set(ERRORS) - {"complete", "whole_numbers", "not_negative"}


@pytest.mark.parametrize(("code", "key"), BREAKING.items())
def test_a_broken_identity_blocks_sending_and_says_what_differs(code, key):
    report = a_draft()
    staff = report.updated_by
    value = report.cells.get(key=key).computed + 7
    report = adjust_cell(report=report, key=key, value=value, by=staff, now=LATER)
    with pytest.raises(Refused) as refusal:
        submit(report=report, by=staff, now=LATER, draft_version=report.draft_version)
    assert code in {problem.code for problem in refusal.value.problems}
    assert not report.submissions.exists()
    report = restore_cell(report=report, key=key, by=staff, now=LATER)
    assert submit(report=report, by=staff, now=LATER, draft_version=report.draft_version).number == 1


def test_a_jump_of_more_than_a_fifth_wants_a_remark():
    unit = a_unit_with_people(people=3)
    staff = staff_of(unit)
    a_sent_report(unit, by=staff, period=PERIOD.previous())
    a_volunteer(unit=unit)
    report = a_draft(unit, by=staff)
    with pytest.raises(Refused, match="計與上期相差超過 20%，請說明原因"):
        submit(report=report, by=staff, now=LATER, draft_version=report.draft_version)
    sent = submit(report=report, by=staff, now=LATER, draft_version=report.draft_version, remark="新增一隊")
    assert sent.remark == "新增一隊"


def test_unlock_correct_send_again_and_compare():
    report = a_sent_report()
    staff, officer = report.updated_by, officer_of("EDU")
    unlock = ask_unlock(report=report, by=staff, now=LATER, reason="保險名冊漏匯入 2 人")
    with pytest.raises(Refused, match="正在等候承辦人處理"):
        ask_unlock(report=report, by=staff, now=LATER, reason="再一次")
    grant_unlock(unlock=unlock, by=officer, now=LATER)
    report.refresh_from_db()
    assert report.state == State.REOPENED
    assert values_of(report) == report.submissions.get().values  # nothing is lost by unlocking
    report = adjust_cell(report=report, key="志工保險/女", value=1, by=staff, now=LATER)
    submit(report=report, by=staff, now=LATER, draft_version=report.draft_version)
    first, second = report.submissions.all()
    (difference,) = compare_versions(first, second)
    assert (difference.cell.key, difference.before, difference.after) == ("志工保險/女", 0, 1)
    (adjusted,) = adjusted_in(second)
    assert (adjusted.cell, adjusted.computed_after, adjusted.after) == (BY_KEY["志工保險/女"], 0, 1)
    assert compare_versions(first, first) == []


def test_declining_needs_a_reason_and_leaves_the_report_locked():
    report = a_sent_report()
    staff, officer = report.updated_by, officer_of("EDU")
    unlock = ask_unlock(report=report, by=staff, now=LATER, reason="想改")
    with pytest.raises(Refused, match="不同意的原因"):
        decline_unlock(unlock=unlock, by=officer, now=LATER, answer=" ")
    decline_unlock(unlock=unlock, by=officer, now=LATER, answer="請先說明要改哪一格")
    report.refresh_from_db()
    assert report.state == State.SUBMITTED
    with pytest.raises(Overtaken, match=r"已由.*處理：未同意"):
        grant_unlock(unlock=unlock, by=officer, now=LATER)
    assert ask_unlock(report=report, by=staff, now=LATER, reason="志工保險要補 2 人").state == UnlockState.ASKED


def test_asking_needs_a_reason_and_a_locked_report():
    report = a_draft()
    staff = report.updated_by
    with pytest.raises(Overtaken, match="沒有鎖定"):
        ask_unlock(report=report, by=staff, now=LATER, reason="x")
    submit(report=report, by=staff, now=LATER, draft_version=report.draft_version)
    with pytest.raises(Refused, match="請寫明要更正什麼"):
        ask_unlock(report=report, by=staff, now=LATER, reason="  ")


def test_an_officer_unlocks_unasked_with_a_reason_even_after_acceptance():
    report = a_sent_report()
    officer = officer_of("EDU")
    accept(report=report, by=officer, now=LATER)
    with pytest.raises(Refused, match="請寫明要單位更正什麼"):
        unlock_unasked(report=report, by=officer, now=LATER, reason="")
    unlock = unlock_unasked(report=report, by=officer, now=LATER, reason="訓練時數請核對")
    report.refresh_from_db()
    assert (report.state, unlock.state, unlock.asked_by) == (State.REOPENED, UnlockState.GRANTED, officer)
    with pytest.raises(Overtaken, match="已經解鎖"):
        unlock_unasked(report=report, by=officer, now=LATER, reason="再一次")


def test_unlocking_unasked_answers_the_request_that_waits():
    report = a_sent_report()
    asked = ask_unlock(report=report, by=report.updated_by, now=LATER, reason="漏匯入")
    granted = unlock_unasked(report=report, by=officer_of("EDU"), now=LATER, reason="請一併核對時數")
    assert granted.pk == asked.pk
    assert granted.answer == "請一併核對時數"
    assert Unlock.objects.count() == 1


def test_accepting_what_was_not_seen_is_refused():
    report = a_sent_report()
    officer = officer_of("EDU")
    with pytest.raises(Overtaken, match="第 1 版"):
        accept(report=report, by=officer, now=LATER, number=2)
    accept(report=report, by=officer, now=LATER, number=1)
    report.refresh_from_db()
    assert report.state == State.ACCEPTED
    with pytest.raises(Overtaken, match=r"已由.*處理"):
        accept(report=report, by=officer, now=LATER)


def test_many_are_accepted_and_those_decided_meanwhile_come_back_with_the_reason():
    reports = [a_sent_report() for _ in range(3)]
    officer = officer_of("EDU")
    accept(report=reports[1], by=officer, now=LATER)
    accepted, left = accept_many(reports=reports, by=officer, now=LATER)
    assert accepted == [reports[0], reports[2]]
    assert [(report, "已由" in sentence) for report, sentence in left] == [(reports[1], True)]


WRONG = {
    "the city on a school's report": lambda _unit: city_officer(),
    "health on a school's report": lambda _unit: officer_of("HEA"),
    "the unit itself": staff_of,
    "another unit": lambda _unit: staff_of(a_unit_with_people()),
}


@pytest.mark.parametrize("who", WRONG)
def test_only_the_proper_officer_accepts_and_unlocks(who):
    report = a_sent_report()
    unlock = ask_unlock(report=report, by=report.updated_by, now=LATER, reason="漏匯入")
    stranger = WRONG[who](report.unit)
    for attempt in (
        lambda: accept(report=report, by=stranger, now=LATER),
        lambda: grant_unlock(unlock=unlock, by=stranger, now=LATER),
        lambda: decline_unlock(unlock=unlock, by=stranger, now=LATER, answer="不行"),
        lambda: unlock_unasked(report=report, by=stranger, now=LATER, reason="改"),
    ):
        with pytest.raises(NotAllowed, match="教育類的概況表由該類別的目的事業主管機關審核與解鎖"):
            attempt()
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


@pytest.mark.parametrize("category", ["SW", "GEN"])
def test_welfare_and_general_reports_are_the_citys(category):
    report = a_sent_report(a_unit_with_people(category))
    unlock = ask_unlock(report=report, by=report.updated_by, now=LATER, reason="漏匯入")
    with pytest.raises(NotAllowed, match="由社會局（志願服務推廣中心）審核與解鎖"):
        grant_unlock(unlock=unlock, by=officer_of("EDU"), now=LATER)
    assert grant_unlock(unlock=unlock, by=city_officer(), now=LATER).state == UnlockState.GRANTED


def test_officers_and_strangers_do_not_fill_in_or_send():
    report = a_draft()
    for other in (officer_of("EDU"), city_officer(), staff_of(a_unit_with_people())):
        with pytest.raises(NotAllowed, match="承辦人填寫、提交與申請解鎖"):
            save_draft(report=report, by=other, now=LATER, draft_version=None, values={"計": 1})
        with pytest.raises(NotAllowed):
            submit(report=report, by=other, now=LATER, draft_version=report.draft_version)
        with pytest.raises(NotAllowed):
            draft_report(unit=report.unit, period=PERIOD.previous(), by=other, now=LATER)
    assert StatusReport.objects.count() == 1


def test_a_draft_never_sent_can_be_thrown_away():
    report = a_draft()
    remove_draft(report=report, by=report.updated_by, now=LATER)
    assert not StatusReport.objects.exists()


def test_sending_takes_few_queries():
    report = a_draft()
    with CaptureQueriesContext(connection) as queries:
        submit(report=report, by=report.updated_by, now=LATER, draft_version=report.draft_version)
    assert len(queries) <= 30


def test_the_authority_of_social_welfare_does_not_unlock_what_the_promotion_centre_unlocks():
    report = a_sent_report(a_unit_with_people("SW"))
    unlock = ask_unlock(report=report, by=report.updated_by, now=LATER, reason="漏匯入")
    with pytest.raises(NotAllowed):
        grant_unlock(unlock=unlock, by=officer_of("SW"), now=LATER)
    with pytest.raises(NotAllowed):
        unlock_unasked(report=report, by=officer_of("SW"), now=LATER, reason="請更正")
    assert grant_unlock(unlock=unlock, by=city_officer(), now=LATER).state == UnlockState.GRANTED
