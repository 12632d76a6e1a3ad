"""The training rules in force, from the city's own rows: statutory ones come with ``migrate``."""

from __future__ import annotations

from itertools import groupby

from volunteer_portal.rules.parameters import STATUTORY, Dated, Since, TrainingRules

from .models import ServiceCategory, TrainingRequirement


def training_rules() -> TrainingRules:
    """How many minutes each course needs and since when, and which categories ask for no special training."""
    rows = TrainingRequirement.objects.order_by("category_id", "effective_from")
    dated = {
        category: Dated(
            f"{category or '基礎訓練'}時數", tuple(Since(row.effective_from, row.minutes, row.source) for row in group)
        )
        for category, group in groupby(rows, key=lambda row: row.category_id)
    }
    basic = dated.pop(None, STATUTORY.basic)
    optional = ServiceCategory.objects.filter(special_training_required=False).values_list("code", flat=True)
    return TrainingRules(basic=basic, special=dated, special_not_required=frozenset(optional))
