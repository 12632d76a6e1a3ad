"""Lists of things to do, of what happened, of what is known."""
# ruff: noqa: PLR0913 - a component names each attribute it takes

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from volunteer_portal.ui.templatetags.roc import roc, roc_clock

from .drawing import draw, one_of
from .signs import due

register = template.Library()

TASK_STATES = {
    "todo": ("plain", "minus", _("未開始")),
    "doing": ("info", "edit", _("進行中")),
    "done": ("ok", "check", _("完成")),
    "waiting": ("plain", "clock", _("等待中")),
    "missing": ("warn", "warn", _("缺")),
    "bad": ("bad", "bad", _("有誤")),
}
TRAIL_STATES = ("done", "now", "todo", "bad")
CHECK_STATES = {"ok": ("ok", _("相符")), "warn": ("warn", _("提醒")), "bad": ("bad", _("不符"))}


@register.simple_block_tag
def todos(content: str) -> SafeString:
    """The list that holds ``todo`` rows; belongs into a flush card."""
    return draw("todos", content=content)


@register.simple_tag
def todo(
    title: str,
    text: str = "",
    *,
    day: date | None = None,
    today: date,
    action_label: str = "",
    action_href: str = "",
    main: bool = False,
    level: int = 3,
) -> SafeString:
    """One thing that waits: when, what, and the one button that opens exactly it."""
    return draw(
        "todo",
        title=title,
        text=text,
        tile=due(day, today),
        action_label=action_label,
        action_href=action_href,
        main=main,
        level=level,
    )


@register.simple_block_tag
def tasks(content: str, label: str = "") -> SafeString:
    """A list of what makes something complete."""
    return draw("tasks", content=content, label=label)


@register.simple_tag
def task(
    label: str,
    state: str,
    *,
    href: str = "",
    note: str = "",
    word: str = "",
    action_label: str = "",
    action_href: str = "",
) -> SafeString:
    """One part of ``tasks`` and its state; ``word`` says more than the usual word for the state."""
    kind, sign, usual = TASK_STATES[one_of(state, TASK_STATES, "task state")]
    return draw(
        "task",
        label=label,
        kind=kind,
        icon=sign,
        word=word or usual,
        href=href,
        note=note,
        action_label=action_label,
        action_href=action_href,
    )


@register.simple_tag
def timeline(items: Iterable[dict[str, Any]]) -> SafeString:
    """What happened and what comes: ``{label, state, at?, by?, note?}``; states as in ``TRAIL_STATES``."""
    rows = [{"at": None, "by": "", "note": "", **item} for item in items]
    for row in rows:
        one_of(row["state"], TRAIL_STATES, "timeline state")
    return draw("timeline", rows=rows)


@register.simple_tag
def feed(items: Iterable[dict[str, Any]]) -> SafeString:
    """Latest changes: ``{at, text, href?}``, newest first."""
    return draw("feed", rows=[{"href": "", **item} for item in items])


@register.simple_block_tag
def checks(content: str) -> SafeString:
    """A list of ``check`` rows."""
    return draw("checks", content=content)


@register.simple_tag
def check(
    state: str, label: str, note: str = "", *, word: str = "", link_label: str = "", link_href: str = ""
) -> SafeString:
    """Something that was compared: agrees, needs a look, or does not agree."""
    kind, usual = CHECK_STATES[one_of(state, CHECK_STATES, "check state")]
    sign = "ok" if kind == "ok" else kind
    return draw(
        "check",
        kind=kind,
        icon=sign,
        label=label,
        note=note,
        word=word or usual,
        link_label=link_label,
        link_href=link_href,
    )


@register.simple_block_tag
def facts(content: str, *, columns: int = 1) -> SafeString:
    """Names and values of one record."""
    one_of(str(columns), ("1", "2", "3"), "facts columns")
    return draw("facts", content=content, columns=columns)


@register.simple_tag
def fact(label: str, value: Any = "", note: str = "", *, href: str = "") -> SafeString:
    """One name and value of ``facts``; an empty value says so. For richer values write ``div > dt + dd``."""
    return draw("fact", label=label, value=value, note=note, href=href, blank=value in ("", None))


@register.simple_tag
def delta(now: Any, before: Any, unit: str = "", *, big: bool = False) -> SafeString:
    """How a figure moved against last time; ``big`` marks what wants an explanation."""
    step = now - before
    return draw("delta", step=abs(step), direction=(step > 0) - (step < 0), unit=unit, big=big)


@register.simple_tag
def stamp(at: datetime | date | None, *, clock: bool = False) -> SafeString:
    """A ``time`` element: ROC on screen, ISO for machines."""
    if at is None:
        return SafeString("")
    words = roc_clock(at) if clock and isinstance(at, datetime) else roc(at)
    return format_html('<time class="num" datetime="{}">{}</time>', at.isoformat(), words)


@register.simple_tag
def key_row(items: Sequence[Sequence[str]]) -> SafeString:
    """A legend: pairs of colour (``a``, ``b``, ``x``, ``accent``) and word."""
    return draw("key_row", rows=items)
