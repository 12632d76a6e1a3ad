"""Each refusal that the contract names, from outside: exit 1, nothing written, the row, the column, the way out."""

from __future__ import annotations

import random
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from .running import run, table_counts
from .sheets import Layout, write
from .units import COLUMNS

pytestmark = pytest.mark.django_db

MING = {"姓名": "王小明", "身分證字號": "A123456789"}
HUA = {"姓名": "林美華", "身分證字號": "D200000006"}
ODD = Layout(above=2, blank_every=1, extra_columns=("承辦人意見",), shuffle=True)
VOLUNTEER = {"性別": "男", "出生年月日": "60/05/01", "教育程度": "大學", "身分別": "工商界", "加入日期": "110/03/15"}
TRAINING = {"訓練類別": "基礎", "訓練時數": "6", "完訓日期": "112/03/04"}
BOOK = {"紀錄冊號": "社福-1", "領冊類別": "社福類", "發冊日期": "112/04/01"}
COVER = {"保險公司": "新光產險", "保單號碼": "VS-1", "保險起日": "112/01/01", "保險迄日": "112/12/31"}
HOUR = {"服務日期起": "1120401", "服務日期訖": "1120430", "服務項目": "0340", "服務內容": "0017"}
HOUR |= {"服務時數-小時": "8", "服務時數-分鐘": "0", "受服務人次": "10"}
CARD = {"卡號": "榮-1", "生效日": "112/12/14", "到期日": "115/12/13"}
ROWS = {
    "volunteers": VOLUNTEER,
    "training": TRAINING,
    "recordbooks": BOOK,
    "insurance": COVER,
    "hours": HOUR,
    "honorcards": CARD,
}


def load(tmp_path, kind, *rows, unit="甲", layout=None, form="xlsx", options=(), columns=None):
    """Write rows and load them; gives the answer and the row numbers a person sees."""
    full = [{**ROWS[kind], **row} for row in rows]
    where = [] if unit is None else ["--unit", unit]
    columns = columns or COLUMNS[kind].split()
    path, seen = write(full, columns, tmp_path / f"{kind}.{form}", layout or Layout(), random.Random(3))
    return run("intake", kind, path, *where, "--json", *options), seen


@pytest.fixture
def unit(tmp_path):
    """甲: a social-welfare unit; 明 is trained since 112/03/11, 華 left on 112/05/10 and is not trained."""
    assert run("create_unit", "甲", "甲協會", "--category", "社會福利類").code == 0
    hua = HUA | {"性別": "女", "出生年月日": "70/02/28", "離隊日期": "112/05/10"}
    assert load(tmp_path, "volunteers", MING, hua)[0].code == 0
    special = MING | {"訓練類別": "特殊", "服務類別": "社會福利類", "完訓日期": "112/03/11"}
    assert load(tmp_path, "training", MING, special)[0].code == 0
    assert load(tmp_path, "recordbooks", MING)[0].code == 0
    assert load(tmp_path, "insurance", MING)[0].code == 0
    assert load(tmp_path, "hours", MING)[0].code == 0
    assert load(tmp_path, "honorcards", MING, unit=None)[0].code == 0


def tomorrow() -> str:
    day = timezone.localdate() + timedelta(days=1)
    return f"{day.year - 1911}/{day.month:02d}/{day.day:02d}"


