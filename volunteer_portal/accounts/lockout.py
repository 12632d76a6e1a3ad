"""Five wrong passwords close one account to one source for fifteen minutes.

Per account *and* source, so that nobody can lock an officer out from elsewhere. The counter is taken before the
password is looked at: of two hundred tries at once, five are evaluated. Without the cache nobody gets in.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try that may be evaluated, or, with ``until``, one that may not before then."""

    key: str
    number: int
    until: datetime | None = None


def key_of(account: str, source: str) -> str:
    """A name for the pair that tells nothing about it to who reads the cache."""
    return "lockout:" + hashlib.sha256(f"{account}\n{source}".encode()).hexdigest()


def take(*, account: str, source: str, now: datetime) -> Attempt:
    """Take a number before evaluating a try."""
    key = key_of(account, source)
    number = _next(key)
    if number <= settings.LOCKOUT_FAILURES:
        return Attempt(key, number)
    until = cache.get(f"{key}:until") or now + timedelta(seconds=settings.LOCKOUT_SECONDS)
    return Attempt(key, number, until)


def failed(attempt: Attempt, *, now: datetime) -> None:
    """The try was wrong: the counter lives on from now, and the last allowed failure closes the account."""
    cache.touch(attempt.key, settings.LOCKOUT_SECONDS)
    if attempt.number >= settings.LOCKOUT_FAILURES:
        cache.set(f"{attempt.key}:until", now + timedelta(seconds=settings.LOCKOUT_SECONDS), settings.LOCKOUT_SECONDS)


def forget(key: str) -> None:
    """The right password, or a new one: earlier failures from this source no longer count."""
    cache.delete_many([key, f"{key}:until"])


def _next(key: str) -> int:
    cache.add(key, 0, settings.LOCKOUT_SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, settings.LOCKOUT_SECONDS)
        return 1
