"""Where one is and where one can go: breadcrumb, tabs, steps, pages of a list, sorted heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.utils.safestring import SafeString

from .drawing import draw, one_of

register = template.Library()


@register.simple_tag(takes_context=True)
def crumbs(context: Context, *parts: str) -> SafeString:
    """``label, href, label, href, …, last label``; the reader's own home stands before them by itself."""
    trail = [(parts[i], parts[i + 1]) for i in range(0, len(parts) - 1, 2)]
    here = parts[-1] if len(parts) % 2 else ""
    inside = bool(context.get("rail"))
    return draw("crumbs", home=context.get("scope_label") or "", inside=inside, trail=trail, here=here)


@register.simple_block_tag
def tabs(content: str, label: str, *, segments: bool = False) -> SafeString:
    """Links to the parts of one page; ``segments`` draws them as one switch."""
    return draw("tabs", content=content, label=label, segments=segments)


@register.simple_tag
def tab(label: str, href: str, *, current: bool = False, number: int | None = None, bad: bool = False) -> SafeString:
    """One of ``tabs``."""
    return draw("tab", label=label, href=href, current=current, number=number, bad=bad)


@register.simple_tag
def steps(items: str | Sequence[Any], current: int, notes: str | Sequence[str] = "") -> SafeString:
    """Stages of a wizard; ``items`` are labels (or one text with ``|``), ``current`` counts from 1."""
    labels = items.split("|") if isinstance(items, str) else list(items)
    said = notes.split("|") if isinstance(notes, str) else list(notes)
    said += [""] * (len(labels) - len(said))
    rows = [
        {"label": label, "note": note, "state": "done" if n < current else "now" if n == current else "todo"}
        for n, (label, note) in enumerate(zip(labels, said, strict=False), start=1)
    ]
    return draw("steps", rows=rows, current=current, total=len(labels))


def _query(context: Context, **changes: str) -> str:
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        return "?" + "&".join(f"{name}={value}" for name, value in changes.items())
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def pager(
    context: Context, page: Page, *, param: str = "page", unit: str = "筆", label: str = "", hx_target: str = ""
) -> SafeString:
    """Pages of a list; keeps the filters of the address."""
    paginator = page.paginator
    pages = [
        {
            "number": number if number != paginator.ELLIPSIS else None,
            "href": _query(context, **{param: str(number)}),
            "current": number == page.number,
        }
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return draw(
        "pager",
        page=page,
        pages=pages,
        unit=unit,
        label=label,
        previous=_query(context, **{param: str(page.number - 1)}) if page.has_previous() else "",
        next=_query(context, **{param: str(page.number + 1)}) if page.has_next() else "",
        first=page.start_index(),
        last=page.end_index(),
        total=paginator.count,
        many=paginator.num_pages > 1,
        hx_target=hx_target,
    )


@register.simple_tag(takes_context=True)
def sort_head(
    context: Context, label: str, key: str, *, number: bool = False, param: str = "sort", default: str = ""
) -> SafeString:
    """The ``th`` of a column that can be sorted: a link that turns the order round."""
    request = context.get("request")
    now = (request.GET.get(param) if request is not None else "") or default
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    after = f"-{key}" if order == "ascending" else key
    return draw(
        "sort_head", label=label, number=number, order=order, href=_query(context, **{param: after, "page": "1"})
    )


@register.simple_tag
def skip_to(label: str, target: str) -> SafeString:
    """A link that only the keyboard sees, past something long."""
    one_of(target[:1], "#", "skip target")
    return draw("skip_to", label=label, target=target)
