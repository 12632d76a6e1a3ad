"""Writing many covers at once, for imports and the demo town."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from insurance.models import Coverage, InsuranceContract
from volunteer_portal.intake.writing import copy_in, delete_rows, take_keys, update_rows

COLUMNS = ("id", "volunteer_id", "unit_id", "contract_id", "starts_on", "ends_on", "amount", "recorded_by_id")


@dataclass(frozen=True, slots=True)
class NewCover:
    """One person's cover under a policy, both days included; ``amount`` in NT$."""

    volunteer_id: int
    contract_id: int
    starts_on: date
    ends_on: date
    amount: int | None


@transaction.atomic
def open_contracts(*, unit_id: int, contracts: Mapping[tuple[str, str], tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Write policies of the unit: (insurer, number) → (scope, scope as written); returns their keys."""
    made = InsuranceContract.objects.bulk_create(
        [
            InsuranceContract(unit_id=unit_id, insurer=insurer, policy_number=number, scope=scope, scope_text=text)
            for (insurer, number), (scope, text) in sorted(contracts.items())
        ]
    )
    return {(contract.insurer, contract.policy_number): contract.pk for contract in made}


@transaction.atomic
def add_covers(*, covers: Sequence[NewCover], unit_id: int, by_id: int | None) -> list[int]:
    """Write covers; returns their keys, in order."""
    keys = take_keys(Coverage, len(covers))
    rows = (
        (key, c.volunteer_id, unit_id, c.contract_id, c.starts_on, c.ends_on, c.amount, by_id)
        for key, c in zip(keys, covers, strict=True)
    )
    copy_in(Coverage, COLUMNS, rows)
    return keys


@transaction.atomic
def change_covers(*, changes: Mapping[int, tuple[date, int | None]]) -> None:
    """Give covers, by key, another last day and amount."""
    update_rows(Coverage, ("ends_on", "amount"), [(key, *values) for key, values in changes.items()])


@transaction.atomic
def change_scopes(*, unit_id: int, scopes: Mapping[int, tuple[str, str]]) -> None:
    """Give policies of the unit, by key, another scope: (scope, scope as written)."""
    for contract in InsuranceContract.objects.filter(unit=unit_id, pk__in=list(scopes)):
        contract.scope, contract.scope_text = scopes[contract.pk]
        contract.save(update_fields=["scope", "scope_text"])


@transaction.atomic
def remove_covers(*, keys: Sequence[int]) -> None:
    """Remove covers that an import made and now takes back; policies left without any go with them."""
    contracts = set(Coverage.objects.filter(pk__in=keys).values_list("contract", flat=True))
    delete_rows(Coverage, keys)
    InsuranceContract.objects.filter(pk__in=contracts, coverages=None).delete()
