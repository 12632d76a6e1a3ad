"""What the contract's text says a unit's files amount to: an oracle that shares no code with the product.

It reads the same rows that the product is given, and computes the 65 cells of the status report, what
explain_hours says, and who may have an honor card. Minutes are integers throughout.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from .reading import category, completed_years, day, legal_period_end, plain

EARLIEST = date(2001, 1, 22)  # TIME-2
SHORTER_COURSES = date(2018, 6, 1)  # TIME-4
AGES = [("未滿12歲", 0, 11), ("12-17歲", 12, 17), ("18-29歲", 18, 29), ("30-49歲", 30, 49)]
AGES += [("50-54歲", 50, 54), ("55-64歲", 55, 64), ("65歲以上", 65, 999)]
SERVICE = [("1年以下", 0, 0), ("1至3年未滿", 1, 2), ("3至5年未滿", 3, 4), ("5至10年未滿", 5, 9), ("10年以上", 10, 999)]
SCHOOLS = {"不識字": "國中以下", "自修": "國中以下", "國小": "國中以下", "國中": "國中以下", "高中職": "高中職"}
SCHOOLS |= {"專科": "大專", "大學": "大專", "碩士": "研究所", "博士": "研究所"}
OCCUPATIONS = ["公教現職", "公教退休", "工商界", "退休人員", "家庭管理", "學生", "其它"]
Row = dict[str, object]


def _ranged(value: int, bands: list[tuple[str, int, int]]) -> str:
    return next(name for name, low, high in bands if low <= value <= high)


@dataclass
class Person:
    """One person as the files of all units tell."""

    number: str
    sex: str = ""
    born: date = date.min
    school: str = ""
    occupation: str = ""
    indigenous: bool = False
    joined: dict[tuple[str, date], date | None] = field(default_factory=dict)  # (unit, day): day left
    trained: dict[tuple[str, str | None, date], float] = field(default_factory=dict)  # hours
    book: date | None = None
    covers: list[tuple[date, date]] = field(default_factory=list)
    cards: list[tuple[date, date]] = field(default_factory=list)

    def membership(self, unit: str, on: date) -> date | None:
        """The day of joining if a member who stays beyond that day (§4's population)."""
        days = [at for (of, at), left in self.joined.items() if of == unit and at <= on and (not left or left > on)]
        return max(days) if days else None

    def finished(self, kind: str, of: str | None) -> date | None:
        """The first day on which a sufficient course of that kind was completed."""
        enough = []
        for (had, into, done), hours in self.trained.items():
            if had != kind or (kind == "特殊" and into != of):
                continue
            needed = 6 if done >= SHORTER_COURSES else 12
            if kind == "特殊" and of != "SW":
                needed = 0  # OPEN-8: only SPT-1 is fixed
            if hours >= needed:
                enough.append(done)
        return min(enough, default=None)

    def start(self, of: str) -> date | None:
        """HRS-15: the first day that counts in a category."""
        basic, special = self.finished("基礎", None), self.finished("特殊", of)
        return max(basic, special, EARLIEST) if basic and special else None

    def covered(self, on: date) -> bool:
        """Whether some cover holds on that day, whoever bought it."""
        return any(since <= on <= until for since, until in self.covers)


@dataclass
class Hour:
    """One record of hours."""

    unit: str
    person: Person
    since: date
    until: date
    item: str
    content: str
    minutes: int
    served: int


class World:
    """Everything the files said, in the order they were loaded."""

    def __init__(self) -> None:
        """Start with nobody."""
        self.units: dict[str, str] = {}
        self.teams: dict[str, dict[str, date]] = defaultdict(dict)  # since the first member joined
        self.people: dict[str, Person] = {}
        self.hours: list[Hour] = []

    def add_unit(self, code: str, of: str) -> None:
        """Add a unit of a category."""
        self.units[code] = of

    def load(self, kind: str, unit: str, rows: list[Row]) -> None:
        """Take in the rows of one file."""
        for row in rows:
            getattr(self, f"_{kind}")(unit, row)

    def _volunteers(self, unit: str, row: Row) -> None:
        number = plain(row["身分證字號"]).upper()
        one = self.people.setdefault(number, Person(number))
        one.sex, one.born = plain(row["性別"]), day(row["出生年月日"])
        one.school, one.occupation = plain(row["教育程度"]), plain(row["身分別"])
        if "是否具原住民身分" in row:
            one.indigenous = plain(row["是否具原住民身分"]) == "是"
        one.joined[unit, day(row["加入日期"])] = day(row.get("離隊日期"))
        if plain(row.get("志工隊")):
            team, since = plain(row["志工隊"]), day(row["加入日期"])
            self.teams[unit][team] = min(since, self.teams[unit].get(team, since))

    def _training(self, unit: str, row: Row) -> None:
        one = self.people[plain(row["身分證字號"]).upper()]
        kind = plain(row["訓練類別"]).removesuffix("訓練")
        of = None if kind == "基礎" else category(row.get("服務類別"))
        one.trained[kind, of, day(row["完訓日期"])] = float(plain(row["訓練時數"]))

    def _recordbooks(self, unit: str, row: Row) -> None:
        self.people[plain(row["身分證字號"]).upper()].book = day(row["發冊日期"])

    def _insurance(self, unit: str, row: Row) -> None:
        one = self.people[plain(row["身分證字號"]).upper()]
        one.covers.append((day(row["保險起日"]), day(row["保險迄日"])))

    def _hours(self, unit: str, row: Row) -> None:
        minutes = int(plain(row["服務時數-小時"]) or 0) * 60 + int(plain(row["服務時數-分鐘"]) or 0)
        one = self.people[plain(row["身分證字號"]).upper()]
        since, until = day(row["服務日期起"]), day(row["服務日期訖"])
        item, content = plain(row["服務項目"]), plain(row["服務內容"])
        served = int(plain(row["受服務人次"]) or 0)
        self.hours.append(Hour(unit, one, since, until, item, content, minutes, served))

    def counts(self, hour: Hour) -> bool:
        """Whether a record counts: the whole of it on or after the first countable day."""
        start = hour.person.start(self.units[hour.unit])
        return start is not None and hour.since >= start

    def report(self, unit: str, year: int, half: int) -> dict[str, float]:
        """The 65 cells of §4 for one unit and half-year."""
        first = date(year + 1911, 1 if half == 1 else 7, 1)
        last = date(year + 1911, 6, 30) if half == 1 else date(year + 1911, 12, 31)
        cells = dict.fromkeys(KEYS, 0)
        cells["隊數"] = max(sum(since <= last for since in self.teams[unit].values()), 1)
        for one in self.people.values():
            joined = one.membership(unit, last)
            if joined is None:
                continue
            cells["計"] += 1
            cells[one.sex] += 1
            cells[f"年齡/{_ranged(completed_years(one.born, last), AGES)}/{one.sex}"] += 1
            cells[f"教育程度/{SCHOOLS[one.school]}/{one.sex}"] += 1
            cells[f"原住民/{one.sex}"] += one.indigenous
            cells[f"年資/{_ranged(completed_years(joined, last), SERVICE)}"] += 1
            cells[f"身分別/{one.occupation}/{one.sex}"] += 1
            cells[f"領有紀錄冊/{one.sex}"] += one.book is not None and one.book <= last
            cells[f"志工保險/{one.sex}"] += one.covered(last)
            self._trainings(one, first, last, cells)
        self._served(unit, first, last, cells)
        return cells

    @staticmethod
    def _trainings(one: Person, first: date, last: date, cells: dict[str, float]) -> None:
        for (kind, _, done), hours in one.trained.items():
            if first <= done <= last:
                name = f"{kind}訓練" if kind in {"基礎", "特殊"} else "其它在職訓練"
                for group in (name, "合計"):
                    cells[f"訓練/{group}/人次"] += 1
                    cells[f"訓練/{group}/時數"] += hours

    def _served(self, unit: str, first: date, last: date, cells: dict[str, float]) -> None:
        minutes = {"公教": 0, "非公教": 0}
        for hour in self.hours:
            if hour.unit == unit and first <= hour.until <= last and self.counts(hour):
                cells["接受服務人次"] += hour.served
                minutes["公教" if hour.person.occupation.startswith("公教") else "非公教"] += hour.minutes
        for group, count in (*minutes.items(), ("合計", sum(minutes.values()))):
            cells[f"時數/{group}"] = round(count / 60, 2)

    def explained(self, number: str) -> list[tuple[str, str, str, str, int, bool]]:
        """What explain_hours lists: unit, category, from, to, minutes, counts."""
        return sorted(
            (h.unit, self.units[h.unit], h.since.isoformat(), h.until.isoformat(), h.minutes, self.counts(h))
            for h in self.hours
            if h.person.number == number
        )

    def honor_card(self, number: str, on: date) -> dict[str, object]:
        """HON-20 under the default setting, years and hours alone."""
        one = self.people[number]
        starts = [start for of in (*self.units.values(), *_categories(one)) if (start := one.start(of))]
        since = min(starts, default=None)
        hours_to = date.fromordinal(on.replace(day=1).toordinal() - 1)
        shown: dict[str, object] = {"hours_to": hours_to, "years_to": on, "from": since}
        if since is None:
            return shown | {"eligible": False, "counted_minutes": 0, "full_years": 0}
        years = 0
        while legal_period_end(since, years + 1) <= on:
            years += 1
        minutes = sum(
            h.minutes
            for h in self.hours
            if h.person is one and self.counts(h) and since <= h.since and h.until <= hours_to
        )
        return shown | {
            "eligible": years >= 3 and minutes >= 300 * 60,
            "counted_minutes": minutes,
            "full_years": years,
        }


def _categories(one: Person) -> list[str]:
    return [of for kind, of, _ in one.trained if kind == "特殊" and of]


def _keys() -> list[str]:
    both = ("男", "女")
    keys = ["隊數", "計", *both]
    keys += [f"年齡/{name}/{sex}" for name, *_ in AGES for sex in both]
    keys += [f"教育程度/{name}/{sex}" for name in dict.fromkeys(SCHOOLS.values()) for sex in both]
    keys += [f"原住民/{sex}" for sex in both]
    keys += [f"年資/{name}" for name, *_ in SERVICE]
    keys += [f"身分別/{name}/{sex}" for name in OCCUPATIONS for sex in both]
    keys += ["接受服務人次", "時數/合計", "時數/公教", "時數/非公教"]
    groups = ("合計", "基礎訓練", "特殊訓練", "其它在職訓練")
    keys += [f"訓練/{group}/{what}" for group in groups for what in ("人次", "時數")]
    keys += ["聯繫會報/場次", "表揚獎勵/人數"]
    return keys + [f"{group}/{sex}" for group in ("領有紀錄冊", "志工保險") for sex in both]


KEYS = _keys()
