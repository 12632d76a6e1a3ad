"""Honor cards."""

from __future__ import annotations

from datetime import date

from awards.models import HonorCard

from .numbers import serial


def a_card(volunteer, *, starts_on: date = date(2023, 1, 1), expires_on: date = date(2026, 1, 1), **fields):
    return HonorCard.objects.create(
        volunteer=volunteer,
        starts_on=starts_on,
        expires_on=expires_on,
        **{"card_number": f"榮{serial():07d}", **fields},
    )
