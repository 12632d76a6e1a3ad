"""``manage.py intake KIND FILE --unit CODE``: a file in, all or nothing (contract §2)."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pghistory
from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from volunteer_portal.access.errors import NotAllowed, Overtaken, Refused
from volunteer_portal.intake.committing import Outcome, run
from volunteer_portal.intake.findings import FileRefused, Finding
from volunteer_portal.intake.kinds import Kind, UnknownKind, kind_of, kinds
from volunteer_portal.pages.clock import now, today
from volunteer_portal.tabular.reading import SheetRefused, read_sheet

REFUSED, MISUSED = 1, 2
SPOKEN = 50


class Command(BaseCommand):
    """Exit 0 done, 1 refused (nothing written), 2 wrong usage."""

    help = "匯入一個檔案：volunteers training recordbooks insurance hours honorcards"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND")
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--unit", metavar="CODE", help="單位代碼；honorcards 不填")
        parser.add_argument("--dry-run", action="store_true", help="只檢查，不寫入")
        parser.add_argument("--good-rows", action="store_true", help="匯入沒有問題的列，退回其餘的列")
        parser.add_argument("--json", action="store_true", help="在標準輸出印一個 JSON 物件")

    def handle(self, **options: Any) -> None:
        kind = self._kind(options["kind"])
        unit = self._unit(kind, options)
        path = Path(options["file"])
        if not path.is_file():
            self._misused(_("找不到檔案 {path}。").format(path=path))
        try:
            sheet = read_sheet(path, path.name)
            with pghistory.context(command="intake", kind=kind.code):
                outcome = run(
                    kind,
                    sheet,
                    unit,
                    today=today(),
                    now=now(),
                    good_rows=options["good_rows"],
                    dry_run=options["dry_run"],
                    consume=True,
                )
        except SheetRefused as refusal:
            self._refused(options, 0, [Finding("", refusal.code, refusal.sentence)])
        except FileRefused as refusal:
            self._refused(options, refusal.row, refusal.findings)
        except (Refused, NotAllowed, Overtaken) as refusal:
            self._refused(options, 0, [Finding("", type(refusal).__name__.lower(), str(refusal))])
        else:
            self._tell(outcome, options)

    def _kind(self, code: str) -> Kind:
        try:
            return kind_of(code)
        except UnknownKind:
            self._misused(
                _("沒有「{code}」這一種，請用：{all}。").format(code=code, all=" ".join(k.code for k in kinds()))
            )

    def _unit(self, kind: Kind, options: dict[str, Any]) -> Any:
        code: str | None = options["unit"]
        if kind.city_only:
            if code:
                self._misused(_("榮譽卡由市府匯入，不填 --unit。"))
            return None
        if not code:
            self._misused(_("請用 --unit 指定單位代碼。"))
        unit = apps.get_model("units", "OperatingUnit").objects.filter(code=code).first()
        if unit is None:
            sentence = _("沒有代碼「{code}」的單位，請核對，或先用 create_unit 建立。").format(code=code)
            self._refused(options, 0, [Finding("", "unknown_unit", sentence)])
        return unit

    def _tell(self, outcome: Outcome, options: dict[str, Any]) -> None:
        answer = outcome.as_json()
        refused = outcome.refused and not (outcome.written or (options["dry_run"] and options["good_rows"]))
        if refused:  # all or nothing: good rows beside a refused one do not go in, either
            answer |= {"created": 0, "updated": 0}
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        figures = _("{rows} 列：新增 {created}、更新 {updated}、相同 {unchanged}、需修正 {refused}。").format(
            rows=answer["rows"],
            created=answer["created"],
            updated=answer["updated"],
            unchanged=answer["unchanged"],
            refused=outcome.refused,
        )
        self._say([figures, *map(_line, answer["errors"][:SPOKEN])])
        if refused:
            self._say([_("有需要修正的列，沒有寫入任何資料。")] if not options["dry_run"] else [])
            raise SystemExit(REFUSED)

    def _refused(self, options: dict[str, Any], row: int, findings: list[Finding]) -> None:
        if options["json"]:
            empty = {"rows": 0, "created": 0, "updated": 0, "unchanged": 0}
            errors = [finding.as_json(row) for finding in findings]
            self.stdout.write(json.dumps({**empty, "errors": errors, "warnings": []}, ensure_ascii=False))
        self._say([finding.message for finding in findings])
        raise SystemExit(REFUSED)

    def _misused(self, sentence: str) -> None:
        self._say([sentence])
        raise SystemExit(MISUSED)

    def _say(self, lines: list[str]) -> None:
        for line in lines:
            self.stderr.write(line)


def _line(error: dict[str, Any]) -> str:
    return _("第 {row} 列 {column}：{message}").format(**error)
