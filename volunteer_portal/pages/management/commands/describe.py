"""``describe``: write the pages of ``docs/`` that come from the code's own tables; ``--check`` only compares."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from volunteer_portal.access.table import Access
from volunteer_portal.notices.deadlines import deadlines
from volunteer_portal.rules.counting import Verdict
from volunteer_portal.rules.parameters import BASIC_MINUTES, SPECIAL_MINUTES
from volunteer_portal.rules.roc import format_date
from volunteer_portal.rules.status_report import CELLS

MADE = "Written by `manage.py describe`; do not edit."


def access_lines() -> Iterator[str]:
    """Each model's table: action and reach."""
    yield f"# Who reaches what\n\n{MADE}\n\nOut of reach is 404; seen but not allowed is 403 with the reason.\n"
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
        table = getattr(model._default_manager.all(), "access", None)
        if isinstance(table, Access):
            yield f"\n## {model._meta.label}（{model._meta.verbose_name}）\n\n| action | reach |\n|---|---|\n"
            for action, reach in table.items():
                yield f"| {action} | {reach.label} |\n"


def deadline_lines() -> Iterator[str]:
    """Each declared deadline."""
    yield f"# Deadlines\n\n{MADE}\n\nSteps are days before the due day; below zero: after it.\n\n"
    yield "| code | what | basis | steps | officers told from |\n|---|---|---|---|---|\n"
    for deadline in deadlines():
        steps = " ".join(str(step) for step in deadline.steps)
        yield f"| `{deadline.code}` | {deadline.title} | {deadline.basis} | {steps} | {deadline.escalate_from} |\n"


def rule_lines() -> Iterator[str]:
    """Dated parameters, verdicts and the cells of the form."""
    yield f"# Rules in force\n\n{MADE}\n\n## Training\n\n| what | from | minutes | source |\n|---|---|---|---|\n"
    for dated in (BASIC_MINUTES, *SPECIAL_MINUTES.values()):
        for since in dated.sinces:
            begins = "－" if since.day.year < 1912 else format_date(since.day)
            yield f"| {dated.name} | {begins} | {since.value} | {since.source} |\n"
    yield "\n## Verdicts\n\n| code | 中文 |\n|---|---|\n"
    yield from (f"| `{verdict.value}` | {verdict.label} |\n" for verdict in Verdict)
    yield "\n## Cells of the half-year report\n\n| # | key | labels |\n|---|---|---|\n"
    yield from (f"| {cell.number} | {cell.key} | {cell.name} |\n" for cell in CELLS)


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "access.md": access_lines,
    "deadlines.md": deadline_lines,
    "rules.md": rule_lines,
}


def stale(folder: Path) -> list[str]:
    """Names of pages that do not say what the code says."""
    return [
        name
        for name, lines in PAGES.items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != "".join(lines())
    ]


class Command(BaseCommand):
    help = "Write docs/access.md, docs/deadlines.md and docs/rules.md from the code's own tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "docs"
        if options["check"]:
            old = stale(folder)
            if old:
                self.stderr.write(f"stale: {', '.join(old)}; run manage.py describe")
                sys.exit(1)
            return
        for name, lines in PAGES.items():
            (folder / name).write_text("".join(lines()), encoding="utf-8")
