"""What the reader has chosen for this browser: size of text and theme."""

from __future__ import annotations

from django.http import HttpRequest

SIZES = ("s", "m", "l")
THEMES = ("auto", "light", "dark")
SIZE_COOKIE = "text_size"
THEME_COOKIE = "theme"


def preferences(request: HttpRequest) -> dict[str, dict[str, str]]:
    """``preferences.size`` and ``preferences.theme``, read from cookies; anything unknown is the default."""
    size = request.COOKIES.get(SIZE_COOKIE, "")
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "preferences": {
            "size": size if size in SIZES else SIZES[0],
            "theme": theme if theme in THEMES else THEMES[0],
        }
    }
