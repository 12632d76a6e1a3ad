"""``status_report --unit CODE --year 112 --half 1``: the half-year report as auto-filled from the data now."""

from __future__ import annotations

import io
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reports.computing import compute
from reports.figures import of_computed
from reports.sheets import FORMATS, write_report
from units.models import OperatingUnit
from volunteer_portal.pages.clock import now
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.status_report import CELLS, json_value

REFUSED = 1


class Command(BaseCommand):
    """Exit status 0 done, 1 refused, 2 wrong usage."""

    help = "推展志願服務概況表：依目前資料帶入一個單位、一個半年的數字。"
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options of the contract."""
        parser.add_argument("--unit", required=True, metavar="CODE", help="單位代碼")
        parser.add_argument("--year", required=True, type=int, help="民國年度，例如 112")
        parser.add_argument("--half", required=True, type=int, choices=[1, 2], help="1 上半年，2 下半年")
        parser.add_argument("--format", default="json", choices=["json", *FORMATS], help="輸出格式")
        parser.add_argument("--output", type=Path, metavar="FILE", help="寫到這個檔案；json 可省略，印在螢幕上")

    def handle(self, **options: Any) -> None:
        """Compute, then print or write."""
        if options["format"] != "json" and options["output"] is None:
            self.stderr.write("xlsx、ods、pdf 須以 --output 指定檔案。")
            sys.exit(2)
        if not 1 <= options["year"] <= 999:
            self.stderr.write("--year 請填民國年度，例如 112。")
            sys.exit(2)
        unit = OperatingUnit.objects.filter(code=options["unit"]).first()
        if unit is None:
            self.stderr.write(f"沒有代碼為「{options['unit']}」的單位。")
            sys.exit(REFUSED)
        period = HalfYear(options["year"], options["half"])
        figures = compute(unit.pk, period)
        if options["format"] == "json":
            content = json.dumps(
                {cell.key: json_value(cell, figures.cells[cell.key]) for cell in CELLS}, ensure_ascii=False, indent=1
            ).encode()
        else:
            stream = io.BytesIO()
            write_report(stream, options["format"], of_computed(unit, period, figures, at=now()))
            content = stream.getvalue()
        self._give(content, options["output"])

    def _give(self, content: bytes, output: Path | None) -> None:
        if output is None:
            self.stdout.write(content.decode())
            return
        try:
            output.write_bytes(content)
        except OSError as failure:
            self.stderr.write(f"無法寫入「{output}」：{failure.strerror}。")
            sys.exit(REFUSED)
