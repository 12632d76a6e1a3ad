"""Completions: who sees them, and which still stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from volunteer_portal.access.table import VisibleQuerySet

from . import access

if TYPE_CHECKING:
    from .models import Completion  # noqa: F401


class CompletionQuerySet(VisibleQuerySet["Completion"]):
    access = access.COMPLETIONS

    def standing(self) -> CompletionQuerySet:
        """Completions that were not revoked."""
        return self.filter(revoked_at__isnull=True)
