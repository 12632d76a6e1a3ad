"""Units' files made from a seed, with every trap that the contract's text names."""

from __future__ import annotations

import calendar
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from .oracle import OCCUPATIONS, SCHOOLS, World
from .reading import CATEGORY_NAMES, LETTERS, check_digit_holds, day, on_same_day

KINDS = ("volunteers", "training", "recordbooks", "insurance", "hours")
COLUMNS = {
    "volunteers": "姓名 身分證字號 證號類別 性別 出生年月日 是否具原住民身分 教育程度 身分別 聯絡電話 行動電話 電子郵件 "
    "郵遞區號 縣市 行政區 地址 緊急聯絡人 緊急聯絡人電話 專長 證照 加入日期 離隊日期 志工隊 狀態",
    "training": "姓名 身分證字號 訓練類別 服務類別 課程名稱 訓練起日 訓練迄日 訓練時數 辦理單位 證書字號 完訓日期",
    "recordbooks": "姓名 身分證字號 紀錄冊號 領冊類別 發冊單位 發冊日期 申請別",
    "insurance": "姓名 身分證字號 出生年月日 保險公司 保單號碼 承保範圍 保險起日 保險迄日 保險金額",
    "hours": "姓名 身分證字號 服務日期起 服務日期訖 服務項目 服務內容 服務時數-小時 服務時數-分鐘 受服務人次 交通費 誤餐費 "
    "服務區域 備註 匯入動作 序號 國外參與服務人次 國內參與服務人次",
    "honorcards": "姓名 身分證字號 卡號 生效日 到期日",
}
OPTIONAL = {
    "volunteers": "聯絡電話 行動電話 電子郵件 郵遞區號 地址 緊急聯絡人 緊急聯絡人電話 專長 證照 狀態",
    "training": "課程名稱 訓練起日 訓練迄日 辦理單位 證書字號",
    "recordbooks": "發冊單位 申請別",
    "insurance": "出生年月日 承保範圍 保險金額",
    "hours": "",
}
WAYS_TO_NAME = {
    "SW": ["社會福利類", "社福類", "社會福利", "社福", "社會福利服務類"],
    "HEA": ["衛生類", "衛生保健類", "衛生", "衛生保健"],
    "ENV": ["環保類", "環境保護類", "環保", "環境保護"],
}
PERIOD_ENDS = [date(y, m, d) for y in range(2021, 2027) for m, d in ((6, 30), (12, 31))]
SURNAMES, GIVEN = "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周", "志明淑芬俊傑雅婷建宏美玲家豪怡君承恩冠宇"
Row = dict[str, object]


@dataclass
class Someone:
    """A person whom the generator made up."""

    number: str
    name: str
    sex: str
    born: date
    school: str
    occupation: str
    indigenous: str
    number_kind: str
    periods: dict[str, list[tuple[date, date | None]]] = field(default_factory=dict)


@dataclass
class UnitFiles:
    """One unit and the rows of its five files, dates still as dates."""

    code: str
    category: str
    files: dict[str, list[Row]]


