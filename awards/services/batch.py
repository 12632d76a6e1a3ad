"""Writing many honor cards at once: the city's import (PERM-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from awards.models import HonorCard
from volunteer_portal.intake.writing import copy_in, delete_rows, take_keys

COLUMNS = ("id", "volunteer_id", "card_number", "starts_on", "expires_on", "recorded_by_id")


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to be written down."""

    volunteer_id: int
    card_number: str
    starts_on: date
    expires_on: date


@transaction.atomic
def add_cards(*, cards: Sequence[NewCard], by_id: int | None) -> list[int]:
    """Write cards; returns their keys, in order."""
    keys = take_keys(HonorCard, len(cards))
    rows = (
        (key, card.volunteer_id, card.card_number, card.starts_on, card.expires_on, by_id)
        for key, card in zip(keys, cards, strict=True)
    )
    copy_in(HonorCard, COLUMNS, rows)
    return keys


@transaction.atomic
def remove_cards(*, keys: Sequence[int]) -> None:
    """Remove cards that an import made and now takes back."""
    delete_rows(HonorCard, keys)
