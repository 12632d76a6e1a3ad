"""What commands about one person share: finding them by number, and writing down that somebody looked."""

from __future__ import annotations

from django.core.management.base import CommandError, CommandParser

from volunteer_portal.audit.models import LookKind
from volunteer_portal.audit.services import note_look
from volunteer_portal.rules import identity
from volunteer_portal.rules.identity import BadIdentity

from .models import Volunteer


def add_volunteer_argument(parser: CommandParser) -> None:
    """``--volunteer``: the national ID, or another number that the person is registered with."""
    parser.add_argument("--volunteer", required=True, metavar="NATIONAL_ID", help="身分證字號（或統一證號、護照號碼）")


def volunteer_of(number: str, *, command: str) -> Volunteer:
    """The person with this number, or a refusal in one sentence. The look is logged."""
    plain = identity.normalise(number)
    volunteer = Volunteer.objects.holding(plain).first() if plain else None
    if volunteer is None:
        try:
            identity.check(number)
        except BadIdentity as wrong:
            raise CommandError(str(wrong)) from None
        raise CommandError("沒有這個證號的志工。")
    note_look(kind=LookKind.VIEW, user_id=None, volunteer_id=volunteer.pk, purpose=f"manage.py {command}")
    return volunteer
