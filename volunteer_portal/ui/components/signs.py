"""Small signs: icon, status, count, deadline, masked number, the reason of an hour."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from django import template
from django.conf import settings
from django.template import TemplateSyntaxError
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import KIND_ICONS, draw, one_of

register = template.Library()

SPRITE = "img/icons.svg"
NEAR_DAYS = 7
SIZES = {"": "i", "large": "i i-lg", "small": "i i-sm"}


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """The names drawn in the sprite."""
    text = (Path(settings.BASE_DIR) / "static" / SPRITE).read_text(encoding="utf-8")
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', text))


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """One icon of the sprite; with ``label`` it speaks, without it is decoration."""
    one_of(size, SIZES, "icon size")
    if name not in icon_names():
        raise TemplateSyntaxError(f"icon {name!r} is not in {SPRITE}")
    href = f"{static(SPRITE)}#{name}"
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}"><use href="{}"/></svg>',
            SIZES[size],
            label,
            href,
        )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><use href="{}"/></svg>', SIZES[size], href
    )


@register.simple_tag
def status(kind: str, label: str, icon: str = "", title: str = "") -> SafeString:
    """State as icon, word and colour. ``plain`` without an icon is a label of a category, not a state."""
    one_of(kind, KIND_ICONS, "status kind")
    return draw("status", kind=kind, label=label, icon=icon or KIND_ICONS[kind], title=title)


@register.simple_tag
def count(number: int, unit: str = "", kind: str = "") -> SafeString:
    """A pill with a number; ``unit`` is read aloud only."""
    one_of(kind, ("", "bad"), "count kind")
    return draw("count", number=number, unit=unit, kind=kind)


@register.simple_tag
def due(day: date | None, today: date) -> SafeString:
    """Deadline tile: days left, today, days late, or no deadline."""
    if day is None:
        return draw("due", figure="—", word=_("無期限"), kind="", day=None)
    left = (day - today).days
    if left == 0:
        return draw("due", figure=_("今天"), word=_("截止"), kind="near", day=day)
    if left < 0:
        return draw("due", figure=_("逾 %(days)s") % {"days": -left}, word=_("天"), kind="late", day=day)
    return draw("due", figure=left, word=_("天"), kind="near" if left <= NEAR_DAYS else "", day=day)


@register.simple_tag
def id_masked(masked: str, reveal_href: str = "", dialog: str = "", whose: str = "") -> SafeString:
    """A masked number with a way to ask for the whole; the asking itself happens behind ``reveal_href``."""
    return draw("id_masked", masked=masked, reveal_href=reveal_href, dialog=dialog, whose=whose)


@register.simple_tag
def why(
    counts: bool | None,  # noqa: FBT001 - yes, no, not yet decided
    sentence: str,
    label: str = "",
    rule: str = "",
    next_label: str = "",
    next_href: str = "",
) -> SafeString:
    """Counts or not, and behind one press the dates and the rule that decided, and the step that changes it."""
    known = {
        True: ("ok", "check", _("採計")),
        False: ("warn", "not", _("不採計")),
        None: ("plain", "clock", _("待確認")),
    }
    kind, sign, word = known[counts]
    return draw(
        "why",
        key=f"why-{uuid4().hex[:8]}",
        kind=kind,
        icon=sign,
        label=label or word,
        sentence=sentence,
        rule=rule,
        next_label=next_label,
        next_href=next_href,
    )
