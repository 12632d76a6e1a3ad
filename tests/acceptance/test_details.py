"""What the contract promises beyond the plain loading: good rows, warnings, differences, renewals, later trainings."""

from __future__ import annotations

import random

import pytest

from .running import run, table_counts
from .sheets import Layout, write
from .test_refusals import HUA, MING, NEW, load, unit  # noqa: F401 - the fixture

ROSTER = "序號 運用單位名稱 單位名稱 姓名 年齡 身分證字號／紀錄冊號 志工類別 狀態 年資 加入日期 服務起始日"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unit")]


def explained(number="A123456789"):
    return run("explain_hours", "--volunteer", number, "--json").told


def counts(answer):
    return tuple(answer.told[key] for key in ("rows", "created", "updated", "unchanged"))


def warned(answer):
    return [(row, code) for row, _, code in answer.codes("warnings")]


def in_unit_b(tmp_path, category="教育類", *people):
    assert run("create_unit", "乙", "乙國小", "--category", category).code == 0
    assert load(tmp_path, "volunteers", *(people or [MING]), unit="乙")[0].code == 0


def test_good_rows_go_in_and_the_refused_come_back(tmp_path):
    rows = [MING | {"服務內容": "0020"}, MING | {"服務日期訖": "1120431"}, NEW, HUA | {"服務內容": "0021"}]
    layout = Layout(above=1, blank_every=2)
    all_or_nothing, _ = load(tmp_path, "hours", *rows, layout=layout)
    assert all_or_nothing.code == 1
    assert len(explained()["records"]) == 1
    answer, seen = load(tmp_path, "hours", *rows, layout=layout, options=["--good-rows"])
    assert answer.code == 0
    assert counts(answer) == (4, 2, 0, 0)
    assert [row for row, *_ in answer.codes()] == seen[1:3]
    assert len(explained()["records"]) == 2
    again, _ = load(tmp_path, "hours", *rows, layout=layout, options=["--good-rows"])
    assert counts(again) == (4, 0, 0, 2)


def test_good_rows_with_none_good_is_refused(tmp_path):
    before = table_counts()
    answer, _ = load(tmp_path, "hours", NEW, options=["--good-rows"])
    assert answer.code == 1
    assert table_counts() == before
    dry, _ = load(tmp_path, "hours", MING | {"服務內容": "0020"}, NEW, options=["--good-rows", "--dry-run"])
    assert (dry.code, counts(dry)) == (0, (2, 1, 0, 0))
    assert table_counts() == before


def test_the_same_key_with_other_figures_in_one_file_is_refused(tmp_path):
    answer, seen = load(tmp_path, "hours", HUA, HUA | {"服務時數-小時": "9"})
    assert answer.code == 1
    assert {row for row, *_ in answer.codes()} == {seen[1]}
    twice, _ = load(tmp_path, "hours", HUA, HUA)
    assert (twice.code, counts(twice)) == (0, (2, 1, 0, 1))


def test_a_day_holds_twenty_four_hours_across_units(tmp_path):
    in_unit_b(tmp_path)
    day = {"服務日期起": "1120402", "服務日期訖": "1120402"}
    assert load(tmp_path, "hours", MING | day | {"服務時數-小時": "13"}, unit="乙")[0].code == 0
    answer, _ = load(tmp_path, "hours", MING | day | {"服務時數-小時": "11", "服務時數-分鐘": "1"})
    assert answer.code == 1
    assert load(tmp_path, "hours", MING | day | {"服務時數-小時": "11"})[0].code == 0
    full = {"服務日期起": "1120402", "服務日期訖": "1120403", "服務時數-小時": "24", "服務時數-分鐘": "1"}
    assert load(tmp_path, "hours", MING | full)[0].code == 1
    assert load(tmp_path, "hours", MING | full | {"服務時數-分鐘": "0"})[0].code == 0


def test_a_day_inside_a_full_range_is_refused(tmp_path):
    whole = MING | {"服務日期起": "1120502", "服務日期訖": "1120503", "服務時數-小時": "48"}
    assert load(tmp_path, "hours", whole)[0].code == 0
    one = MING | {"服務日期起": "1120502", "服務日期訖": "1120502", "服務時數-小時": "1"}
    assert load(tmp_path, "hours", one)[0].code == 1
    both = [{**row, "服務日期起": "1120602", "服務日期訖": to} for row, to in ((whole, "1120603"), (one, "1120602"))]
    answer, _ = load(tmp_path, "hours", *both)
    assert answer.code == 1


