"""One table per model: action → reach. The only place that answers "may they?"."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import BooleanField, Exists, Model, OuterRef, QuerySet, Value

from .reach import ALL_ROWS, NO_ROWS, Reach
from .scope import Scope

M = TypeVar("M", bound=Model)


class Access(dict[str, Reach]):
    """``Access(view=…, correct=…)``. Asking for an action that is not declared is a programming error (KeyError)."""

    def rows(self, queryset: QuerySet[M], scope: Scope, action: str = "view") -> QuerySet[M]:
        """The rows on which the scope may do the action. Joins never multiply rows: the filter is a subquery."""
        q = self[action].q(scope)
        if q is ALL_ROWS:
            return queryset
        if q is NO_ROWS:
            return queryset.none()
        return queryset.filter(pk__in=queryset.model._base_manager.filter(q).values("pk"))

    def allows(self, scope: Scope, action: str, obj: Model) -> bool:
        """Whether the scope may do the action on this one object: the row filter on one key."""
        return self.rows(type(obj)._base_manager.filter(pk=obj.pk), scope, action).exists()

    def marked(self, queryset: QuerySet[M], scope: Scope, *actions: str) -> QuerySet[M]:
        """Annotate ``may_<action>`` on each row, so that buttons of a whole list cost one query."""
        for action in actions:
            q = self[action].q(scope)
            if q is ALL_ROWS or q is NO_ROWS:
                mark = Value(q is ALL_ROWS, output_field=BooleanField())
            else:
                mark = Exists(queryset.model._base_manager.filter(q, pk=OuterRef("pk")))
            queryset = queryset.annotate(**{f"may_{action}": mark})
        return queryset


class VisibleQuerySet(QuerySet[M]):
    """A queryset of rows that belong to somebody. Subclasses name their table in ``access``."""

    access: Access

    def visible_to(self, scope: Scope, action: str = "view") -> QuerySet[M]:
        """The rows that the scope reaches with this action."""
        return self.access.rows(self, scope, action)

    def marked_for(self, scope: Scope, *actions: str) -> QuerySet[M]:
        """These rows with ``may_<action>`` beside each."""
        return self.access.marked(self, scope, *actions)
