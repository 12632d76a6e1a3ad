"""Why a record counts or not, in a sentence: the dates, the rule, and the one step that would change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from volunteer_portal.rules.calendar import ONE_DAY
from volunteer_portal.rules.categories import category_name as name_of
from volunteer_portal.rules.counting import Judgement, PersonFacts, Verdict, prepare
from volunteer_portal.rules.labelled import Labelled
from volunteer_portal.rules.parameters import (
    ACT_ARTICLE_9,
    EARLIEST_COUNTABLE_SOURCE,
    MISUSE_RULE,
    NO_BACK_COUNTING,
    OTHER_CATEGORY,
    STATUTORY,
    TrainingRules,
)
from volunteer_portal.rules.roc import format_date
from volunteer_portal.rules.training import Completion, TrainingKind, hours_of, suffices


class NextStep(Labelled):
    """The one step that would make the record count; the label fits on a button."""

    NONE = "none", "無須處理"
    RECORD_BASIC = "record_basic", "補登基礎訓練"
    RECORD_SPECIAL = "record_special", "補登特殊訓練"
    CORRECT_MINUTES = "correct_minutes", "更正訓練時數"
    CORRECT_DATE = "correct_date", "更正完訓日期"
    SPLIT = "split", "分成兩筆"
    LIFT_ANNOTATION = "lift_annotation", "撤銷註記"


class Because(NamedTuple):
    """One fact that decided."""

    label: str
    day: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands beside an hour."""

    counts: bool
    sentence: str
    because: tuple[Because, ...]
    next_step: str
    next_step_code: NextStep


def explain(  # noqa: PLR0913 - a record and its person, as judge takes them
    judgement: Judgement,
    *,
    category: str,
    served_from: date,
    served_to: date,
    facts: Iterable[Completion] | PersonFacts,
    rules: TrainingRules = STATUTORY,
    category_name: str | None = None,
) -> Explanation:
    """The dates and the rule that decided ``judgement``, and the one step that would change it.

    Takes what ``judge`` took; ``category_name`` is how the category is called on screen (「教育類」).
    A stored verdict that the facts no longer bear out is judged anew, so that no reason is ever invented.
    """
    person = prepare(facts, rules)
    misused = judgement.verdict is Verdict.BOOK_MISUSED
    judged = person.judge(served_from, served_to, category, book_misused=misused)
    named = category_name or name_of(category)
    courses = _courses(person, category, f"{named}特殊訓練", served_from)
    when = _span(served_from, served_to)
    step, code = "", NextStep.NONE
    match judged.verdict:
        case Verdict.COUNTED:
            free = f"，{named}未訂特殊訓練" if len(courses) == 1 else ""
            done = "與".join(f"{course.label}（{course.completed}）" for course in courses)
            sentence = f"{when} 服務時，{done}已完成{free}，予以採計。"
        case Verdict.BEFORE_ACT:
            since = format_date(person.rules.earliest_countable)
            sentence = f"{when} 的服務在志願服務法施行（{since}）以前，依規定不採計。"
        case Verdict.BOOK_MISUSED:
            sentence = f"{when} 的服務紀錄經註記為紀錄冊轉借或冒用，依{MISUSE_RULE}不予採計。"
            step, code = "若註記有誤，請註記單位撤銷註記。", NextStep.LIFT_ANNOTATION
        case Verdict.SPLIT_NEEDED:
            start = judged.starts_on or served_from
            before, after = _span(served_from, start - ONE_DAY), _span(start, served_to)
            sentence = f"{when} 這筆跨過採計起日 {format_date(start)}，未分筆以前整筆不採計。"
            step, code = f"請運用單位分成 {before} 與 {after} 兩筆，後一筆即予採計。", NextStep.SPLIT
        case _:
            lacking = [course for course in courses if course.is_open_on(served_from)]
            sentence = f"{when} 服務時，{_shortfall(lacking)}，依規定不得追溯採計。"
            step, code = _remedy(lacking, format_date(served_from))
    because = _because(judged, courses, named, served_from, "" if served_from == served_to else when)
    return Explanation(judged.counts, sentence, because, step, code)


_SOURCES = {
    Verdict.COUNTED: ACT_ARTICLE_9,
    Verdict.NO_BASIC: f"{ACT_ARTICLE_9}、{NO_BACK_COUNTING}",
    Verdict.NO_SPECIAL: f"{ACT_ARTICLE_9}、{OTHER_CATEGORY}",
    Verdict.TOO_EARLY: f"{ACT_ARTICLE_9}、{NO_BACK_COUNTING}",
    Verdict.SPLIT_NEEDED: f"{ACT_ARTICLE_9}、{NO_BACK_COUNTING}",
    Verdict.BEFORE_ACT: EARLIEST_COUNTABLE_SOURCE,
    Verdict.BOOK_MISUSED: MISUSE_RULE,
}