class Town:
    """Makes units one after another; what was made before is known, as in the product."""

    def __init__(self, seed: int, today: date) -> None:
        """Start with nobody."""
        self.chance, self.today, self.seed = random.Random(seed), today, seed
        self.people: list[Someone] = []
        self.taken: set[str] = set()
        self.world = World()
        self.serial = 0

    def unit(self, of: str, size: int = 16) -> UnitFiles:
        """The next unit, its files already told to the oracle."""
        code = f"單位-{self.seed}-{len(self.world.units) + 1}"
        self.world.add_unit(code, of)
        here = [self._someone() for _ in range(size)] + self._shared(size // 4)
        unit = UnitFiles(code, of, {})
        for kind in KINDS:
            rows = [row for one in here for row in getattr(self, f"_{kind}")(code, one)]
            if kind != "volunteers":
                self.chance.shuffle(rows)
            unit.files[kind] = rows
            self.world.load(kind, code, rows)
        return unit

    def _shared(self, count: int) -> list[Someone]:
        older = [one for one in self.people if not one.periods]
        elsewhere = [one for one in self.people if one.periods]
        self.people = [*elsewhere, *older]
        return self.chance.sample(elsewhere, min(count, len(elsewhere)))

    def _serial(self) -> int:
        self.serial += 1
        return self.serial

    # people

    def _number(self, sex: str) -> tuple[str, str]:
        if self.chance.random() < 0.06:
            return f"P{self.chance.randrange(10**7, 10**8)}", "護照"
        kind = self.chance.choices(["身分證", "新", "舊"], [8, 1, 1])[0]
        second = {"身分證": "12", "新": "89", "舊": "AB"}[kind][sex == "女"]
        if kind == "舊" and self.chance.random() < 0.5:
            second = "CD"[sex == "女"]
        start = self.chance.choice(list(LETTERS)) + second + f"{self.chance.randrange(10**7):07d}"
        number = next(start + str(last) for last in range(10) if check_digit_holds(start + str(last)))
        return number, "身分證" if kind == "身分證" else "統一證號"

    def _born(self) -> date:
        roll = self.chance.random()
        if roll < 0.15:
            return date(self.chance.choice([1948, 1960, 1972, 1988, 2000, 2004]), 2, 29)
        if roll < 0.6:
            end, age = self.chance.choice(PERIOD_ENDS), self.chance.choice([12, 18, 30, 50, 55, 65])
            return on_same_day(end, end.year - age) + timedelta(days=self.chance.choice([-1, 0, 1]))
        return date(1935, 1, 1) + timedelta(days=self.chance.randrange(365 * 75))

    def _someone(self) -> Someone:
        chance, sex = self.chance, self.chance.choice("男女")
        number, kind = self._number(sex)
        while number in self.taken:
            number, kind = self._number(sex)
        self.taken.add(number)
        name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
        school, job = chance.choice(list(SCHOOLS)), chance.choice(OCCUPATIONS)
        return Someone(number, name, sex, self._born(), school, job, chance.choice(["是", "否", "否", ""]), kind)

    def _joined(self, one: Someone) -> date:
        earliest, roll = max(one.born + timedelta(days=1), date(2008, 1, 1)), self.chance.random()
        if roll < 0.1:
            made = date(self.chance.choice([2012, 2016, 2020, 2024]), 2, 29)
        elif roll < 0.65:
            end, years = self.chance.choice(PERIOD_ENDS), self.chance.choice([0, 0, 1, 3, 5, 10])
            made = on_same_day(end, end.year - years) + timedelta(days=self.chance.choice([-1, 0, 1]))
        else:
            made = date(2015, 1, 1) + timedelta(days=self.chance.randrange(365 * 11))
        return min(max(made, earliest), self.today)

    def _volunteers(self, code: str, one: Someone) -> list[Row]:
        joined, left = self._joined(one), None
        if self.chance.random() < 0.3:
            end = self.chance.choice(PERIOD_ENDS) + timedelta(days=self.chance.choice([-1, 0, 1]))
            left = end if joined < end <= self.today else None
        periods = [(joined, left)]
        if left and self.chance.random() < 0.5:
            again = left + timedelta(days=self.chance.choice([1, 40, 400]))
            periods += [(again, None)] if again <= self.today else []
        one.periods[code] = periods
        self.people += [one] if one not in self.people else []
        return [self._membership(one, *period) for period in periods]

    def _membership(self, one: Someone, joined: date, left: date | None) -> Row:
        row = {"姓名": one.name, "身分證字號": one.number, "證號類別": one.number_kind, "性別": one.sex}
        row |= {"出生年月日": one.born, "是否具原住民身分": one.indigenous, "教育程度": one.school}
        row |= {"身分別": one.occupation, "縣市": "高雄市" if int(one.born.day) % 5 == 0 else "臺南市"}
        row |= {"行政區": "三民區" if row["縣市"] == "高雄市" else "東區", "加入日期": joined, "離隊日期": left or ""}
        return row | {"志工隊": f"第{'一二三'[one.born.day % 3]}小隊", "狀態": "離隊" if left else "收編"}

    # what they did

    def _training(self, code: str, one: Someone) -> list[Row]:
        of, chance = self.world.units[code], self.chance
        joined = one.periods[code][0][0]
        base = max(chance.choice([joined, chance.choice(PERIOD_ENDS) - timedelta(days=chance.randrange(3))]), one.born)
        basic, special = ("基礎", None), ("特殊", of)
        other = ("特殊", chance.choice([x for x in CATEGORY_NAMES if x != of]))
        plan = chance.choices(
            [
                [],
                [(basic, 0, 6)],
                [(special, 0, 6)],
                [(basic, 0, 6), (special, 7, 6)],
                [(special, 0, 6), (basic, 9, 12)],
                [(basic, 0, 6), (other, 3, 6), (special, 60, 6.5)],
                [(basic, 0, 3), (special, 1, 6), (basic, 45, 6)],
                [(basic, 0, 6), (special, 2, 3), (special, 33, 6)],
            ],
            [2, 2, 1, 6, 3, 3, 2, 2],
        )[0]
        made = [(kind, base + timedelta(days=after), hours) for kind, after, hours in plan]
        if plan and chance.random() < 0.3:  # around the day from which six hours are enough
            made += [
                (chance.choice([basic, special]), date(2018, 5, 31) + timedelta(days=chance.randrange(2)), x)
                for x in (6,)
            ]
        if chance.random() < 0.3:
            made.append(
                (
                    (chance.choice(["成長", "領導", "督導", "在職"]), None),
                    chance.choice(PERIOD_ENDS),
                    chance.choice([2, 12, 18]),
                )
            )
        unique = {(kind, done): hours for kind, done, hours in made if one.born <= done <= self.today}
        return [self._course(one, *kind, done, hours) for (kind, done), hours in unique.items()]

    def _course(self, one: Someone, kind: str, of: str | None, done: date, hours: float) -> Row:
        named = self.chance.choice(WAYS_TO_NAME.get(of, [CATEGORY_NAMES[of], CATEGORY_NAMES[of][:-1]])) if of else ""
        row = {"姓名": one.name, "身分證字號": one.number, "訓練類別": kind + self.chance.choice(["", "訓練"])}
        row |= {"服務類別": named, "課程名稱": f"{kind}課程", "訓練起日": done, "訓練迄日": done, "訓練時數": hours}
        return row | {"辦理單位": "推廣中心", "證書字號": f"證{self._serial()}", "完訓日期": done}

    def _recordbooks(self, code: str, one: Someone) -> list[Row]:
        if len(one.periods) > 1 or self.chance.random() < 0.5:
            return []
        issued = min(
            max(self.chance.choice(PERIOD_ENDS) + timedelta(days=self.chance.randrange(-1, 2)), one.born), self.today
        )
        named = self.chance.choice(WAYS_TO_NAME.get(self.world.units[code], [CATEGORY_NAMES[self.world.units[code]]]))
        row = {"姓名": one.name, "身分證字號": one.number, "紀錄冊號": f"{self.seed}-{self._serial():05d}"}
        return [row | {"領冊類別": named, "發冊單位": "臺南市政府", "發冊日期": issued, "申請別": "初領"}]

    def _insurance(self, code: str, one: Someone) -> list[Row]:
        rows = []
        for _ in range(self.chance.choice([0, 0, 1, 1, 2])):
            edge = self.chance.choice(PERIOD_ENDS) + timedelta(days=self.chance.randrange(-1, 2))
            since = self.chance.choice([edge, edge - timedelta(days=364)])
            if max(since, date(2021, 1, 1)) > self.today or since < one.born:
                continue
            until = edge if since < edge else edge + timedelta(days=364)
            row = {"姓名": one.name, "身分證字號": one.number, "出生年月日": one.born, "保險公司": "新光產險"}
            row |= {"保單號碼": f"VS-{self._serial():04d}", "承保範圍": "值勤期間(含交通)", "保險起日": since}
            rows.append(row | {"保險迄日": until, "保險金額": 1000000})
        return rows

    def _hours(self, code: str, one: Someone) -> list[Row]:
        rows, start = [], self.world.people[one.number].start(self.world.units[code])
        for joined, left in one.periods[code]:
            last = min(left or self.today, self.today)
            days = (last - joined).days
            for at in {joined, last, *(joined + timedelta(days=self.chance.randrange(days + 1)) for _ in range(4))}:
                rows += self._record(one, at, joined, last, start)
        return rows

    def _record(self, one: Someone, at: date, joined: date, last: date, start: date | None) -> list[Row]:
        end_of_month = at.replace(day=calendar.monthrange(at.year, at.month)[1])
        since, until = max(at.replace(day=1), joined), min(end_of_month, last)
        if self.chance.random() < 0.4:
            since = until = at
        parts = [(since, until)]
        if start and since < start <= until:
            parts = [(since, start - timedelta(days=1)), (start, until)]
        return [self._sheet_row(one, *part) for part in parts]

    def _sheet_row(self, one: Someone, since: date, until: date) -> Row:
        chance = self.chance
        row = {"姓名": one.name, "身分證字號": one.number, "服務日期起": since, "服務日期訖": until}
        row |= {"服務項目": f"{self._serial():04d}", "服務內容": "0017", "服務時數-小時": chance.randrange(4)}
        row |= {"服務時數-分鐘": chance.randrange(1, 60), "受服務人次": chance.choice([0, 1, 25]), "服務區域": "B"}
        return row | {"匯入動作": "A", "國外參與服務人次": 0, "國內參與服務人次": 0}


def written(row: Row, chance: random.Random, kind: str) -> Row:
    """The same row as a person might type it into a sheet of that format."""
    return {column: _typed(column, cell, chance, kind) for column, cell in row.items()}


def _typed(column: str, cell: object, chance: random.Random, kind: str) -> object:
    if isinstance(cell, date):
        return _typed_date(cell, chance, kind)
    text = str(cell)
    if column in {"身分證字號", "服務時數-小時", "服務時數-分鐘", "訓練時數", "受服務人次"}:
        roll = chance.random()
        if roll < 0.1:
            return "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in text)
        if roll < 0.2:
            return f"\u3000{text} "
        if roll < 0.5 and not kind.startswith("csv") and column != "身分證字號":
            return cell
        return text.lower() if roll > 0.97 else text
    return f" {text}\u3000" if text and chance.random() < 0.05 else text


def _typed_date(of: date, chance: random.Random, kind: str) -> object:
    year = of.year - 1911
    forms = [
        f"{year}/{of.month:02d}/{of.day:02d}",
        f"{year:03d}/{of.month:02d}/{of.day:02d}",
        f"{year}{of.month:02d}{of.day:02d}",
        f"{year:03d}{of.month:02d}{of.day:02d}",
        f"{year}.{of.month}.{of.day}",
        f"{year}年{of.month}月{of.day}日",
        of.isoformat(),
        "".join(chr(ord(c) + 0xFEE0) for c in f"{year}/{of.month:02d}/{of.day:02d}"),
        f"{year} 年 {of.month} 月 {of.day} 日",
    ]
    if not kind.startswith("csv") and chance.random() < 0.25:
        return chance.choice([of, int(forms[2])])
    made = chance.choice(forms)
    return made if day(made) == of else forms[0]
