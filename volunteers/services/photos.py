"""The head photo (RB-18): for record books and honor cards."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import IO

from django.db import transaction

from volunteer_portal.accounts.models import User
from volunteers.access import VOLUNTEERS
from volunteers.models import Volunteer
from volunteers.pictures import redrawn

from .permission import demand

LONGEST_SIDE = 1_200


@transaction.atomic
def set_photo(*, volunteer: Volunteer, upload: IO[bytes] | None, by: User | None, now: datetime) -> Volunteer:
    """Keep a new head photo, or none. The former file goes once the change is certain."""
    demand(VOLUNTEERS, "change", volunteer, by, now)
    picture = redrawn(upload, field="photo", longest_side=LONGEST_SIDE) if upload is not None else None
    locked = Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer.pk)
    former, storage = locked.photo.name, locked.photo.storage
    if picture is None:
        locked.photo = ""
    else:
        locked.photo.save(f"{uuid.uuid4().hex}.jpg", picture, save=False)
    try:
        locked.save(update_fields=["photo", "updated_at"])
    except Exception:
        if picture is not None:
            storage.delete(locked.photo.name)
        raise
    if former:
        transaction.on_commit(lambda: storage.delete(former))
    return locked
