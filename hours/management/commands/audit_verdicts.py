"""``manage.py audit_verdicts [--json]``: judge every record anew and count differences; exit 1 if there is any."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hours.models import ServiceRecord
from hours.services.judging import audit_verdicts

SHOWN = 20


class Command(BaseCommand):
    help = "重新判定每一筆時數，數出與已存的不同有幾筆；有不同時結束碼為 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        """For whom to print."""
        parser.add_argument("--json", action="store_true", help="輸出一個 JSON 物件")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Count, print, and end with 1 when something differs."""
        changes = audit_verdicts()
        records = ServiceRecord.objects.count()
        if options["json"]:
            shown = [
                {"record": change.record_id, "stored": change.before, "judged": change.after}
                for change in changes[:SHOWN]
            ]
            self.stdout.write(json.dumps({"records": records, "differences": len(changes), "first": shown}))
        else:
            self.stdout.write(f"{records} 筆時數，{len(changes)} 筆與重新判定的結果不同。")
        if changes:
            self.stderr.write(f"有 {len(changes)} 筆時數的採計結果與重新判定不同。")
            sys.exit(1)
