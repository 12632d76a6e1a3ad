"""How far a scope reaches into one model: small pieces that read like the policy they state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from .scope import Scope

NO_ROWS = Q(pk__in=[])
ALL_ROWS = ~NO_ROWS  # never Q(): in Django ``Q() | x`` is just ``x``


def _either(a: Q, b: Q) -> Q:
    if a is ALL_ROWS or b is ALL_ROWS:
        return ALL_ROWS
    if a is NO_ROWS:
        return b
    if b is NO_ROWS:
        return a
    return a | b


@dataclass(frozen=True)
class Reach:
    """A label for people, a filter for the database, and the kinds of viewer that it is made of.

    ``kinds`` holds words of ``own unit head category city administrator all``: what the declared policy prints.
    """

    label: str
    q: Callable[[Scope], Q]
    kinds: frozenset[str] = frozenset()

    def __or__(self, other: Reach) -> Reach:
        return Reach(
            f"{self.label}／{other.label}",
            lambda scope: _either(self.q(scope), other.q(scope)),
            self.kinds | other.kinds,
        )

    def while_(self, condition: Q, label: str) -> Reach:
        """Narrow the reach to rows in a state, e.g. an open month."""

        def narrowed(scope: Scope) -> Q:
            q = self.q(scope)
            return NO_ROWS if q is NO_ROWS else condition if q is ALL_ROWS else q & condition

        return Reach(f"{self.label}（{label}）", narrowed, self.kinds)


def nobody() -> Reach:
    """No one, whoever asks."""
    return Reach("無", lambda _scope: NO_ROWS)


def everyone(condition: Q | None = None, label: str = "所有人") -> Reach:
    """Anyone, signed in or not, for the rows that meet the condition."""
    return Reach(label, lambda _scope: ALL_ROWS if condition is None else condition, frozenset({"all"}))


def own(path: str) -> Reach:
    """The volunteer whose record it is; ``path`` leads to the volunteer's id."""
    return Reach("本人", lambda s: Q(**{path: s.volunteer_id}) if s.volunteer_id else NO_ROWS, frozenset({"own"}))


def own_account(path: str) -> Reach:
    """The account that the row belongs to; ``path`` leads to the user's id."""
    return Reach("本人帳號", lambda s: Q(**{path: s.user_id}) if s.user_id else NO_ROWS, frozenset({"own"}))


def unit(path: str) -> Reach:
    """Staff and head of the unit; ``path`` leads to the unit's id."""
    return Reach("運用單位", lambda s: Q(**{f"{path}__in": s.unit_ids}) if s.unit_ids else NO_ROWS, frozenset({"unit"}))


def head(path: str) -> Reach:
    """The unit's head alone."""
    return Reach(
        "單位主管", lambda s: Q(**{f"{path}__in": s.head_unit_ids}) if s.head_unit_ids else NO_ROWS, frozenset({"head"})
    )


def category(path: str) -> Reach:
    """Officers of the category's authority; ``path`` leads to the category's code."""
    return Reach(
        "目的事業主管機關",
        lambda s: Q(**{f"{path}__in": s.categories}) if s.categories else NO_ROWS,
        frozenset({"category"}),
    )


def city() -> Reach:
    """City officers and the promotion centre."""
    return Reach("市府", lambda s: ALL_ROWS if s.citywide else NO_ROWS, frozenset({"city"}))


def administrator() -> Reach:
    """System administrators: accounts and settings, not people's records."""
    return Reach("系統管理者", lambda s: ALL_ROWS if s.is_administrator else NO_ROWS, frozenset({"administrator"}))
