"""Numbers one can see: tiles, measures, ring, charts, jobs."""
# ruff: noqa: PLR0913 - a component names each attribute it takes

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import draw, one_of

register = template.Library()

Number = int | float | Decimal
MEASURE_KINDS = ("", "ok", "warn", "bad")
JOB_STATES = {
    "queued": ("info", "clock"),
    "running": ("info", "sync"),
    "done": ("ok", "ok"),
    "failed": ("bad", "bad"),
    "cancelled": ("plain", "not"),
}


def share(value: Number, whole: Number) -> float:
    """Part of the whole in per cent, between 0 and 100, one decimal."""
    if not whole:
        return 0.0
    return round(min(max(float(value) / float(whole) * 100, 0.0), 100.0), 1)


@register.simple_block_tag
def stats(content: str) -> SafeString:
    """A row of figures."""
    return draw("stats", content=content)


@register.simple_tag
def stat(
    label: str, value: Any, unit: str = "", href: str = "", note: str = "", *, note_href: str = "", kind: str = ""
) -> SafeString:
    """One figure inside ``stats``; ``href`` makes the figure a door to what stands behind it."""
    one_of(kind, MEASURE_KINDS, "stat kind")
    return draw("stat", label=label, value=value, unit=unit, href=href, note=note, note_href=note_href, kind=kind)


@register.simple_tag
def progress(
    value: Number,
    max: Number,  # noqa: A002 - the attribute's own name
    label: str,
    unit: str = "",
    *,
    kind: str = "",
    note: str = "",
    note_label: str = "",
    note_href: str = "",
    as_share: bool = False,
) -> SafeString:
    """A measure with its words: how much of how much, and what is missing."""
    one_of(kind, MEASURE_KINDS, "progress kind")
    return draw(
        "progress",
        value=value,
        max=max,
        percent=int(share(value, max)),
        label=label,
        unit=unit,
        kind=kind,
        note=note,
        note_label=note_label,
        note_href=note_href,
        as_share=as_share,
    )


@register.simple_tag
def ring(
    value: Number,
    goal: Number,
    unit: str,
    label: str,
    *,
    inner_value: Number = 0,
    inner_goal: Number = 0,
    inner_label: str = "",
    shown: str = "",
) -> SafeString:
    """Progress as one or two arcs; ``shown`` is the text of the figure when it is not ``value`` itself."""
    return draw(
        "ring",
        outer=share(value, goal),
        inner=share(inner_value, inner_goal) if inner_goal else None,
        shown=shown or value,
        goal=goal,
        unit=unit,
        label=label,
        inner_label=inner_label,
    )


@dataclass(frozen=True)
class Bar:
    """One bar: where it starts and how long it is, in per cent of the longest."""

    label: str
    value: Number
    shown: str
    length: float
    extra: Number
    extra_shown: str
    extra_start: float
    extra_length: float
    strong: bool

    @property
    def top(self) -> float:
        return round(100 - self.length, 1)

    @property
    def extra_top(self) -> float:
        return round(100 - self.extra_start - self.extra_length, 1)


def bars_of(rows: Sequence[dict[str, Any]]) -> list[Bar]:
    """Scale rows ``{label, value, shown?, extra?, extra_shown?, strong?}`` to the longest of them."""
    longest = max((float(row["value"]) + float(row.get("extra") or 0) for row in rows), default=0)
    bars = []
    for row in rows:
        extra = row.get("extra") or 0
        length = share(row["value"], longest)
        bars.append(
            Bar(
                label=row["label"],
                value=row["value"],
                shown=str(row.get("shown", row["value"])),
                length=length,
                extra=extra,
                extra_shown=str(row.get("extra_shown", extra)),
                extra_start=length,
                extra_length=share(extra, longest),
                strong=bool(row.get("strong")),
            )
        )
    return bars


@register.simple_tag
def bar_chart(
    title: str,
    rows: Sequence[dict[str, Any]],
    unit: str,
    *,
    extra_label: str = "",
    value_label: str = "",
    head: str = "",
    note: str = "",
    columns: bool = False,
) -> SafeString:
    """Bars beside their own table (default), or upright ``columns`` over a table that opens on demand."""
    return draw(
        "bar_columns" if columns else "bar_chart",
        title=title,
        bars=bars_of(rows),
        unit=unit,
        head=head or _("項目"),
        value_label=value_label or unit,
        extra_label=extra_label,
        note=note,
        key=f"chart-{uuid4().hex[:8]}",
    )


@register.simple_tag
def job_progress(
    label: str,
    state: str,
    done: int = 0,
    total: int = 0,
    *,
    key: str = "job",
    poll_href: str = "",
    cancel_href: str = "",
    token: str = "",
    note: str = "",
    result_label: str = "",
    result_href: str = "",
) -> SafeString:
    """A job that runs elsewhere. While it is queued or running, the piece asks ``poll_href`` for itself anew."""
    kind, sign = JOB_STATES[one_of(state, JOB_STATES, "job state")]
    return draw(
        "job_progress",
        label=label,
        state=state,
        kind=kind,
        icon=sign,
        done=done,
        total=total,
        percent=int(share(done, total)),
        live=state in ("queued", "running"),
        key=key,
        poll_href=poll_href,
        cancel_href=cancel_href,
        token=token,
        note=note,
        result_label=result_label,
        result_href=result_href,
    )
