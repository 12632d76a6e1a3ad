"""``manage.py honor_card_eligibility --volunteer NATIONAL_ID --on YYYY-MM-DD [--json]``."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from awards.services import eligibility_of
from volunteer_portal.rules.parameters import HOUR
from volunteer_portal.rules.roc import format_date
from volunteers.commands import add_volunteer_argument, volunteer_of


def _iso_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("日期請寫成 2026-01-31 的樣子。") from None


class Command(BaseCommand):
    help = "一位志工在某一天能不能申請榮譽卡：年資、時數，以及還缺什麼。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, on which day, and for whom to print."""
        add_volunteer_argument(parser)
        parser.add_argument("--on", required=True, type=_iso_day, metavar="YYYY-MM-DD", help="申請日")
        parser.add_argument("--json", action="store_true", help="輸出一個 JSON 物件")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the answer; not eligible is an answer, too."""
        volunteer = volunteer_of(options["volunteer"], command="honor_card_eligibility")
        answer = eligibility_of(volunteer=volunteer, on=options["on"])
        if options["json"]:
            found = {
                "eligible": answer.eligible,
                "from": answer.window_from.isoformat() if answer.window_from else None,
                "hours_to": answer.hours_to.isoformat(),
                "years_to": answer.years_to.isoformat(),
                "counted_minutes": answer.counted_minutes,
                "full_years": answer.full_years,
                "missing": [needed.value for needed in answer.missing],
            }
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        since = format_date(answer.window_from) if answer.window_from else "尚未開始採計"
        self.stdout.write(
            f"{'符合' if answer.eligible else '不符合'}：自 {since} 起，滿 {answer.full_years} 年，"
            f"採計 {answer.counted_minutes / HOUR:.2f} 小時；"
            f"還缺：{'、'.join(needed.label for needed in answer.missing) or '無'}。"
        )
