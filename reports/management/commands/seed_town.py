"""``seed_town --volunteers N [--seed S] [--json]``: a believable town for trying the portal."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.town.build import TownExists, build_town, states_made
from volunteer_portal.env import data_folder
from volunteer_portal.pages.clock import today

LEAST = 200
MOST = 1_200_000


class Command(BaseCommand):
    help = "Make a demo town: every role, units of many categories, two years of hours, reports in every state."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--volunteers", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            self.stderr.write("示範資料只能用在開發或展示環境；沒有寫入任何資料。")
            sys.exit(1)
        if not LEAST <= options["volunteers"] <= MOST:
            self.stderr.write(f"--volunteers 請填 {LEAST} 到 {MOST} 之間的數字。")
            sys.exit(2)
        try:
            accounts = build_town(
                volunteers=options["volunteers"], seed=options["seed"], today=today(), say=self.stderr.write
            )
        except TownExists:
            self.stderr.write("示範市鎮已經在資料庫裡；沒有寫入任何資料。")
            sys.exit(1)
        made = {"seed": options["seed"], "accounts": [account.as_json() for account in accounts]}
        folder = data_folder()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "demo_accounts.json").write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
        if options["as_json"]:
            self.stdout.write(json.dumps(made, ensure_ascii=False))
        else:
            self.stdout.write(f"示範市鎮完成，概況表：{states_made()}")
