"""Names as people type them: a folded shadow of a name for searching. The name itself is never changed."""

from __future__ import annotations

import unicodedata

TWINS = str.maketrans({"台": "臺", "‧": "·", "・": "·", "．": "·", ".": "·", "•": "·"})


def fold_name(text: str) -> str:
    """NFKC, lower case, 台→臺, separators alike, no spaces or invisible characters."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(TWINS)
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"})


def masked_name(name: str) -> str:
    """「王○明」: the first and the last character; of two, the first. What a look-up shows of a stranger."""
    characters = list(name.strip())
    if len(characters) <= 1:
        return "○"
    if len(characters) == 2:
        return f"{characters[0]}○"
    return f"{characters[0]}{'○' * (len(characters) - 2)}{characters[-1]}"
