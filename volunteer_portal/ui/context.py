"""What the reader has chosen for this browser: size of text and theme."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

SIZES = ("s", "m", "l")
THEMES = ("auto", "light", "dark")
SIZE_COOKIE = "text_size"
THEME_COOKIE = "theme"
TEXT_SIZES = (("s", _("小")), ("m", _("中")), ("l", _("大")))
THEME_CHOICES = (("auto", _("隨系統"), "half"), ("light", _("明亮"), "sun"), ("dark", _("深色"), "moon"))


def preferences(request: HttpRequest) -> dict[str, Any]:
    """``preferences.size`` and ``preferences.theme``, read from cookies; anything unknown is the default."""
    size = request.COOKIES.get(SIZE_COOKIE, "")
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "preferences": {
            "size": size if size in SIZES else SIZES[0],
            "theme": theme if theme in THEMES else THEMES[0],
        },
        "text_sizes": TEXT_SIZES,
        "themes": THEME_CHOICES,
    }
