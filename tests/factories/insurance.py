"""Policies and covers."""

from __future__ import annotations

from datetime import date

from insurance.models import Coverage, InsuranceContract


def a_contract(unit, *, insurer: str = "新光產險", policy_number: str = "1800-115") -> InsuranceContract:
    return InsuranceContract.objects.get_or_create(unit=unit, insurer=insurer, policy_number=policy_number)[0]


def a_cover(volunteer, unit, *, starts_on: date = date(2026, 1, 1), ends_on: date = date(2026, 12, 31), **fields):
    contract = fields.pop("contract", None) or a_contract(unit)
    return Coverage.objects.create(
        volunteer=volunteer, unit=unit, contract=contract, starts_on=starts_on, ends_on=ends_on, **fields
    )
