"""Honor cards: who sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from volunteer_portal.access.table import VisibleQuerySet

from . import access

if TYPE_CHECKING:
    from .models import HonorCard  # noqa: F401


class HonorCardQuerySet(VisibleQuerySet["HonorCard"]):
    access = access.CARDS
