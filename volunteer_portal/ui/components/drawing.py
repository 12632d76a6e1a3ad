"""What all components share: drawing a template and refusing a value that the design does not know."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

KIND_ICONS: Mapping[str, str] = {
    "ok": "check",
    "warn": "warn",
    "bad": "bad",
    "info": "info",
    "other": "person",
    "plain": "",
}


def draw(name: str, /, **values: Any) -> SafeString:
    """Render ``templates/ui/<name>.html`` with these values alone: a component sees nothing of the page around it."""
    return mark_safe(get_template(f"ui/{name}.html").render(values).strip())  # noqa: S308 - autoescaped template


def one_of(value: str, allowed: Collection[str], what: str) -> str:
    """Return the value if the design knows it, else stop the page with a sentence for its author."""
    if value not in allowed:
        known = ", ".join(sorted(allowed))
        raise TemplateSyntaxError(f"{what} {value!r} is not one of: {known}")
    return value


def trimmed(content: str) -> SafeString:
    """What stood between the tags of a wrapper, without the white space around it; rendered, hence safe."""
    return mark_safe(content.strip())  # noqa: S308 - content is a rendered node list
