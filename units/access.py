"""Who may do what with units, teams, appointments and invitations."""

from __future__ import annotations

from volunteer_portal.access.reach import administrator, category, city, own_account, unit
from volunteer_portal.access.table import Access

UNITS = Access(
    view=unit("pk") | category("category") | city() | administrator(),
    change=unit("pk") | category("category") | city() | administrator(),
    create=city() | administrator(),
    invite=unit("pk") | city() | administrator(),
)
TEAMS = Access(
    view=unit("unit") | category("unit__category") | city(),
    change=unit("unit"),
)
APPOINTMENTS = Access(
    view=own_account("user") | unit("unit") | city() | administrator(),
    end=unit("unit") | city() | administrator(),
)
INVITATIONS = Access(
    view=unit("unit") | city() | administrator(),
    withdraw=unit("unit") | city() | administrator(),
)
