"""Who is looking: what the request, a job or a command carries about its person."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scope:
    """The reach of one person on one day. The empty scope is the public.

    ``unit_ids`` are units the person works for (staff or head), ``head_unit_ids`` those that the person heads,
    ``categories`` the category codes whose authority the person is an officer of. ``citywide`` is a city officer;
    ``promotion_centre`` one who also acts as the authority of social welfare and general units.
    """

    user_id: int | None = None
    volunteer_id: int | None = None
    unit_ids: frozenset[int] = field(default_factory=frozenset)
    head_unit_ids: frozenset[int] = field(default_factory=frozenset)
    categories: frozenset[str] = field(default_factory=frozenset)
    citywide: bool = False
    promotion_centre: bool = False
    is_administrator: bool = False

    @property
    def is_public(self) -> bool:
        """Nobody is signed in."""
        return self.user_id is None

    @property
    def is_officer(self) -> bool:
        """An officer of the city or of a category's authority."""
        return self.citywide or bool(self.categories)

    @property
    def needs_second_factor(self) -> bool:
        """City and authority officers and administrators decide only after a second factor."""
        return self.is_officer or self.is_administrator


PUBLIC = Scope()
