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


@dataclass(frozen=True, slots=True)
class _Course:
    """A course the record needed: the completion that satisfies it, and the best one that was too short."""

    kind: TrainingKind
    label: str
    done: Completion | None
    short: Completion | None
    rules: TrainingRules

    def is_open(self, day: date) -> bool:
        """Whether the course was not yet complete on ``day``."""
        return self.done is None or day < self.done.completed_on

    def too_short(self) -> str:
        """「6 小時，當時規定 12 小時」."""
        needed = suffices(self.short, self.rules).needed_minutes
        return f"{hours_of(self.short.minutes)}，當時規定 {hours_of(needed)}"

    def shortfall(self) -> str:
        """What was lacking, as a clause."""
        if self.short:
            return f"{self.label}時數不足（{format_date(self.short.completed_on)} 的課程 {self.too_short()}）"
        if self.done:
            return f"{self.label}尚未完成（{format_date(self.done.completed_on)} 完成）"
        return f"{self.label}尚未完成（查無紀錄）"

    def remedy(self, day: str) -> tuple[str, NextStep]:
        """What would mend it, as a clause, and its code."""
        if self.short:
            needed = hours_of(suffices(self.short, self.rules).needed_minutes)
            clause = f"{format_date(self.short.completed_on)} 的{self.label}若證書記載滿 {needed}，更正訓練時數"
            return clause, NextStep.CORRECT_MINUTES
        if self.done:
            return f"{self.label}若在 {day} 以前即已完成，更正完訓日期", NextStep.CORRECT_DATE
        code = NextStep.RECORD_BASIC if self.kind is TrainingKind.BASIC else NextStep.RECORD_SPECIAL
        return f"若在 {day} 以前已完成{self.label}，補登訓練紀錄", code

    def because(self) -> list[Because]:
        lines = []
        if self.short:
            lines.append(Because(self.label, self.short.completed_on, f"{self.too_short()}，不足"))
        if self.done:
            source = suffices(self.done, self.rules).source
            length = "" if self.done.recognised else f"{hours_of(self.done.minutes)}；"
            lines.append(Because(self.label, self.done.completed_on, f"{length}{source}"))
        return lines or [Because(self.label, None, "查無紀錄")]


def explain(
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

    Takes what ``judge`` took. ``category_name`` is how the category is called on screen (「教育類」).
    """
    person = prepare(facts, rules)
    named = category_name or name_of(category)
    courses = _courses(person, category, named, served_from)
    when = _span(served_from, served_to)
    sentence, next_step, code = _words(judgement, courses, served_from, served_to, named)
    lines = [line for course in courses for line in course.because()]
    if category in person.rules.special_not_required:
        lines.append(Because(f"{named}特殊訓練", None, "此類別未訂特殊訓練，免"))
    if judgement.starts_on:
        lines.append(Because("採計起日", judgement.starts_on, "所需訓練全部完成的當天起採計"))
    lines += [Because("服務日期", served_from, when), Because("依據", None, _SOURCES[judgement.verdict])]
    return Explanation(judgement.counts, sentence, tuple(lines), next_step, code)


_SOURCES = {
    Verdict.COUNTED: ACT_ARTICLE_9,
    Verdict.NO_BASIC: f"{ACT_ARTICLE_9}、{NO_BACK_COUNTING}",
    Verdict.NO_SPECIAL: f"{ACT_ARTICLE_9}、{OTHER_CATEGORY}",
    Verdict.TOO_EARLY: f"{ACT_ARTICLE_9}、{NO_BACK_COUNTING}",
    Verdict.SPLIT_NEEDED: f"{ACT_ARTICLE_9}、{NO_BACK_COUNTING}",
    Verdict.BEFORE_ACT: EARLIEST_COUNTABLE_SOURCE,
    Verdict.BOOK_MISUSED: MISUSE_RULE,
}


def _words(
    judgement: Judgement, courses: tuple[_Course, ...], served_from: date, served_to: date, named: str
) -> tuple[str, str, NextStep]:
    """The sentence, the next step and its code."""
    when = _span(served_from, served_to)
    match judgement.verdict:
        case Verdict.COUNTED:
            done = "與".join(f"{course.label}（{format_date(course.done.completed_on)} 完成）" for course in courses)
            free = f"，{named}未訂特殊訓練" if len(courses) == 1 else ""
            return f"{when} 服務時，{done}已完成{free}，予以採計。", "", NextStep.NONE
        case Verdict.BOOK_MISUSED:
            sentence = f"{when} 的服務紀錄經註記為紀錄冊轉借或冒用，依{MISUSE_RULE}不予採計。"
            return sentence, "若註記有誤，請註記單位撤銷註記。", NextStep.LIFT_ANNOTATION
        case Verdict.BEFORE_ACT:
            sentence = f"{when} 的服務在志願服務法施行以前，依規定不採計。"
            return sentence, "", NextStep.NONE
        case Verdict.SPLIT_NEEDED:
            return _split_words(judgement.starts_on, served_from, served_to)
    return _training_words(courses, served_from, when)


def _split_words(starts_on: date, served_from: date, served_to: date) -> tuple[str, str, NextStep]:
    start = format_date(starts_on)
    before = _span(served_from, starts_on - ONE_DAY)
    sentence = f"{_span(served_from, served_to)} 這筆跨過採計起日 {start}，未分筆以前整筆不採計。"
    step = f"請運用單位分成 {before} 與 {_span(starts_on, served_to)} 兩筆，後一筆即予採計。"
    return sentence, step, NextStep.SPLIT


def _training_words(courses: tuple[_Course, ...], served_from: date, when: str) -> tuple[str, str, NextStep]:
    lacking = [course for course in courses if course.is_open(served_from)]
    sentence = f"{when} 服務時，{'、'.join(course.shortfall() for course in lacking)}，依規定不得追溯採計。"
    clauses, codes = zip(*(course.remedy(format_date(served_from)) for course in lacking), strict=True)
    step = f"請運用單位核對結業證書：{'；'.join(clauses)}。"
    if any(course.done is None for course in lacking):
        step += "若尚未完訓，請先完訓，完訓當天起的服務才採計。"
    return sentence, step, codes[0]


def _courses(person: PersonFacts, category: str, named: str, served_from: date) -> tuple[_Course, ...]:
    start = person.start(category)
    courses = [_course(person, TrainingKind.BASIC, None, "基礎訓練", start.basic, served_from)]
    if category not in person.rules.special_not_required:
        courses.append(_course(person, TrainingKind.SPECIAL, category, f"{named}特殊訓練", start.special, served_from))
    return tuple(courses)


def _course(
    person: PersonFacts,
    kind: TrainingKind,
    category: str | None,
    label: str,
    done: Completion | None,
    served_from: date,
) -> _Course:
    """The course, with the longest too-short completion that stood on the day, if that is what was lacking."""
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


def _span(served_from: date, served_to: date) -> str:
    if served_from == served_to:
        return format_date(served_from)
    return f"{format_date(served_from)} 至 {format_date(served_to)}"
