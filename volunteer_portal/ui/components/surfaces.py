"""What holds other things: page head, card, section, notice, dialog, disclosure, foot bar."""
# ruff: noqa: PLR0913 - a component names each attribute it takes

from __future__ import annotations

import re
from uuid import uuid4

from django import template
from django.utils.safestring import SafeString

from .drawing import KIND_ICONS, draw, one_of, trimmed

register = template.Library()

MAY_BREAK = "\u200b"  # a zero-width space in a heading: a line may end here, and nothing is drawn
_PHRASE = re.compile(rf".+?(?:[，、：；！？。]+|{MAY_BREAK}|$)")
NOTICE_KINDS = ("info", "ok", "warn", "bad")
LEVELS = (2, 3, 4)


def phrases(title: str) -> list[str]:
    """Parts of a heading that should stay on one line: lines break after punctuation first."""
    return [phrase.rstrip(MAY_BREAK) for phrase in _PHRASE.findall(str(title))]


@register.simple_block_tag
def page_head(content: str, title: str, sub: str = "", *, eyebrow: str = "") -> SafeString:
    """The one ``h1`` of the page, which is the answer; the content is its actions or states."""
    return draw("page_head", content=trimmed(content), phrases=phrases(title), sub=sub, eyebrow=eyebrow)


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    sub: str = "",
    *,
    link_label: str = "",
    link_href: str = "",
    icon: str = "",
    foot: str = "",
    flush: bool = False,
    ask: bool = False,
    level: int = 2,
    key: str = "",
) -> SafeString:
    """A surface with a title. ``flush`` lets lists and tables reach the edge; ``ask`` marks what waits for you."""
    one_of(str(level), [str(each) for each in LEVELS], "card level")
    return draw(
        "card",
        content=content,
        title=title,
        sub=sub,
        link_label=link_label,
        link_href=link_href,
        icon=icon,
        foot=foot,
        flush=flush,
        ask=ask,
        level=level,
        key=key or f"card-{uuid4().hex[:8]}",
    )


@register.simple_block_tag
def section(
    content: str,
    title: str,
    sub: str = "",
    *,
    link_label: str = "",
    link_href: str = "",
    level: int = 2,
    key: str = "",
) -> SafeString:
    """A titled part of the page without a frame."""
    one_of(str(level), [str(each) for each in LEVELS], "section level")
    return draw(
        "section",
        content=content,
        title=title,
        sub=sub,
        link_label=link_label,
        link_href=link_href,
        level=level,
        key=key or f"part-{uuid4().hex[:8]}",
    )


@register.simple_block_tag
def notice(
    content: str,
    kind: str,
    title: str = "",
    *,
    icon: str = "",
    action_label: str = "",
    action_href: str = "",
    live: bool = False,
) -> SafeString:
    """One line says what, the next what to do. ``live`` announces it when it appears after the page has loaded."""
    one_of(kind, NOTICE_KINDS, "notice kind")
    sign = icon or ("ok" if kind == "ok" else KIND_ICONS[kind])
    return draw(
        "notice",
        content=trimmed(content),
        kind=kind,
        title=title,
        icon=sign,
        action_label=action_label,
        action_href=action_href,
        live=live,
    )


@register.simple_tag
def empty(
    title: str,
    text: str = "",
    action_label: str = "",
    action_href: str = "",
    icon: str = "file",
    *,
    main: bool = False,
    level: int = 2,
) -> SafeString:
    """The state of a list that has nothing to show: why, and the one step that changes it."""
    return draw(
        "empty",
        title=title,
        text=text,
        action_label=action_label,
        action_href=action_href,
        icon=icon,
        main=main,
        level=level,
    )


@register.simple_block_tag
def dialog(content: str, key: str, title: str, sub: str = "", *, sheet: bool = False) -> SafeString:
    """A modal box, or a sheet at the edge; opened by whatever carries ``dialog="<key>"``."""
    return draw("dialog", content=content, key=key, title=title, sub=sub, sheet=sheet)


@register.simple_block_tag
def dialog_foot(content: str, *, cancel: str = "") -> SafeString:
    """The actions of a dialog, inside its form; ``cancel`` is the word of the button that only closes."""
    return draw("dialog_foot", content=content, cancel=cancel)


@register.simple_block_tag
def more(content: str, label: str, *, shown: bool = False) -> SafeString:
    """A disclosure: the label stays, the rest opens on demand."""
    return draw("more", content=content, label=label, shown=shown)


@register.simple_block_tag
def foot_bar(content: str, state: str = "", icon: str = "", *, note: str = "") -> SafeString:
    """Sticks to the foot of the window: state on the left, actions on the right, the main one last."""
    return draw("foot_bar", content=content, state=state, icon=icon, note=note)


@register.simple_block_tag
def table_wrap(content: str, label: str) -> SafeString:
    """Lets a wide table scroll inside a region that the keyboard can reach."""
    return draw("table_wrap", content=content, label=label)


@register.simple_tag
def loading(label: str = "") -> SafeString:
    """Bones of what is about to come."""
    return draw("loading", label=label)
