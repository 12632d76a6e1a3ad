"""The identity number at rest: sealed, masked, and found by a blind index. The only door to the clear number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from volunteer_portal import sealing
from volunteer_portal.rules import identity as rules

from .enums import IdKind

if TYPE_CHECKING:
    from .models import Volunteer

PURPOSE = "volunteer.identity"
KINDS = {
    rules.IdentityKind.NATIONAL: IdKind.NATIONAL,
    rules.IdentityKind.RESIDENT_NEW: IdKind.RESIDENT,
    rules.IdentityKind.RESIDENT_OLD: IdKind.RESIDENT,
    rules.IdentityKind.PASSPORT: IdKind.PASSPORT,
}


def index_of(number: str) -> bytes:
    """The blind index of a checked, normalised number."""
    return sealing.blind_index(number, purpose=PURPOSE)


def put(volunteer: Volunteer, number: rules.Identity) -> None:
    """Seal a checked number onto a person who is not saved yet or is being corrected."""
    sealed = sealing.seal(number.value, bound_to=volunteer.ref.bytes)
    volunteer.id_cipher, volunteer.id_key = sealed.cipher, sealed.key_id
    volunteer.id_index = index_of(number.value)
    volunteer.id_masked = rules.mask(number.value)
    volunteer.id_kind = KINDS[number.kind]


def clear_number(volunteer: Volunteer) -> str:
    """The clear number. Callers log the look (``volunteers.services.reveal_identity``) or write a statutory file."""
    return sealing.unseal(sealing.Sealed(volunteer.id_cipher, volunteer.id_key), bound_to=volunteer.ref.bytes)