@dataclass(frozen=True, slots=True)
class _Course:
    """A course the record needed: the completion that satisfies it, and the longest one that was too short."""

    kind: TrainingKind
    label: str
    done: Completion | None
    short: Completion | None
    rules: TrainingRules

    @property
    def completed(self) -> str:
        return f"{format_date(self.done.completed_on)} 完成" if self.done else "查無紀錄"

    @property
    def is_unknown(self) -> bool:
        return self.done is None and self.short is None

    def is_open_on(self, day: date) -> bool:
        """Whether the course was not yet complete on ``day``."""
        return self.done is None or day < self.done.completed_on

    def shortfall(self) -> str:
        """What was lacking, as a clause."""
        if self.short is None:
            return f"{self.label}尚未完成（{self.completed}）"
        return (
            f"{self.label}時數不足（{format_date(self.short.completed_on)} 的課程 {_length(self.short, self.rules)}）"
        )

    def remedy(self, day: str) -> tuple[str, NextStep]:
        """What would mend it, as a clause, and its code."""
        if self.short:
            needed = hours_of(suffices(self.short, self.rules).needed_minutes)
            when = format_date(self.short.completed_on)
            return f"{when} 的{self.label}，證書若記載滿 {needed}，請更正訓練時數", NextStep.CORRECT_MINUTES
        if self.done:
            return f"{self.label}若在 {day} 以前即已完成，請更正完訓日期", NextStep.CORRECT_DATE
        code = NextStep.RECORD_BASIC if self.kind is TrainingKind.BASIC else NextStep.RECORD_SPECIAL
        return f"{self.label}若在 {day} 以前已經完成，請補登訓練紀錄", code

    def because(self) -> list[Because]:
        """The completions behind it, or that there is none."""
        lines = []
        if self.short:
            lines.append(Because(self.label, self.short.completed_on, f"{_length(self.short, self.rules)}，不足"))
        if self.done:
            length = "" if self.done.recognised else f"{hours_of(self.done.minutes)}；"
            source = suffices(self.done, self.rules).source
            lines.append(Because(self.label, self.done.completed_on, f"{length}{source}"))
        return lines or [Because(self.label, None, "查無紀錄")]


def _length(short: Completion, rules: TrainingRules) -> str:
    """「6 小時，當時規定 12 小時」."""
    return f"{hours_of(short.minutes)}，當時規定 {hours_of(suffices(short, rules).needed_minutes)}"


def _courses(person: PersonFacts, category: str, special_label: str, served_from: date) -> tuple[_Course, ...]:
    """The one or two courses that the category asks for."""
    start = person.start(category)
    basic = _course(person, TrainingKind.BASIC, None, "基礎訓練", start.basic, served_from)
    if category in person.rules.special_not_required:
        return (basic,)
    return basic, _course(person, TrainingKind.SPECIAL, category, special_label, start.special, served_from)


def _course(
    person: PersonFacts,
    kind: TrainingKind,
    category: str | None,
    label: str,
    done: Completion | None,
    served_from: date,
) -> _Course:
    short = None
    if done is None or served_from < done.completed_on:
        tried = (
            fact
            for fact in person.completions
            if fact.kind is kind
            and (category is None or fact.category == category)
            and fact.completed_on <= served_from
            and not suffices(fact, person.rules).ok
        )
        short = max(tried, key=lambda fact: (fact.minutes, fact.completed_on), default=None)
    return _Course(kind, label, done, short, person.rules)


def _shortfall(lacking: list[_Course]) -> str:
    """What was lacking; two courses of which nothing is known share one clause."""
    if len(lacking) > 1 and all(course.is_unknown for course in lacking):
        return f"{'與'.join(course.label for course in lacking)}都尚未完成（查無紀錄）"
    return "、".join(course.shortfall() for course in lacking)


def _remedy(lacking: list[_Course], day: str) -> tuple[str, NextStep]:
    """The one step: look at the certificates; or else, finish the course and serve on."""
    clauses = [course.remedy(day) for course in lacking]
    if len(lacking) > 1 and all(course.is_unknown for course in lacking):
        both = "與".join(course.label for course in lacking)
        clauses = [(f"{both}若在 {day} 以前都已完成，請補登訓練紀錄", clauses[0][1])]
    step = f"請運用單位核對結業證書：{'；'.join(words for words, _ in clauses)}。"
    if any(course.done is None for course in lacking):
        step += "若尚未完訓，請先完訓，完訓當天起的服務才採計。"
    return step, clauses[0][1]


def _because(
    judged: Judgement, courses: tuple[_Course, ...], named: str, served_from: date, when: str
) -> tuple[Because, ...]:
    lines = [line for course in courses for line in course.because()]
    if len(courses) == 1:
        lines.append(Because(f"{named}特殊訓練", None, "此類別未訂特殊訓練，免"))
    if judged.starts_on:
        lines.append(Because("採計起日", judged.starts_on, "所需訓練全部完成的當天起採計"))
    return (*lines, Because("服務日期", served_from, when), Because("依據", None, _SOURCES[judged.verdict]))


def _span(served_from: date, served_to: date) -> str:
    if served_from == served_to:
        return format_date(served_from)
    return f"{format_date(served_from)} 至 {format_date(served_to)}"
