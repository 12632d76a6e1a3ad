"""訓練、紀錄冊、保險: the person's own records, to be read."""

from __future__ import annotations

from typing import Any

from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import today
from volunteers.models import Membership, Volunteer
from volunteers.person import Looking, parts_of


class MyRecords(Page):
    """Everything that is on file, and whom to tell when something is wrong."""

    audience = "volunteer"
    model = Volunteer
    action = "view"
    template_name = "volunteers/my_records.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The parts of one's own record."""
        volunteer = Volunteer.objects.get(pk=self.scope.volunteer_id)
        parts = parts_of(volunteer, Looking(self.scope, today(), holder=True))
        memberships = Membership.objects.filter(volunteer=volunteer).select_related("unit", "team")
        return super().get_context_data(volunteer=volunteer, parts=parts, memberships=memberships, **kwargs)
