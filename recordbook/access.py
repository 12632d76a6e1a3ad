"""Who sees and enters record books: the holder, the holder's units, the issuing authority, the city."""

from __future__ import annotations

from volunteer_portal.access.reach import category, city, own, unit
from volunteer_portal.access.table import Access

BOOKS = Access(
    view=own("volunteer") | unit("volunteer__memberships__unit") | category("category") | city(),
    record=unit("volunteer__memberships__unit"),
    annotate=category("category") | city(),
    void=category("category") | city(),
)
ANNOTATIONS = Access(
    view=own("book__volunteer") | unit("book__volunteer__memberships__unit") | category("book__category") | city(),
)
