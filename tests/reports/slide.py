"""The deck's own example, built straight from its files: 45 volunteers, 1,261.7 hours."""

from __future__ import annotations

import csv
from pathlib import Path

from hours.models import ServiceRecord
from hours.services.judging import rejudge
from insurance.models import Coverage
from recordbook.models import RecordBook
from tests.factories.hours import NOON
from tests.factories.insurance import a_contract
from tests.factories.units import a_unit
from tests.factories.volunteers import a_membership, a_volunteer
from training.models import Completion
from units.models import OperatingUnit, Team
from volunteer_portal.rules.categories import read_category
from volunteer_portal.rules.roc import parse_date
from volunteers.enums import Education, Occupation
from volunteers.models import Volunteer

FOLDER = Path(__file__).resolve().parent.parent / "data" / "slide-112h1"
KINDS = {
    "基礎": "basic",
    "特殊": "special",
    "成長": "growth",
    "領導": "leadership",
    "督導": "supervisor",
    "在職": "in_service",
}


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def code_of(choices, label: str) -> str:
    return next(member.value for member in choices if str(member.label) == label)


def day(text: str):
    return parse_date(text) if text else None


def load_slide(unit: OperatingUnit | None = None) -> OperatingUnit:
    """The unit with everything in its files, judged."""
    unit = unit or a_unit("SW", name="晴岸社區照顧協會")
    people: dict[str, Volunteer] = {}
    for row in rows_of("volunteers"):
        team = Team.objects.get_or_create(unit=unit, name=row["志工隊"])[0] if row["志工隊"] else None
        person = people.get(row["身分證字號"]) or a_volunteer(
            row["姓名"],
            number=row["身分證字號"],
            sex="M" if row["性別"] == "男" else "F",
            born_on=day(row["出生年月日"]),
            is_indigenous=row["是否具原住民身分"] == "是",
            education=code_of(Education, row["教育程度"]),
            occupation=code_of(Occupation, row["身分別"]),
        )
        people[row["身分證字號"]] = person
        a_membership(person, unit, joined_on=day(row["加入日期"]), left_on=day(row["離隊日期"]), team=team)
    Completion.objects.bulk_create(
        Completion(
            volunteer=people[row["身分證字號"]],
            kind=KINDS[row["訓練類別"].removesuffix("訓練")],
            category_id=read_category(row["服務類別"]) if row["服務類別"] else None,
            minutes=round(float(row["訓練時數"]) * 60),
            completed_on=day(row["完訓日期"]),
        )
        for row in rows_of("training")
    )
    RecordBook.objects.bulk_create(
        RecordBook(
            volunteer=people[row["身分證字號"]],
            book_number=row["紀錄冊號"],
            category_id=read_category(row["領冊類別"]),
            issued_on=day(row["發冊日期"]),
        )
        for row in rows_of("recordbooks")
    )
    Coverage.objects.bulk_create(
        Coverage(
            volunteer=people[row["身分證字號"]],
            unit=unit,
            contract=a_contract(unit, insurer=row["保險公司"], policy_number=row["保單號碼"]),
            starts_on=day(row["保險起日"]),
            ends_on=day(row["保險迄日"]),
        )
        for row in rows_of("insurance")
    )
    ServiceRecord.objects.bulk_create(
        ServiceRecord(
            volunteer=people[row["身分證字號"]],
            unit=unit,
            category_id=unit.category_id,
            served_from=day(row["服務日期起"]),
            served_to=day(row["服務日期訖"]),
            item_code=row["服務項目"],
            content_code=row["服務內容"],
            minutes=int(row["服務時數-小時"] or 0) * 60 + int(row["服務時數-分鐘"] or 0),
            people_served=int(row["受服務人次"] or 0),
            verdict="no_basic",
            recorded_at=NOON,
        )
        for row in rows_of("hours")
    )
    rejudge(volunteer_ids=[person.pk for person in people.values()])
    return unit
