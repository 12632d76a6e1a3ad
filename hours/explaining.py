"""Beside any hour: why it counts or not, and the one step that would change it (E1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from units.requirements import training_rules
from volunteer_portal.access.scope import Scope
from volunteer_portal.rules import explaining as rules
from volunteer_portal.rules.counting import Judgement, Verdict
from volunteer_portal.rules.explaining import Because, NextStep
from volunteer_portal.rules.roc import format_date

from .models import ServiceRecord
from .services.judging import Case, cases_of

#: Where the one step is done, for who may do it: the page, and what it wants to know.
TRAINING_STEPS = frozenset(
    {NextStep.RECORD_BASIC, NextStep.RECORD_SPECIAL, NextStep.CORRECT_MINUTES, NextStep.CORRECT_DATE}
)


@dataclass(frozen=True, slots=True)
class Reasons:
    """What stands beside one record. ``next_href`` is empty for who may not do the step."""

    counts: bool
    sentence: str
    rule: str
    because: tuple[Because, ...]
    next_step: str
    next_label: str = ""
    next_href: str = ""
    short: str = ""  #: the reason in a few words, the same for every record that shares it


def explain_records(records: Iterable[ServiceRecord], scope: Scope | None = None) -> dict[int, Reasons]:
    """The reasons of each record, by its key: as many queries for one as for a thousand.

    Records come with ``category`` and ``volunteer`` (``select_related``) where ``scope`` wants links.
    """
    rows = list(records)
    cases = cases_of({record.volunteer_id for record in rows}, training_rules())
    return {record.pk: _reasons(record, cases[record.volunteer_id], scope) for record in rows}


def with_reasons(records: Iterable[ServiceRecord], scope: Scope | None = None) -> list[ServiceRecord]:
    """The records themselves, each with ``.reasons``."""
    rows = list(records)
    found = explain_records(rows, scope)
    for record in rows:
        record.reasons = found[record.pk]
    return rows


def _reasons(record: ServiceRecord, case: Case, scope: Scope | None) -> Reasons:
    start = case.facts.start(record.category_id)
    told = rules.explain(
        Judgement(Verdict(record.verdict), start.day),
        category=record.category_id,
        served_from=record.served_from,
        served_to=record.served_to,
        facts=case.facts,
        rules=case.facts.rules,
        category_name=record.category.name,
    )
    label, href = _door(record, told.next_step_code, scope)
    rule = "；".join(line.note for line in told.because if line.label == "依據")
    step = told.next_step
    if scope is not None and record.unit_id in scope.unit_ids:
        step = step.replace("請運用單位", "請")  # who reads it is the unit
    return Reasons(told.counts, told.sentence, rule, told.because, step, label, href, _in_short(record, start.day))


def _in_short(record: ServiceRecord, starts_on: date | None) -> str:
    """「115/07/18 完訓以前」: what records with one cause have in common."""
    verdict = Verdict(record.verdict)
    if verdict is Verdict.TOO_EARLY and starts_on:
        return _("{day} 完訓以前的服務").format(day=format_date(starts_on))
    if verdict is Verdict.SPLIT_NEEDED and starts_on:
        return _("跨過 {day} 完訓，還沒分成兩筆").format(day=format_date(starts_on))
    if verdict is Verdict.NO_SPECIAL:
        return _("還沒有{category}特殊訓練").format(category=record.category.name)
    if verdict is Verdict.NO_BASIC:
        return _("還沒有基礎訓練")
    return str(verdict.label)


def _door(record: ServiceRecord, step: NextStep, scope: Scope | None) -> tuple[str, str]:
    """The page where the step is done, if the looking person may do it there."""
    if scope is None or record.unit_id not in scope.unit_ids:
        return "", ""
    if step is NextStep.SPLIT:
        return step.label, reverse("record_split", args=[record.pk])
    if step not in TRAINING_STEPS:
        return "", ""
    wanted = f"?volunteer={record.volunteer.ref}"
    if step is NextStep.RECORD_BASIC:
        return step.label, f"{reverse('training_new')}{wanted}&kind=basic"
    if step is NextStep.RECORD_SPECIAL:
        return step.label, f"{reverse('training_new')}{wanted}&kind=special&category={record.category_id}"
    return step.label, f"{reverse('unit_trainings')}{wanted}"
