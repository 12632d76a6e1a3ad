"""Files as people make them, and importing them as the command does."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

from volunteer_portal.intake.committing import run
from volunteer_portal.intake.kinds import kind_of
from volunteer_portal.tabular.reading import read_sheet

NOW = datetime.fromisoformat("2026-07-31T12:00:00+08:00")
TODAY = NOW.date()
SLIDE = Path(__file__).parent.parent / "data" / "slide-112h1"

VOLUNTEER = {
    "姓名": "王小明",
    "身分證字號": "A123456789",
    "證號類別": "身分證",
    "性別": "男",
    "出生年月日": "60/05/01",
    "教育程度": "大學",
    "身分別": "退休人員",
    "聯絡電話": "06-2991111",
    "加入日期": "112/01/01",
    "志工隊": "第一隊",
    "狀態": "收編",
}
TRAINING = {
    "姓名": "王小明",
    "身分證字號": "A123456789",
    "訓練類別": "基礎",
    "服務類別": "",
    "訓練時數": "6",
    "證書字號": "",
    "完訓日期": "112/03/04",
}
HOURS = {
    "姓名": "王小明",
    "身分證字號": "A123456789",
    "服務日期起": "1120401",
    "服務日期訖": "1120430",
    "服務項目": "0340",
    "服務內容": "0017",
    "服務時數-小時": "8",
    "服務時數-分鐘": "0",
    "受服務人次": "30",
    "交通費": "0",
    "誤餐費": "0",
    "服務區域": "B",
    "備註": "",
    "匯入動作": "A",
    "序號": "",
    "國外參與服務人次": "0",
    "國內參與服務人次": "0",
}
BOOK = {
    "姓名": "王小明",
    "身分證字號": "A123456789",
    "紀錄冊號": "社福11200001",
    "領冊類別": "社會福利類",
    "發冊單位": "臺南市政府社會局",
    "發冊日期": "112/04/01",
    "申請別": "初領",
}
COVER = {
    "姓名": "王小明",
    "身分證字號": "A123456789",
    "出生年月日": "60/05/01",
    "保險公司": "新光產險",
    "保單號碼": "VS-0001",
    "承保範圍": "值勤期間(含交通)",
    "保險起日": "112/01/01",
    "保險迄日": "112/12/31",
    "保險金額": "1000000",
}
CARD = {
    "姓名": "王小明",
    "身分證字號": "A123456789",
    "卡號": "南市115-0001",
    "生效日": "115/01/01",
    "到期日": "117/12/31",
}
ROWS = {
    "volunteers": VOLUNTEER,
    "training": TRAINING,
    "hours": HOURS,
    "recordbooks": BOOK,
    "insurance": COVER,
    "honorcards": CARD,
}


def a_file(kind: str, *changes: dict, without: tuple[str, ...] = ()) -> bytes:
    """A csv file: one row for each set of changes to the kind's usual row."""
    rows = [{**ROWS[kind], **each} for each in changes or ({},)]
    heads = [head for head in dict.fromkeys(key for row in rows for key in row) if head not in without]
    text = io.StringIO()
    writer = csv.DictWriter(text, heads, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def load(kind: str, unit, *changes: dict, content: bytes | None = None, name: str = "f.csv", **options):
    """Import rows as the command does, and return the outcome."""
    content = a_file(kind, *changes) if content is None else content
    return run(kind_of(kind), read_sheet(content, name), unit, today=TODAY, now=NOW, **options)


def codes(outcome) -> list[str]:
    """Codes of all errors."""
    return [each["code"] for each in outcome.as_json()["errors"]]


def warned(outcome) -> list[str]:
    """Codes of all warnings."""
    return [each["code"] for each in outcome.as_json()["warnings"]]


def figures(outcome) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, refused."""
    return outcome.created, outcome.updated, outcome.unchanged, outcome.refused
