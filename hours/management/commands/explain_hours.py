"""``manage.py explain_hours --volunteer NATIONAL_ID [--json]``: each record of a person, and why it counts or not."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hours.explaining import Reasons, explain_records
from hours.models import ServiceRecord
from volunteer_portal.rules.roc import format_date
from volunteers.commands import add_volunteer_argument, volunteer_of


class Command(BaseCommand):
    help = "列出一位志工的每一筆時數，說明是否採計與原因。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose hours, and for whom to print."""
        add_volunteer_argument(parser)
        parser.add_argument("--json", action="store_true", help="輸出一個 JSON 物件")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the reasons."""
        volunteer = volunteer_of(options["volunteer"], command="explain_hours")
        records = list(
            ServiceRecord.objects.filter(volunteer=volunteer)
            .select_related("unit", "category")
            .order_by("served_from", "served_to", "pk")
        )
        told = explain_records(records)
        totals = {
            "counted_minutes": ServiceRecord.objects.filter(volunteer=volunteer).counted_total(),
            "minutes": sum(record.minutes for record in records),
        }
        if options["json"]:
            rows = [_row(record, told[record.pk]) for record in records]
            self.stdout.write(json.dumps({"records": rows, **totals}, ensure_ascii=False))
            return
        for record in records:
            span = f"{format_date(record.served_from)} 至 {format_date(record.served_to)}"
            self.stdout.write(f"{span}　{record.unit.name}　{record.minutes} 分　{told[record.pk].sentence}")
        self.stdout.write(f"採計 {totals['counted_minutes']} 分，全部 {totals['minutes']} 分。")


def _row(record: ServiceRecord, reasons: Reasons) -> dict[str, Any]:
    return {
        "unit": record.unit.code,
        "category": record.category.name,
        "from": record.served_from.isoformat(),
        "to": record.served_to.isoformat(),
        "minutes": record.minutes,
        "counts": record.counts,
        "verdict": record.verdict,
        "sentence": reasons.sentence,
        "next_step": reasons.next_step,
    }
