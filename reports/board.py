"""The report as cards of small tables: which cell stands where, what it shows, where it leads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.forms import Form
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from volunteer_portal.rules.parameters import HOUR
from volunteer_portal.rules.status_report import (
    AGE_BANDS,
    BY_KEY,
    EDUCATION_BANDS,
    OCCUPATIONS,
    TRAINING_ROWS,
    YEARS_BANDS,
    Cell,
)
from volunteer_portal.ui.templatetags.roc import hours

from .figures import Shown

Door = Callable[[Cell], str]
SEXES = ("男", "女")
TENTH_OF_AN_HOUR = 6


@dataclass(frozen=True, slots=True)
class Box:
    """One cell on the page: its figure, whether a person set it, the field when it is being adjusted."""

    cell: Cell
    name: str
    shown: str
    computed: str
    adjusted: bool
    zero: bool
    href: str
    field: BoundField | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table. ``total`` is what its boxes add up to, where the form adds them."""

    label: str | Promise
    boxes: tuple[Box, ...]
    total: str = ""

    @property
    def adjusted(self) -> tuple[Box, ...]:
        return tuple(box for box in self.boxes if box.adjusted)


@dataclass(frozen=True, slots=True)
class Foot:
    """The last row: sums that must agree with a cell elsewhere, or cells that must agree with the rows above."""

    label: str | Promise
    texts: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()
    agrees: bool = True


@dataclass(slots=True)
class Card:
    """One group of the form."""

    code: str
    title: str | Promise
    heads: tuple[str | Promise, ...]
    lines: list[Line] = field(default_factory=list)
    foot: Foot | None = None
    editing: bool = False

    @property
    def width(self) -> int:
        """Columns of the table, the names of rows included."""
        return len(self.heads) + 1

    @property
    def adjusted(self) -> int:
        """How many of its cells a person set."""
        boxes = [box for line in self.lines for box in line.boxes] + list(self.foot.boxes if self.foot else ())
        return sum(box.adjusted for box in boxes)


TITLES = {
    "people": gettext_lazy("隊數與人數"),
    "age": gettext_lazy("年齡"),
    "years": gettext_lazy("服務年資"),
    "served": gettext_lazy("服務成果"),
    "education": gettext_lazy("教育程度"),
    "occupation": gettext_lazy("身分別"),
    "training": gettext_lazy("訓練情形"),
    "others": gettext_lazy("原住民、紀錄冊、保險"),
}
OCCUPATION_PREFIX = {"公教現職": gettext_lazy("公教・現職"), "公教退休": gettext_lazy("公教・已退休")}
KEYS: dict[str, tuple[str, ...]] = {
    "people": ("隊數", "計", "男", "女"),
    "age": tuple(f"年齡/{band.key}/{leaf}" for band in AGE_BANDS for leaf in SEXES),
    "years": tuple(f"年資/{band.key}" for band in YEARS_BANDS),
    "served": ("接受服務人次", "時數/合計", "時數/公教", "時數/非公教"),
    "education": tuple(f"教育程度/{level}/{leaf}" for level in EDUCATION_BANDS for leaf in SEXES),
    "occupation": tuple(f"身分別/{name}/{leaf}" for name in OCCUPATIONS for leaf in SEXES),
    "training": tuple(f"訓練/{row}/{part}" for row in ("合計", *TRAINING_ROWS) for part in ("人次", "時數")),
    "others": tuple(f"{name}/{leaf}" for name in ("原住民", "領有紀錄冊", "志工保險") for leaf in SEXES),
}
"""Which cells each card holds; the two that the unit fills in stand by themselves."""


def figure(cell: Cell, value: int) -> str:
    """A figure as the page writes it: thousands grouped, hours with one decimal, with two where one would round.

    So the parts of a sum are seen to add up to it.
    """
    if cell.unit != "minutes":
        return f"{value:,}"
    if value % TENTH_OF_AN_HOUR == 0:
        return hours(value)
    return f"{(Decimal(value) / HOUR).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