def test_true_but_noteworthy_rows_are_taken_with_a_warning(tmp_path):
    not_trained = HUA | {"服務日期起": "1120502", "服務日期訖": "1120502"}
    answer, seen = load(tmp_path, "hours", not_trained, MING | {"服務日期起": "1130101", "服務日期訖": "1130105"})
    assert answer.code == 0
    assert {row for row, _ in warned(answer)} == set(seen)
    growth, seen = load(
        tmp_path,
        "training",
        HUA | {"訓練類別": "成長"},
        MING | {"訓練類別": "領導訓練"},
        HUA | {"完訓日期": "110/03/14"},
    )
    assert growth.code == 0
    assert {row for row, _ in warned(growth)} == set(seen)
    state, seen = load(
        tmp_path, "volunteers", NEW | {"狀態": "離隊", "志工隊": "新隊"}, layout=Layout(extra_columns=("血型",))
    )
    assert state.code == 0
    assert any("血型" in each["message"] for each in state.told["warnings"])
    assert any("新隊" in each["message"] for each in state.told["warnings"])
    assert any(each["column"] == "狀態" for each in state.told["warnings"])


def test_a_training_entered_later_needs_a_split_and_a_correction_mends_it(tmp_path):
    may = HUA | {"服務日期起": "1120401", "服務日期訖": "1120430"}
    assert load(tmp_path, "hours", may)[0].code == 0
    basic, special = HUA | {"完訓日期": "112/03/01"}, HUA | {"訓練類別": "特殊", "服務類別": "社福"}
    late = special | {"完訓日期": "112/04/15"}
    assert load(tmp_path, "training", basic, late)[0].code == 0
    [record] = explained("D200000006")["records"]
    assert (record["counts"], record["verdict"]) == (False, "split_needed")
    assert "112/04/15" in record["sentence"]
    assert run("status_report", "--unit", "甲", "--year", 112, "--half", 1, "--format", "json").told["時數/合計"] == 8
    assert load(tmp_path, "training", special | {"完訓日期": "112/03/31"})[0].code == 0
    assert explained("D200000006")["counted_minutes"] == 480
    assert run("audit_verdicts", "--json").code == 0


def test_a_corrected_training_that_is_too_short_takes_the_hours_back(tmp_path):
    answer, _ = load(tmp_path, "training", MING | {"訓練時數": "5.5"})
    assert (answer.code, counts(answer)) == (0, (1, 0, 1, 0))
    assert explained()["counted_minutes"] == 0
    again, _ = load(tmp_path, "training", MING | {"訓練時數": "5.5"})
    assert counts(again) == (1, 0, 0, 1)
    assert run("status_report", "--unit", "甲", "--year", 112, "--half", 1, "--format", "json").told["時數/合計"] == 0
    assert run("audit_verdicts", "--json").code == 0


def test_people_are_updated_but_never_renamed(tmp_path):
    answer, _ = load(tmp_path, "volunteers", MING | {"行動電話": "0912345678", "教育程度": "碩士"})
    assert (answer.code, counts(answer)) == (0, (1, 0, 1, 0))
    left, _ = load(tmp_path, "volunteers", MING | {"教育程度": "碩士", "離隊日期": "112/06/30"})
    assert counts(left) == (1, 0, 1, 0)
    told = run("status_report", "--unit", "甲", "--year", 112, "--half", 1, "--format", "json").told
    assert told["計"] == 0
    assert told["時數/合計"] == 8
    same, _ = load(tmp_path, "volunteers", MING | {"教育程度": "碩士"})
    assert counts(same) == (1, 0, 0, 1)  # an empty cell takes nothing away
    back, _ = load(tmp_path, "volunteers", MING | {"教育程度": "碩士", "加入日期": "112/07/01"})
    assert counts(back) == (1, 1, 0, 0)


def test_the_ministrys_roster_updates_whom_it_knows(tmp_path):
    columns = ROSTER.split()
    known = {"序號": 1, "運用單位名稱": "甲協會", "單位名稱": "甲小隊", "姓名": "王小明", "年齡": 61}
    known |= {
        "身分證字號／紀錄冊號": "A123456789",
        "志工類別": "V志工",
        "狀態": "收編",
        "年資": 16.4,
        "加入日期": "110/03/15",
    }
    unknown = known | {"姓名": "張新", "身分證字號／紀錄冊號": "R123456783"}
    layout = Layout(above=3)
    path, seen = write([known, unknown], columns, tmp_path / "roster.xls", layout, random.Random(1))
    answer = run("intake", "volunteers", path, "--unit", "甲", "--json")
    assert (answer.code, answer.told["errors"]) == (0, [])
    assert answer.told["created"] == 0
    assert seen[1] in {row for row, _ in warned(answer)}


