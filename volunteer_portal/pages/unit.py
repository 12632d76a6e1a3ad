"""Pages of a unit's staff: which of their units they are working for now."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.module_loading import import_string

from volunteer_portal.access.scope import Scope

SESSION_KEY = "unit"


def current_unit_id(request: HttpRequest) -> int | None:
    """The unit chosen in this session if the person still works for it, else the first of their units."""
    scope: Scope = request.scope
    if not scope.unit_ids:
        return None
    chosen = request.session.get(SESSION_KEY)
    return chosen if chosen in scope.unit_ids else min(scope.unit_ids)


class ForUnit:
    """Mixin for pages that show one unit's work: ``self.unit`` is the unit, 404 for who works for none."""

    request: HttpRequest

    @cached_property
    def unit(self) -> Any:
        """The operating unit the person works for in this session."""
        unit_id = current_unit_id(self.request)
        if unit_id is None:
            raise Http404
        return import_string("units.models.OperatingUnit").objects.select_related("category").get(pk=unit_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every such page names its unit."""
        return super().get_context_data(unit=self.unit, **kwargs)
