"""What happened to each person: joining, training, book, insurance and two years of hours, as rows of files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from volunteer_portal.rules.calendar import add_years, month_end
from volunteer_portal.rules.categories import BY_CODE
from volunteer_portal.rules.counting import counting_starts
from volunteer_portal.rules.roc import format_date
from volunteer_portal.rules.training import Completion, TrainingKind

from .people import Person
from .places import Place

SIX_HOURS_SINCE = date(2018, 6, 1)
OLDEST_JOIN = date(2008, 1, 1)
Row = dict[str, str | int]


@dataclass(slots=True)
class Member:
    """A person in a unit, with what the unit's files will say."""

    person: Person
    place: Place
    team: str
    joined_on: date
    left_on: date | None
    minutes_a_month: int


@dataclass(slots=True)
class Files:
    """The five files of one unit, as rows by column header."""

    volunteers: list[Row] = field(default_factory=list)
    training: list[Row] = field(default_factory=list)
    recordbooks: list[Row] = field(default_factory=list)
    insurance: list[Row] = field(default_factory=list)
    hours: list[Row] = field(default_factory=list)


def roster_row(member: Member) -> Row:
    """One line of 志工基本資料名冊."""
    person = member.person
    return {
        "姓名": person.name,
        "身分證字號": person.number,
        "證號類別": "統一證號" if person.number[1] in "89" else "身分證",
        "性別": person.sex,
        "出生年月日": format_date(person.born_on),
        "是否具原住民身分": "是" if person.indigenous else "否",
        "教育程度": person.education,
        "身分別": person.occupation,
        "行動電話": person.mobile,
        "電子郵件": person.email,
        "郵遞區號": person.postcode,
        "縣市": "臺南市",
        "行政區": person.district,
        "緊急聯絡人": person.emergency[0],
        "緊急聯絡人電話": person.emergency[1],
        "專長": person.skill,
        "加入日期": format_date(member.joined_on),
        "離隊日期": format_date(member.left_on) if member.left_on else "",
        "志工隊": member.team,
        "狀態": "離隊" if member.left_on else "收編",
    }


def trainings_of(random: Random, member: Member, today: date, known: list[Completion]) -> list[Completion]:
    """Basic and special training around the day of joining; some are missing, some were too short."""
    done: list[Completion] = []
    near = member.joined_on + timedelta(days=random.randrange(-40, 90))
    day = min(max(near, OLDEST_JOIN), today - timedelta(days=20))
    if not any(each.kind is TrainingKind.BASIC for each in known) and random.random() < 0.93:
        done.append(Completion(TrainingKind.BASIC, None, day, _length(random, day)))
    if random.random() < 0.88:
        special = min(day + timedelta(days=random.choice((0, 1, 7, 14, 40, 120))), today - timedelta(days=10))
        minutes = _length(random, special) if member.place.category == "SW" else random.choice((360, 480, 720))
        done.append(Completion(TrainingKind.SPECIAL, member.place.category, special, minutes))
    if random.random() < 0.25:
        later = min(day + timedelta(days=random.randrange(200, 1500)), today - timedelta(days=5))
        done.append(Completion(TrainingKind.IN_SERVICE, None, later, random.choice((120, 180, 360))))
    return done


def training_row(person: Person, completion: Completion, serial: int) -> Row:
    """One line of 教育訓練."""
    category = BY_CODE[completion.category].name if completion.category else ""
    day = format_date(completion.completed_on)
    return {
        "姓名": person.name,
        "身分證字號": person.number,
        "訓練類別": completion.kind.label.removesuffix("訓練"),
        "服務類別": category,
        "課程名稱": f"{category}{completion.kind.label}",
        "訓練起日": day,
        "訓練迄日": day,
        "訓練時數": completion.minutes // 60,
        "辦理單位": "臺南市志願服務推廣中心",
        "證書字號": f"南志訓字第{serial:07d}號",
        "完訓日期": day,
    }