def test_honor_cards_are_the_citys_alone(tmp_path):
    assert run("intake", "honorcards", tmp_path / "honorcards.xlsx", "--unit", "甲", "--json").code == 2
    assert run("intake", "hours", tmp_path / "hours.xlsx", "--json").code == 2
    same, _ = load(tmp_path, "honorcards", MING, unit=None)
    assert counts(same) == (1, 0, 0, 1)
    assert load(tmp_path, "honorcards", MING | {"到期日": "115/12/31"}, unit=None)[0].code == 1


def test_what_a_card_used_is_not_counted_again(tmp_path):
    # HON-11: approved 112-12-13, good until 115-12-13, the next count starts 112-12-14
    card = HUA | {"卡號": "榮-2", "生效日": "112/12/13", "到期日": "115/12/13"}
    assert load(tmp_path, "honorcards", card, unit=None)[0].code == 0
    told = run("honor_card_eligibility", "--volunteer", "D200000006", "--on", "2026-12-13", "--json").told
    assert (told["from"], told["hours_to"], told["years_to"]) == ("2023-12-14", "2026-11-30", "2026-12-13")
    assert (told["full_years"], told["counted_minutes"], told["eligible"]) == (3, 0, False)
    before = run("honor_card_eligibility", "--volunteer", "D200000006", "--on", "2026-12-12", "--json").told
    assert before["full_years"] == 2
    assert {"photo", "book"} <= set(told["missing"])


def test_files_that_are_no_rosters_are_refused(tmp_path, subtests):
    junk = {"empty.csv": b"", "no-name.csv": "甲,乙\n1,2\n".encode(), "junk.xlsx": b"PK\x03\x04junk"}
    junk |= {"text.pdf": b"%PDF-1.4", "only-header.csv": "姓名,身分證字號\n".encode()}
    before = table_counts()
    for name, content in junk.items():
        with subtests.test(name):
            (tmp_path / name).write_bytes(content)
            answer = run("intake", "volunteers", tmp_path / name, "--unit", "甲", "--json")
            assert answer.code == 1
            assert answer.told["errors"]
    nowhere = run("intake", "volunteers", tmp_path / "empty.csv", "--unit", "無", "--json")
    assert (nowhere.code, [code for *_, code in nowhere.codes()]) == (1, ["unknown_unit"])
    assert run("intake", "volunteers", tmp_path / "absent.xlsx", "--unit", "甲").code == 2
    assert run("intake", "flying", tmp_path / "empty.csv", "--unit", "甲").code == 2
    assert table_counts() == before


ODD_CELLS = [
    ({"服務時數-小時": "", "服務時數-分鐘": "30"}, 30),
    ({"服務時數-分鐘": ""}, 480),
    ({"服務時數-小時": "0", "服務時數-分鐘": "75"}, 75),
    ({"服務日期起": "2023-04-01 00:00:00", "服務日期訖": "2023/4/30"}, 480),
    ({"服務日期起": "１１２０４０１", "服務日期訖": "112年4月30日"}, 480),
    ({"受服務人次": ""}, 480),
    ({"服務項目": ""}, 480),
]


def test_odd_but_true_cells_are_taken(tmp_path, subtests):
    for number, (changes, minutes) in enumerate(ODD_CELLS):
        with subtests.test(**changes):
            row = MING | {"服務內容": f"9{number}"} | changes
            had = explained()["minutes"]
            assert load(tmp_path, "hours", row)[0].code == 0
            assert explained()["minutes"] == had + minutes


def test_no_time_at_all_is_refused(tmp_path):
    for empty in ("", "0"):
        row = MING | {"服務時數-小時": empty, "服務時數-分鐘": "", "服務內容": "99"}
        assert load(tmp_path, "hours", row)[0].code == 1


def test_the_same_cover_with_other_words_is_updated(tmp_path):
    changes = ({"承保範圍": "全日24小時"}, {"承保範圍": "全日24小時", "保險金額": "2000000"}, {"保險迄日": "112/11/30"})
    for change in changes:
        answer, _ = load(tmp_path, "insurance", MING | change)
        assert (answer.code, counts(answer)) == (0, (1, 0, 1, 0)), change
        again, _ = load(tmp_path, "insurance", MING | change)
        assert counts(again) == (1, 0, 0, 1)


def test_a_training_that_another_unit_entered_is_updated_with_a_word(tmp_path):
    in_unit_b(tmp_path)
    same, _ = load(tmp_path, "training", MING, unit="乙")
    assert counts(same) == (1, 0, 0, 1)
    answer, _ = load(tmp_path, "training", MING | {"訓練時數": "12"}, unit="乙")
    assert (answer.code, counts(answer)) == (0, (1, 0, 1, 0))
    assert warned(answer)
