"""The deck's worked report, filled by the rules alone from the unit's own five files: every cell equal."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.rules.courses import HOUR, day
from volunteer_portal.rules.calendar import HalfYear, age_on, completed_years
from volunteer_portal.rules.categories import read_category
from volunteer_portal.rules.counting import Verdict, prepare
from volunteer_portal.rules.identity import check
from volunteer_portal.rules.record_limits import DayLoad, Stay, problems
from volunteer_portal.rules.status_report import (
    BY_KEY,
    EDUCATION,
    PUBLIC_OCCUPATIONS,
    TRAINING_ROWS,
    age_band,
    in_population,
    json_value,
    years_band,
)
from volunteer_portal.rules.training import Completion, read_kind

FILES = Path(__file__).parents[1] / "data/slide-112h1"
HALF = HalfYear(112, 1)


def rows(name):
    with (FILES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def stay_of(person):
    return Stay(day(person["加入日期"]), day(person["離隊日期"]) if person["離隊日期"] else None)


@pytest.fixture(scope="module")
def people():
    return {check(row["身分證字號"]).value: row for row in rows("volunteers")}


@pytest.fixture(scope="module")
def members(people):
    return {number: row for number, row in people.items() if in_population(*stay_of(row), HALF.ends_on)}


@pytest.fixture(scope="module")
def trained():
    facts = defaultdict(list)
    for row in rows("training"):
        category = read_category(row["服務類別"]) if row["服務類別"] else None
        minutes = int(float(row["訓練時數"]) * HOUR)
        facts[row["身分證字號"]].append(Completion(read_kind(row["訓練類別"]), category, day(row["完訓日期"]), minutes))
    return {number: prepare(courses) for number, courses in facts.items()}


@pytest.fixture(scope="module")
def served(people, trained):
    """Number, first and last day, minutes, people served, verdict of each row of hours; none is refused."""
    loads, records = defaultdict(DayLoad), []
    for row in rows("hours"):
        number, first, last = row["身分證字號"], day(row["服務日期起"]), day(row["服務日期訖"])
        minutes = int(row["服務時數-小時"]) * HOUR + int(row["服務時數-分鐘"])
        person = trained.get(number) or prepare(())
        assert not problems(
            served_from=first,
            served_to=last,
            minutes=minutes,
            today=day("115/01/01"),
            stays=[stay_of(people[number])],
            others=loads[number],
            starts_on=person.start("SW").day,
            born_on=day(people[number]["出生年月日"]),
        )
        loads[number].add(first, last, minutes)
        records.append((number, last, minutes, int(row["受服務人次"]), person.judge(first, last, "SW").verdict))
    return records


def count_people(cells, members):
    cells["隊數"] = len({row["志工隊"] for row in members.values()})
    for number, row in members.items():
        sex = {"M": "男", "F": "女"}[check(number).sex]
        assert sex == row["性別"]
        cells.update(["計", sex, f"身分別/{row['身分別']}/{sex}", f"教育程度/{EDUCATION[row['教育程度']]}/{sex}"])
        cells[f"年齡/{age_band(age_on(day(row['出生年月日']), HALF.ends_on)).key}/{sex}"] += 1
        cells[f"年資/{years_band(completed_years(day(row['加入日期']), HALF.ends_on)).key}"] += 1
        cells[f"原住民/{sex}"] += row["是否具原住民身分"] == "是"


def count_papers(cells, members):
    for row in rows("recordbooks"):
        cells[f"領有紀錄冊/{members[row['身分證字號']]['性別']}"] += day(row["發冊日期"]) <= HALF.ends_on
    for row in rows("insurance"):
        insured = day(row["保險起日"]) <= HALF.ends_on <= day(row["保險迄日"])
        cells[f"志工保險/{members[row['身分證字號']]['性別']}"] += insured


def count_training(cells, members, trained):
    completions = [fact for number in members for fact in trained[number].completions]
    for fact in completions:
        if HALF.contains(fact.completed_on):
            kind = next(row for row, kinds in TRAINING_ROWS.items() if fact.kind in kinds)
            for row in (kind, "合計"):
                cells[f"訓練/{row}/人次"] += 1
                cells[f"訓練/{row}/時數"] += fact.minutes


def count_hours(cells, people, served):
    for number, last, minutes, helped, verdict in served:
        if verdict is Verdict.COUNTED and HALF.contains(last):
            public = people[number]["身分別"] in PUBLIC_OCCUPATIONS
            cells["時數/合計"] += minutes
            cells["時數/公教" if public else "時數/非公教"] += minutes
            cells["接受服務人次"] += helped


def test_every_cell_equals_the_slide(people, members, trained, served):
    cells = Counter()
    count_people(cells, members)
    count_papers(cells, members)
    count_training(cells, members, defaultdict(lambda: prepare(()), trained))
    count_hours(cells, people, served)
    expected = json.loads((FILES / "expected.json").read_text(encoding="utf-8"))
    assert {key: json_value(BY_KEY[key], cells[key]) for key in expected} == expected


def test_the_traps_of_the_files_were_met(served):
    verdicts = {verdict for *_, verdict in served}
    assert {Verdict.TOO_EARLY, Verdict.NO_BASIC} < verdicts
    assert any(not HALF.contains(last) for _, last, *_ in served)
