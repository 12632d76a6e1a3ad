"""Names as people type them: a folded shadow of a name for searching. The name itself is never changed."""

from __future__ import annotations

import unicodedata

TWINS = str.maketrans({"台": "臺", "‧": "·", "・": "·", "．": "·", ".": "·", "•": "·"})


def fold_name(text: str) -> str:
    """NFKC, lower case, 台→臺, separators alike, no spaces or invisible characters."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(TWINS)
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"})
