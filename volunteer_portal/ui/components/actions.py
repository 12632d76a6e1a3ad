"""What can be pressed: buttons, one-button forms, menus."""
# ruff: noqa: PLR0913 - a component names each attribute it takes

from __future__ import annotations

from uuid import uuid4

from django import template
from django.middleware.csrf import get_token
from django.template.context import Context
from django.utils.safestring import SafeString

from .drawing import draw, one_of

register = template.Library()

VARIANTS = ("", "main", "quiet", "danger", "danger-main")


@register.simple_tag
def button(
    label: str,
    href: str = "",
    variant: str = "",
    icon: str = "",
    *,
    type: str = "submit",  # noqa: A002 - the attribute's own name
    name: str = "",
    value: str = "",
    form: str = "",
    dialog: str = "",
    why_not: str = "",
    large: bool = False,
    wide: bool = False,
    icon_only: bool = False,
    icon_last: str = "",
    hx_get: str = "",
    hx_post: str = "",
    hx_target: str = "",
    hx_swap: str = "",
    download: bool = False,
) -> SafeString:
    """A link when ``href`` is given, else a button. ``why_not`` disables it and says the reason beside it."""
    one_of(variant, VARIANTS, "button variant")
    one_of(type, ("submit", "button", "reset"), "button type")
    return draw(
        "button",
        label=label,
        href=href,
        variant=variant,
        icon=icon,
        type=type,
        name=name,
        value=value,
        form=form,
        dialog=dialog,
        why_not=why_not,
        why_key=f"not-{uuid4().hex[:8]}" if why_not else "",
        large=large,
        wide=wide,
        icon_only=icon_only,
        icon_last=icon_last,
        hx_get=hx_get,
        hx_post=hx_post,
        hx_target=hx_target,
        hx_swap=hx_swap,
        download=download,
    )


@register.simple_tag(takes_context=True)
def post_button(
    context: Context,
    label: str,
    href: str,
    variant: str = "",
    icon: str = "",
    *,
    name: str = "",
    value: str = "",
    icon_only: bool = False,
) -> SafeString:
    """A form with one button: an action that writes, without fields."""
    one_of(variant, VARIANTS, "button variant")
    return draw(
        "post_button",
        action=href,
        token=get_token(context["request"]),
        label=label,
        variant=variant,
        icon=icon,
        name=name,
        value=value,
        icon_only=icon_only,
    )


@register.simple_block_tag
def menu(content: str, label: str, icon: str = "", variant: str = "", *, icon_only: bool = False) -> SafeString:
    """A button that opens a list of links; works without script."""
    one_of(variant, VARIANTS, "menu variant")
    return draw(
        "menu",
        content=content,
        label=label,
        icon=icon,
        variant=variant,
        icon_only=icon_only,
        key=f"menu-{uuid4().hex[:8]}",
    )


@register.simple_tag
def menu_item(
    label: str, href: str, icon: str = "", note: str = "", *, current: bool = False, download: bool = False
) -> SafeString:
    """One line of a menu."""
    return draw("menu_item", label=label, href=href, icon=icon, note=note, current=current, download=download)
