"""How a cell becomes a value: each widget cleans one kind of cell, or refuses it with a sentence.

``clean`` gets the cell as the reader found it (text, number, date) and ``today``; blank cells never reach it.
A value that was repaired comes back as ``Noted``, so that the preview can say what was changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from volunteer_portal.rules.categories import CATEGORIES, category_name, read_category
from volunteer_portal.rules.identity import normalise
from volunteer_portal.rules.parameters import HOUR
from volunteer_portal.rules.roc import format_date, parse_date
from volunteer_portal.rules.typed import quoted
from volunteer_portal.tabular.reading.cells import CellRefused, clean_text, decimal_number, half_width, whole_number

LARGEST = 9_999_999


class Noted(NamedTuple):
    """A value that was repaired while it was read."""

    value: Any
    code: str
    message: str


class Text(Widget):
    """Text as written, without what cannot be seen; at most ``longest`` characters."""

    def __init__(self, longest: int = 200) -> None:
        super().__init__()
        self.longest = longest

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Any:  # noqa: ARG002
        text = clean_text(value)
        if len(text) > self.longest:
            raise CellRefused("too_long", _("超過 {most} 字，請縮短。").format(most=self.longest))
        return text

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:  # noqa: ARG002
        return "" if value is None else str(value)


class Number(Text):
    """An identity number, made plain; the planner checks it, because a passport has to be asked for."""

    def __init__(self) -> None:
        super().__init__(64)

    def clean(self, value: Any, row: Any = None, **options: Any) -> str:
        return normalise(super().clean(value, row, **options))


class Code(Text):
    """A code kept as text: leading zeros matter; a number that a spreadsheet made of it is read as its digits."""

    def __init__(self, longest: int = 20) -> None:
        super().__init__(longest)

    def clean(self, value: Any, row: Any = None, **options: Any) -> str:
        return half_width(super().clean(value, row, **options)).strip()


class Day(Widget):
    """A day, in every way the city's files write it. Days to come are refused unless ``ahead``."""

    def __init__(self, *, ahead: bool = False) -> None:
        super().__init__()
        self.ahead = ahead

    def clean(self, value: Any, row: Any = None, *, today: date, **_options: Any) -> date:  # noqa: ARG002
        day = parse_date(clean_text(value) if isinstance(value, str) else value)
        if not self.ahead and day > today:
            raise CellRefused(
                "future",
                _("{day}晚於今天（{today}），請核對。").format(day=format_date(day), today=format_date(today)),
            )
        return day

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:  # noqa: ARG002
        return format_date(value) if value else ""


class Choice(Widget):
    """One of a list: label → value; ``aliases`` are other ways to write a label."""

    def __init__(self, values: Mapping[str, Any], aliases: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.choices = tuple(values)
        self._values = {_plain(label): value for label, value in values.items()}
        self._values |= {_plain(other): values[label] for other, label in (aliases or {}).items()}
        self._labels = {value: label for label, value in values.items()}

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Any:  # noqa: ARG002
        text = clean_text(value)
        try:
            return self._values[_plain(text)]
        except KeyError:
            raise CellRefused(
                "choice",
                _("沒有{text}這個選項，請填{choices}其中之一。").format(
                    text=quoted(text), choices="、".join(self.choices)
                ),
            ) from None

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:  # noqa: ARG002
        return str(self._labels.get(value, ""))


class Reading(Widget):
    """A cell read by a function of the rules that refuses with a sentence of its own."""

    def __init__(self, read: Callable[[str], Any], render: Callable[[Any], str], choices: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._read, self._render, self.choices = read, render, choices

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Any:  # noqa: ARG002
        return self._read(clean_text(value))

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:  # noqa: ARG002
        return self._render(value) if value else ""


def category_widget() -> Reading:
    """服務類別 by name, alias or code."""
    return Reading(read_category, category_name, tuple(category.name for category in CATEGORIES))


class Whole(Widget):
    """A whole number from 0 on."""

    def __init__(self, largest: int = LARGEST) -> None:
        super().__init__()
        self.largest = largest

    def clean(self, value: Any, row: Any = None, **_options: Any) -> int:  # noqa: ARG002
        number = whole_number(value)
        return self.checked(0 if number is None else number)

    def checked(self, number: Any) -> Any:
        """The number if it is neither negative nor absurdly large."""
        if number < 0:
            raise CellRefused("negative", _("不能是負數。"))
        if number > self.largest:
            raise CellRefused("too_large", _("數字太大（上限 {most}），請核對。").format(most=f"{self.largest:,}"))
        return number

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:  # noqa: ARG002
        return "" if value is None else str(value)


class Hours(Whole):
    """Hours, with a decimal part or none → whole minutes."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> int:  # noqa: ARG002
        hours = self.checked(decimal_number(value) or Decimal(0))
        minutes = hours * HOUR
        if minutes != minutes.to_integral_value():
            raise CellRefused("not_whole_minutes", _("「{text}」小時不是整數分鐘，請核對。").format(text=hours))
        return int(minutes)

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:  # noqa: ARG002
        return "" if value is None else f"{value / HOUR:.2f}".rstrip("0").rstrip(".")


class YesNo(Choice):
    """是／否; blank means no."""

    def __init__(self) -> None:
        yes, no = ("Y", "有", "v", "1", "true", "yes", "○"), ("N", "無", "0", "false", "no", "x", "非", "不是")
        super().__init__({"是": True, "否": False}, {**dict.fromkeys(yes, "是"), **dict.fromkeys(no, "否")})


class Phone(Text):
    """A telephone number; the 0 that a spreadsheet took from a mobile number comes back."""

    def __init__(self) -> None:
        super().__init__(30)

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        text = half_width(super().clean(value, row, **options)).strip()
        bare = re.sub(r"[\s-]", "", text)
        lost = re.fullmatch(r"9\d{8}", bare) or (not isinstance(value, str) and re.fullmatch(r"[2-8]\d{7,8}", bare))
        if lost:
            return Noted(f"0{bare}", "repaired", _("補回開頭的 0：0{text}。").format(text=bare))
        return text


class Postcode(Text):
    """A postal code of three to six digits."""

    def __init__(self) -> None:
        super().__init__(20)

    def clean(self, value: Any, row: Any = None, **options: Any) -> str:
        text = half_width(super().clean(value, row, **options)).replace(" ", "").replace("-", "")
        if not re.fullmatch(r"\d{3}(?:\d{2,3})?", text, re.ASCII):
            raise CellRefused("postcode", _("{text}不是郵遞區號，請填 3、5 或 6 位數字。").format(text=quoted(text)))
        return text


class Email(Text):
    """An address of e-mail."""

    def __init__(self) -> None:
        super().__init__(254)

    def clean(self, value: Any, row: Any = None, **options: Any) -> str:
        text = half_width(super().clean(value, row, **options)).strip()
        if not re.fullmatch(r"[^@\s\"<>(),;:\\]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", text):
            raise CellRefused("email", _("{text}不是電子郵件地址，請核對。").format(text=quoted(text)))
        return text


def _plain(text: object) -> str:
    return half_width(str(text)).replace(" ", "").casefold()
