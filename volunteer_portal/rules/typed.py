"""What people type and paste, made plain without changing its meaning.

Unicode's NFKC turns ``²`` and ``①`` into digits, so that ``11²/06/30`` would silently become another date.
Only the full-width forms of ASCII are therefore folded here; whatever else is odd stays, and is refused later.
"""

from __future__ import annotations

import unicodedata

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_QUOTED = 24


def half_width(text: str) -> str:
    """``text`` with full-width ASCII folded and invisible format characters (zero-width, BOM, bidi) removed."""
    folded = text.translate(_FULL_WIDTH)
    if folded.isascii():
        return folded
    return "".join(char for char in folded if unicodedata.category(char) != "Cf")


def quoted(text: str) -> str:
    """``text`` in 「」, short and free of line breaks, fit to stand in a sentence."""
    shown = "".join(char if char.isprintable() else " " for char in text[: _QUOTED + 1]).strip()
    return f"「{shown[:_QUOTED]}…」" if len(text) > _QUOTED else f"「{shown}」"