class Board:
    """Builds the cards of one report."""

    def __init__(self, shown: Shown, door: Door, form: Form | None = None, editing: Collection[str] = ()) -> None:
        self.shown, self.door, self.form, self.editing = shown, door, form, frozenset(editing)
        self.values = shown.values

    def cards(self) -> list[Card]:
        """All cards, in the order in which they are read."""
        return [
            self._people(),
            self._sexed("age", [(band.label, f"年齡/{band.key}") for band in AGE_BANDS]),
            self._years(),
            self._served(),
            self._sexed("education", [(level, f"教育程度/{level}") for level in EDUCATION_BANDS]),
            self._sexed("occupation", [(OCCUPATION_PREFIX.get(name, name), f"身分別/{name}") for name in OCCUPATIONS]),
            self._training(),
            self._others(),
        ]

    def box(self, key: str) -> Box:
        """One cell."""
        cell, value = BY_KEY[key], self.values[key]
        name = f"c{cell.number}"
        return Box(
            cell=cell,
            name=cell.name,
            shown=figure(cell, value),
            computed=figure(cell, self.shown.computed.get(key, 0)),
            adjusted=key in self.shown.adjusted and not cell.manual,
            zero=not value,
            href="" if cell.manual else self.door(cell),
            field=self.form[name] if self.form and name in self.form.fields else None,
        )

    def _card(self, code: str, heads: Iterable[str | Promise]) -> Card:
        return Card(code, TITLES[code], tuple(heads), editing=code in self.editing)

    def _sum(self, keys: Iterable[str]) -> int:
        return sum(self.values[key] for key in keys)

    def _people(self) -> Card:
        card = self._card("people", [_("數量")])
        for key, label in (("隊數", _("隊數")), ("計", _("計（志工總人數）")), ("男", _("男")), ("女", _("女"))):
            card.lines.append(Line(label, (self.box(key),)))
        return card

    def _sexed(self, code: str, rows: list[tuple[str | Promise, str]]) -> Card:
        card = self._card(code, [_("男"), _("女"), _("計")])
        for label, key in rows:
            pair = [f"{key}/{leaf}" for leaf in SEXES]
            card.lines.append(Line(label, tuple(map(self.box, pair)), total=f"{self._sum(pair):,}"))
        sums = [self._sum(f"{key}/{leaf}" for _label, key in rows) for leaf in SEXES]
        agrees = sums == [self.values["男"], self.values["女"]]
        card.foot = Foot(_("合計"), tuple(f"{total:,}" for total in (*sums, sum(sums))), agrees=agrees)
        return card

    def _years(self) -> Card:
        card = self._card("years", [_("人")])
        keys = KEYS["years"]
        card.lines = [Line(BY_KEY[key].sub, (self.box(key),)) for key in keys]
        total = self._sum(keys)
        card.foot = Foot(_("合計"), (f"{total:,}",), agrees=total == self.values["計"])
        return card

    def _served(self) -> Card:
        card = self._card("served", [_("數量")])
        for key, label in (
            ("接受服務人次", _("接受服務總數（人次）")),
            ("時數/公教", _("服務時數：公教人員")),
            ("時數/非公教", _("服務時數：非公教人員")),
        ):
            card.lines.append(Line(label, (self.box(key),)))
        agrees = self._sum(["時數/公教", "時數/非公教"]) == self.values["時數/合計"]
        card.foot = Foot(_("服務時數合計"), boxes=(self.box("時數/合計"),), agrees=agrees)
        return card

    def _training(self) -> Card:
        card = self._card("training", [_("人次"), _("時數")])
        parts = ("人次", "時數")
        for row in TRAINING_ROWS:
            card.lines.append(Line(row, tuple(self.box(f"訓練/{row}/{part}") for part in parts)))
        agrees = all(
            self._sum(f"訓練/{row}/{part}" for row in TRAINING_ROWS) == self.values[f"訓練/合計/{part}"]
            for part in parts
        )
        card.foot = Foot(_("合計"), boxes=tuple(self.box(f"訓練/合計/{part}") for part in parts), agrees=agrees)
        return card

    def _others(self) -> Card:
        card = self._card("others", [_("男"), _("女"), _("計")])
        for key, label in (
            ("原住民", _("具原住民身分")),
            ("領有紀錄冊", _("領有紀錄冊")),
            ("志工保險", _("志工保險")),
        ):
            pair = [f"{key}/{leaf}" for leaf in SEXES]
            card.lines.append(Line(label, tuple(map(self.box, pair)), total=f"{self._sum(pair):,}"))
        return card
