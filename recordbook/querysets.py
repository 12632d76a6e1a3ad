"""Record books: who sees them, and which are held on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from volunteer_portal.access.table import VisibleQuerySet

from . import access
from .enums import BookState

if TYPE_CHECKING:
    from .models import Annotation, RecordBook  # noqa: F401


class RecordBookQuerySet(VisibleQuerySet["RecordBook"]):
    access = access.BOOKS

    def live(self) -> RecordBookQuerySet:
        """Books that are not void."""
        return self.filter(state=BookState.LIVE)

    def held_on(self, day: date) -> RecordBookQuerySet:
        """Live books issued on or before the day (RPT-22)."""
        return self.live().filter(Q(issued_on__lte=day))


class AnnotationQuerySet(VisibleQuerySet["Annotation"]):
    access = access.ANNOTATIONS
