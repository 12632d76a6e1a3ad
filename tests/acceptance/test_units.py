"""Seeded units with every trap, loaded by command in every format, against the oracle written from the text."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone

from .oracle import KEYS, World
from .reading import CATEGORY_NAMES
from .running import Answer, run, table_counts
from .sheets import FORMATS, a_layout, write
from .units import COLUMNS, KINDS, OPTIONAL, Town, UnitFiles, written

pytestmark = pytest.mark.django_db

FEW = [("SW", "EDU", "HEA"), ("GEN", "SW", "ENV"), ("EDU", "IND", "SW")]
SEEDS = [(seed, FEW[seed % 3]) for seed in range(1, 4)]
MANY = [(seed, FEW[seed % 3]) for seed in range(4, 40)]


class Loading:
    """A town's files loaded unit by unit, with what each command answered checked on the way."""

    def __init__(self, seed: int, tmp_path):
        self.today = timezone.localdate()
        self.town, self.tmp_path, self.chance = Town(seed, self.today), tmp_path, random.Random(seed)
        self.keys: set[tuple] = set()

    @property
    def world(self) -> World:
        return self.town.world

    def load_unit(self, of: str) -> UnitFiles:
        unit = self.town.unit(of)
        assert run("create_unit", unit.code, f"單位{unit.code}", "--category", CATEGORY_NAMES[of]).code == 0
        for kind in KINDS:
            if unit.files[kind]:
                self._load(kind, unit)
        return unit

    def _load(self, kind: str, unit: UnitFiles) -> None:
        rows = unit.files[kind]
        columns = self._columns(kind, COLUMNS[kind].split())
        path = self._file(kind, rows, columns)
        if self.chance.random() < 0.3:
            before = table_counts()
            self._expect(run("intake", kind, path, "--unit", unit.code, "--dry-run", "--json"), kind, rows)
            assert table_counts() == before
        self._expect(run("intake", kind, path, "--unit", unit.code, "--json"), kind, rows, remember=True)
        again = run("intake", kind, self._file(kind, rows, self._columns(kind, columns)), "--unit", unit.code, "--json")
        assert (again.code, again.told["errors"]) == (0, [])
        assert again.told["unchanged"] == again.told["rows"] == len(rows), (kind, again.out)

    def _columns(self, kind: str, among: list[str]) -> list[str]:
        return [c for c in among if c not in OPTIONAL[kind].split() or self.chance.random() < 0.7]

    def _file(self, kind: str, rows: list[dict], columns: list[str]):
        form = self.chance.choice(FORMATS)
        typed = [written(row, self.chance, form) for row in rows]
        return write(typed, columns, self.tmp_path / f"{kind}.{form}", a_layout(self.chance), self.chance)[0]

    def _expect(self, answer: Answer, kind: str, rows: list[dict], *, remember: bool = False) -> None:
        assert (answer.code, answer.told["errors"]) == (0, []), (kind, answer.out, answer.messages)
        keys = [self._key(kind, row) for row in rows]
        new = [key for key in keys if key not in self.keys]
        told = answer.told
        assert (told["rows"], told["created"], told["unchanged"]) == (len(rows), len(new), 0), (kind, answer.out)
        assert told["updated"] == len(rows) - len(new), (kind, answer.out)
        if remember:
            self.keys |= set(keys)

    @staticmethod
    def _key(kind: str, row: dict) -> tuple:
        """Only trainings are entered by several units under one key; all else is new."""
        if kind != "training":
            return kind, id(row)
        return kind, row["身分證字號"], row["訓練類別"][:2], row["服務類別"][:2], row["完訓日期"]


def assert_reports(world: World, unit: str, periods: list[tuple[int, int]]) -> None:
    for year, half in periods:
        told = run("status_report", "--unit", unit, "--year", year, "--half", half, "--format", "json").told
        expected = world.report(unit, year, half)
        assert list(told) == KEYS
        assert {key: told[key] for key in KEYS if told[key] != expected[key]} == {}, (unit, year, half, expected)


def assert_people(loading: Loading, count: int) -> None:
    world, chance = loading.world, loading.chance
    for number in chance.sample(sorted(world.people), count):
        told = run("explain_hours", "--volunteer", number, "--json").told
        listed = sorted(
            (r["unit"], r["category"], r["from"], r["to"], r["minutes"], r["counts"]) for r in told["records"]
        )
        expected = [(u, CATEGORY_NAMES[c], *rest) for u, c, *rest in world.explained(number)]
        assert listed == expected
        assert told["minutes"] == sum(each[4] for each in expected)
        assert told["counted_minutes"] == sum(each[4] for each in expected if each[5])
        assert all(each["sentence"] and each["verdict"] for each in told["records"])
        for _ in range(2):
            on = date(2019, 1, 1) + timedelta(days=chance.randrange(365 * 9))
            answer = run("honor_card_eligibility", "--volunteer", number, "--on", on, "--json").told
            wanted = world.honor_card(number, on)
            wanted = {key: v.isoformat() if isinstance(v, date) else v for key, v in wanted.items()}
            assert {key: answer[key] for key in wanted} == wanted, (number, on)
            assert "photo" in answer["missing"]


def judge(loading: Loading, categories: tuple[str, ...], periods: list[tuple[int, int]], people: int) -> None:
    units = [loading.load_unit(of) for of in categories]
    for unit in units:
        assert_reports(loading.world, unit.code, periods)
    assert_people(loading, people)
    assert run("audit_verdicts", "--json").code == 0


@pytest.mark.parametrize(("seed", "categories"), SEEDS)
def test_a_town_amounts_to_what_the_text_says(seed, categories, tmp_path):
    loading = Loading(seed, tmp_path)
    current = (loading.today.year - 1911, 1 if loading.today.month < 7 else 2)
    judge(loading, categories, [(95, 1), (112, 1), (113, 2), current], 12)


@pytest.mark.long
@pytest.mark.parametrize(("seed", "categories"), MANY)
def test_more_towns_amount_to_what_the_text_says(seed, categories, tmp_path):
    loading = Loading(seed, tmp_path)
    judge(loading, categories, [(year, half) for year in range(109, 116) for half in (1, 2)], 40)
