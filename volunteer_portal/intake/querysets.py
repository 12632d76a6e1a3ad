"""Imports: who sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from volunteer_portal.access.table import VisibleQuerySet

from . import access

if TYPE_CHECKING:
    from .models import Import  # noqa: F401


class ImportQuerySet(VisibleQuerySet["Import"]):
    access = access.IMPORTS
