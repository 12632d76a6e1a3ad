"""What the checks found, what moved since last time, and which data is missing where a figure is zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from volunteer_portal.rules.status_report import BY_KEY, Check, ZeroReason, check, zero_reason
from volunteer_portal.rules.status_report import Cell as FormCell

from .board import figure
from .comparing import COMPARED, moved_much
from .figures import Shown
from .models import Submission


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the checks: ``ok``, ``warn`` or ``bad``, and where to look."""

    state: str
    label: str
    note: str = ""
    link_label: str = ""
    link_href: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """All checks of one report, those that need a look first."""

    wrong: list[Finding]
    doubtful: list[Finding]
    agreeing: list[Finding]

    @property
    def headline(self) -> str:
        """「檢核：12 項相符，2 項提醒」."""
        parts = [_("{n} 項相符").format(n=len(self.agreeing))]
        if self.doubtful:
            parts.append(_("{n} 項提醒").format(n=len(self.doubtful)))
        if self.wrong:
            parts.insert(0, _("{n} 項不符").format(n=len(self.wrong)))
        return _("檢核：{parts}").format(parts="，".join(parts))

    @property
    def verdict(self) -> str:
        """What it means for sending."""
        if self.wrong:
            return _("{n} 項不符，改正後才能提交").format(n=len(self.wrong))
        if self.doubtful:
            return _("{n} 項提醒，可以提交").format(n=len(self.doubtful))
        return _("檢核都相符，可以提交")


Door = Callable[[FormCell], str]
# Checks whose rows can be listed: the people who lack it stand behind the cell of women, ``?without=1``.
LACKING = {"all_insured": ("志工保險", "人沒有保險"), "all_books": ("領有紀錄冊", "人未領紀錄冊")}
MEND = {
    "volunteers": "unit_volunteers",
    "teams": "unit_volunteers",
    "hours": "unit_hours",
    "training": "unit_trainings",
    "books": "unit_books",
    "insurance": "unit_insurance",
}


def findings_of(shown: Shown, door: Door | None = None) -> Findings:
    """Every check of RPT-35 on the figures as shown."""
    values = shown.values
    found: dict[str, list[Finding]] = {"ok": [], "warn": [], "bad": []}
    for each in check(values):
        state = "ok" if each.ok else "bad" if each.severity == "error" else "warn"
        found[state].append(_finding(each, state, values, door))
    return Findings(found["bad"], found["warn"], found["ok"])


def _finding(each: Check, state: str, values: dict[str, int], door: Door | None) -> Finding:
    if state == "warn" and each.code in LACKING:
        key, words = LACKING[each.code]
        lacking = values["計"] - sum(values[f"{key}/{leaf}"] for leaf in ("男", "女"))
        label = f"{lacking:,} {_(words)}"
        if door is None:
            return Finding(state, label)
        href = f"{door(BY_KEY[f'{key}/女'])}?without=1"
        return Finding(state, label, _("可以提交，承辦人會看到。"), _("看名單"), href)
    return Finding(state, each.sentence)


@dataclass(frozen=True, slots=True)
class Moved:
    """One compared figure, now and in the half-year before."""

    label: str
    now: str
    before: str
    percent: int | None
    much: bool


def moved_since(shown: Shown, before: Submission | None) -> list[Moved]:
    """The compared figures; nothing when the half-year before was never sent."""
    if before is None:
        return []
    now, then = shown.values, before.values
    much = moved_much(now, then)
    labels = {"計": _("志工"), "時數/合計": _("服務時數"), "接受服務人次": _("受服務人次")}
    return [
        Moved(
            labels[key],
            figure(BY_KEY[key], now[key]),
            figure(BY_KEY[key], then[key]),
            round((now[key] - then[key]) * 100 / then[key]) if then[key] else None,
            key in much,
        )
        for key in COMPARED
    ]


def remark_question(moved: list[Moved]) -> str:
    """「服務時數多了 28%，請說明」; "" when nothing moved by more than a fifth."""
    much = [each for each in moved if each.much]
    if not much:
        return ""
    said = "、".join(
        _("{label}多了 {n}%").format(label=each.label, n=each.percent)
        if each.percent is not None and each.percent > 0
        else _("{label}少了 {n}%").format(label=each.label, n=-each.percent)
        if each.percent is not None
        else _("{label}上期是 0").format(label=each.label)
        for each in much
    )
    return _("{said}，請說明").format(said=said)


# Which file brings the data that a reason names; a team comes with the roster, see ``units``.
IMPORTED_AS = {
    "volunteers": "volunteers",
    "teams": "volunteers",
    "hours": "hours",
    "training": "training",
    "books": "recordbooks",
    "insurance": "insurance",
}


@dataclass(frozen=True, slots=True)
class Empty:
    """Why one cell is zero: what is missing of whom, the people to look at, and where the unit brings it in."""

    title: str
    text: str
    people_label: str
    people_href: str
    mend_label: str = ""
    mend_href: str = ""
    import_href: str = ""


def empty_cell(cell: FormCell, *, people: int, lacking: int, door: Door, by_unit: bool) -> Empty:
    """A cell without rows. ``people``: how many the report counts; ``lacking``: those of them without the data."""
    reason = zero_reason(cell.key)
    if not people:
        reason = zero_reason("計")
        title = _("這一期沒有計入任何志工：缺{lacks}").format(lacks=reason.lacks)
    elif lacking:
        title = _("{n} 人沒有{lacks}").format(n=f"{lacking:,}", lacks=reason.lacks)
    elif reason.code in {"hours", "training"}:
        title = _("這一期沒有計入的{lacks}").format(lacks=reason.lacks)
    else:
        title = _("{people} 位志工裡沒有一位屬於「{cell}」").format(people=f"{people:,}", cell=cell.name)
    key, people_label = ("計", _("看 {n} 位志工").format(n=f"{people:,}"))
    href = door(BY_KEY[key])
    if lacking:
        people_label, href = _("看這 {n} 人的名單").format(n=f"{lacking:,}"), f"{door(cell)}?without=1"
    if not by_unit:
        return Empty(title, reason.sentence, people_label, href)
    return Empty(
        title,
        reason.sentence,
        people_label,
        href,
        _("去補{lacks}").format(lacks=reason.lacks),
        reverse(MEND[reason.code]),
        f"{reverse('import_start')}?kind={IMPORTED_AS[reason.code]}",
    )


@dataclass(frozen=True, slots=True)
class Hint:
    """Why a card is all zeros, and the page that mends it (RPT-8)."""

    reason: ZeroReason
    href: str


def zero_hints(shown: Shown) -> dict[str, Hint]:
    """Card → hint, for what is zero altogether."""
    values = shown.values
    asked = {
        "people": ["計"],
        "served": ["時數/合計"],
        "training": ["訓練/合計/人次"],
        "others": ["志工保險/男", "志工保險/女"],
    }
    hints = {}
    for card, keys in asked.items():
        if card != "people" and not values["計"]:
            continue
        if not any(values[key] for key in keys):
            reason = zero_reason(keys[0])
            hints[card] = Hint(reason, reverse(MEND[reason.code]))
    return hints
