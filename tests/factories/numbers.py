"""Identity numbers of people who do not exist, and a counter for whatever must differ."""

from __future__ import annotations

from itertools import count

from volunteer_portal.rules.identity import _LETTER_VALUES

_serial = count(1)


def serial() -> int:
    return next(_serial)


def national_id(n: int, sex: str = "F", letter: str = "D") -> str:
    """A valid national ID: the same for the same ``n``, another for another."""
    body = f"{_LETTER_VALUES[letter]}{'1' if sex == 'M' else '2'}{n % 10_000_000:07d}"
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return f"{letter}{body[2:]}{-total % 10}"