NEW = {"姓名": "張新", "身分證字號": "R123456783"}
REFUSED = [
    ("volunteers", NEW | {"身分證字號": "R123456784"}, "身分證字號", ""),
    ("volunteers", NEW | {"身分證字號": "AE23456785"}, "身分證字號", ""),
    ("volunteers", NEW | {"身分證字號": "AA00000001", "證號類別": "統一證號"}, "身分證字號", ""),
    ("volunteers", NEW | {"身分證字號": ""}, "身分證字號", ""),
    ("volunteers", NEW | {"性別": "女"}, "性別|身分證字號", ""),
    ("volunteers", NEW | {"性別": ""}, "性別", ""),
    ("volunteers", NEW | {"出生年月日": "110/12/32"}, "出生年月日", ""),
    ("volunteers", NEW | {"出生年月日": "114/02/29"}, "出生年月日", ""),
    ("volunteers", NEW | {"出生年月日": "民前5/01/01"}, "出生年月日", ""),
    ("volunteers", NEW | {"出生年月日": "TOMORROW", "加入日期": "TOMORROW"}, "出生年月日", ""),
    ("volunteers", NEW | {"出生年月日": ""}, "出生年月日", ""),
    ("volunteers", NEW | {"加入日期": "TOMORROW"}, "加入日期", ""),
    ("volunteers", NEW | {"加入日期": "60/04/30"}, "加入日期", ""),
    ("volunteers", NEW | {"離隊日期": "110/03/14"}, "離隊日期", ""),
    ("volunteers", NEW | {"離隊日期": "112/13/01"}, "離隊日期", ""),
    ("volunteers", NEW | {"教育程度": "幼稚園"}, "教育程度", ""),
    ("volunteers", NEW | {"身分別": "外星人"}, "身分別", ""),
    ("volunteers", MING | {"姓名": "王大明"}, "姓名", "王小明|登錄"),
    ("volunteers", MING | {"出生年月日": "60/05/02"}, "出生年月日", "登錄"),
    ("training", MING | {"身分證字號": "R123456783"}, "身分證字號", ""),
    ("training", MING | {"身分證字號": "A123456780"}, "身分證字號", ""),
    ("training", MING | {"訓練類別": "飛行"}, "訓練類別", "基礎"),
    ("training", MING | {"訓練類別": "特殊", "服務類別": "太空類"}, "服務類別", ""),
    ("training", MING | {"訓練類別": "特殊"}, "服務類別", ""),
    ("training", MING | {"訓練時數": "很多"}, "訓練時數", ""),
    ("training", MING | {"訓練時數": "-6"}, "訓練時數", ""),
    ("training", MING | {"完訓日期": "TOMORROW"}, "完訓日期", ""),
    ("training", MING | {"完訓日期": "60/04/30"}, "完訓日期", "出生"),
    ("training", MING | {"完訓日期": "1140229"}, "完訓日期", ""),
    ("recordbooks", MING | {"紀錄冊號": "社福-2", "申請別": "換發"}, "紀錄冊號", "社福-1"),
    ("recordbooks", HUA | {"紀錄冊號": "社福-1"}, "紀錄冊號", ""),
    ("recordbooks", HUA | {"紀錄冊號": "社福-3", "領冊類別": "太空類"}, "領冊類別", ""),
    ("recordbooks", HUA | {"紀錄冊號": "社福-3", "發冊日期": "TOMORROW"}, "發冊日期", ""),
    ("recordbooks", HUA | {"紀錄冊號": "社福-3", "發冊日期": "70/02/27"}, "發冊日期", ""),
    ("recordbooks", NEW | {"紀錄冊號": "社福-3"}, "身分證字號", ""),
    ("insurance", NEW, "身分證字號", ""),
    ("insurance", MING | {"保險起日": "112/02/30"}, "保險起日", ""),
    ("insurance", MING | {"保險起日": "113/01/01", "保險迄日": "112/12/31"}, "保險迄日|保險起日", ""),
    ("insurance", MING | {"保險起日": "60/04/30", "保險迄日": "112/12/31"}, "保險起日", ""),
    ("hours", NEW, "身分證字號", ""),
    ("hours", MING | {"服務日期起": "1100314", "服務日期訖": "1100331"}, "服務日期起", "110/03/14"),
    ("hours", HUA | {"服務日期起": "1120501", "服務日期訖": "1120511"}, "服務日期訖|服務日期起", "112/05/11"),
    ("hours", MING | {"服務日期起": "1120401", "服務日期訖": "1120501"}, "服務日期訖|服務日期起", ""),
    ("hours", MING | {"服務日期起": "1120430", "服務日期訖": "1120401"}, "服務日期訖|服務日期起", ""),
    ("hours", MING | {"服務日期起": "1120301", "服務日期訖": "1120331"}, "服務日期起|服務日期訖", "112/03/11"),
    ("hours", MING | {"服務日期起": "1120310", "服務日期訖": "1120311"}, "服務日期起|服務日期訖", "112/03/11"),
    ("hours", MING | {"服務日期訖": "1120431"}, "服務日期訖", ""),
    ("hours", MING | {"服務日期起": "TOMORROW", "服務日期訖": "TOMORROW"}, "服務日期起|服務日期訖", ""),
    ("hours", MING | {"服務日期起": "600430", "服務日期訖": "600430"}, "服務日期起", ""),
    (
        "hours",
        MING | {"服務日期起": "1120402", "服務日期訖": "1120402", "服務時數-小時": "24", "服務時數-分鐘": "1"},
        "服務時數-.*",
        "24|1,?440",
    ),
    ("hours", MING | {"服務時數-小時": "713", "服務內容": "0018"}, "服務時數-.*", ""),
    ("hours", MING | {"服務時數-小時": "9"}, ".*", "8"),
    ("hours", MING | {"受服務人次": "11"}, ".*", "10"),
    ("hours", MING | {"服務時數-小時": "", "服務時數-分鐘": "", "服務內容": "0018"}, "服務時數-.*", ""),
    ("hours", MING | {"服務時數-小時": "八", "服務內容": "0018"}, "服務時數-小時", ""),
    ("hours", MING | {"服務時數-分鐘": "-5", "服務內容": "0018"}, "服務時數-分鐘", ""),
    ("honorcards", NEW | {"卡號": "榮-2"}, "身分證字號", ""),
    ("honorcards", HUA | {"卡號": "榮-1"}, "卡號", ""),
    ("honorcards", MING | {"卡號": "榮-2", "生效日": "115/12/14", "到期日": "115/12/13"}, "到期日|生效日", ""),
]


@pytest.mark.parametrize("kind", ROWS)
def test_each_refusal_writes_nothing_and_says_where_and_what(unit, tmp_path, subtests, kind):
    before = table_counts()
    for _, given, column, says in (case for case in REFUSED if case[0] == kind):
        with subtests.test(**given):
            changes = {key: tomorrow() if value == "TOMORROW" else value for key, value in given.items()}
            where = None if kind == "honorcards" else "甲"
            answer, seen = load(tmp_path, kind, MING, changes, unit=where, layout=ODD)
            assert answer.code == 1
            assert (answer.told["created"], answer.told["updated"]) == (0, 0)
            assert {each["row"] for each in answer.told["errors"]} == {seen[1]}
            error = answer.told["errors"][0]
            assert re.fullmatch(column, error["column"])
            assert error["code"]
            assert re.search(says, error["message"])
            assert re.search("[一-鿿]", error["message"])
    assert {key: n for key, n in table_counts().items() if n != before[key]} == {}