def book_row(random: Random, member: Member, completions: list[Completion], serial: int, today: date) -> Row | None:
    """One line of 服務紀錄冊 for most of those who may hold one (RB-17)."""
    start = counting_starts(completions, member.place.category).day
    if start is None or random.random() < 0.15:
        return None
    issued_on = start + timedelta(days=random.randrange(5, 60))
    if issued_on > today:
        return None
    return {
        "姓名": member.person.name,
        "身分證字號": member.person.number,
        "紀錄冊號": f"南志冊{serial:07d}",
        "領冊類別": BY_CODE[member.place.category].name,
        "發冊單位": f"臺南市政府{BY_CODE[member.place.category].authority}",
        "發冊日期": format_date(issued_on),
        "申請別": "初領",
    }


def cover_rows(random: Random, member: Member, today: date, ends_soon: bool) -> Iterator[Row]:  # noqa: FBT001
    """Lines of 志工保險: yearly policies; some people were forgotten this year."""
    for year in (today.year - 2, today.year - 1, today.year):
        if random.random() < (0.12 if year == today.year else 0.06):
            continue
        first, last = date(year, 1, 1), date(year, 12, 31)
        if year == today.year and ends_soon:
            last = today + timedelta(days=12)
        begins = max(first, member.joined_on)
        if begins > last or (member.left_on and member.left_on < begins):
            continue
        yield {
            "姓名": member.person.name,
            "身分證字號": member.person.number,
            "出生年月日": format_date(member.person.born_on),
            "保險公司": "新光產險",
            "保單號碼": f"{member.place.code}-{year - 1911}",
            "承保範圍": "值勤期間(含交通)",
            "保險起日": format_date(begins),
            "保險迄日": format_date(last),
            "保險金額": 1_000_000,
        }


def hour_rows(random: Random, member: Member, completions: list[Completion], months: list[date]) -> Iterator[Row]:
    """Lines of 服務時數: one a month, split at the first counting day where it falls inside."""
    start = counting_starts(completions, member.place.category).day
    people = random.choice((0, 8, 12, 20, 40, 60))
    for first in months:
        begins, ends = max(first, member.joined_on), month_end(first)
        ends = min(ends, member.left_on) if member.left_on else ends
        if begins > ends or random.random() < 0.14:
            continue
        minutes = max(60, int(random.gauss(member.minutes_a_month, 90)) // 10 * 10)
        if start and begins < start <= ends:
            half = max(30, minutes // 20 * 10)
            yield _hours(member, begins, start - timedelta(days=1), half, people)
            yield _hours(member, start, ends, half, people)
        else:
            yield _hours(member, begins, ends, min(minutes, 1440 * ((ends - begins).days + 1)), people)


def join_day(random: Random, today: date) -> date:
    """When somebody joined: most within eight years, some long ago."""
    years = random.choices((1, 3, 6, 10, 17), (30, 28, 22, 13, 7))[0]
    return today - timedelta(days=random.randrange(20, years * 365))


def leave_day(random: Random, joined_on: date, today: date) -> date | None:
    """When somebody left, if they did."""
    if random.random() > 0.08 or add_years(joined_on, 1) >= today:
        return None
    return joined_on + timedelta(days=random.randrange(200, (today - joined_on).days))


def _hours(member: Member, begins: date, ends: date, minutes: int, people: int) -> Row:
    return {
        "姓名": member.person.name,
        "身分證字號": member.person.number,
        "服務日期起": f"{begins.year - 1911:03d}{begins:%m%d}",
        "服務日期訖": f"{ends.year - 1911:03d}{ends:%m%d}",
        "服務項目": "0340",
        "服務內容": "0017",
        "服務時數-小時": minutes // 60,
        "服務時數-分鐘": minutes % 60,
        "受服務人次": people,
        "交通費": 0,
        "誤餐費": 0,
        "服務區域": "B",
        "備註": "",
        "匯入動作": "A",
        "序號": "",
        "國外參與服務人次": 0,
        "國內參與服務人次": 0,
    }


def _length(random: Random, day: date) -> int:
    """Minutes of a uniform course: twelve hours before 107-06-01, six after; a few people took the short one early."""
    return 360 if day >= SIX_HOURS_SINCE or random.random() < 0.12 else 720
