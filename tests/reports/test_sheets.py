"""The form as a file: exact labels in order, numbers as numbers, adjusted ones marked, drafts told from versions."""

from __future__ import annotations

import io
import json
import re
import zlib
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import call_command
from odf import opendocument, table, teletype
from python_calamine import CalamineWorkbook

from reports.figures import of_stored, of_submission
from reports.models import StatusReport
from reports.services import adjust_cell, set_manual, submit
from reports.sheets import BAND_ENDS, form_of, value_of, write_report
from tests.factories.units import staff_of
from units.models import OperatingUnit
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.status_report import BY_KEY, CELLS, PARTS, TITLE
from volunteer_portal.tabular.writing.forms import lay_out

from .makers import LATER, a_draft
from .slide import FOLDER, load_slide

pytestmark = pytest.mark.django_db
PERIOD = HalfYear(112, 1)


@pytest.fixture
def shown():
    unit = load_slide()
    staff = staff_of(unit, name="郭沛恩")
    report = a_draft(unit, by=staff, period=PERIOD)
    report = set_manual(report=report, meetings=1, people_awarded=4, by=staff, now=LATER)
    return of_stored(report)


def written(shown, file_format):
    stream = io.BytesIO()
    write_report(stream, file_format, shown)
    return stream.getvalue()


def spread(matrix):
    """Rows of values without what is empty."""
    return [[value for value in row if value not in (None, "")] for row in matrix]


def matrix_xlsx(content):
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def matrix_calamine(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def matrix_odf(content):
    rows = []
    sheet = opendocument.load(io.BytesIO(content)).spreadsheet.getElementsByType(table.Table)[0]
    for row in sheet.getElementsByType(table.TableRow):
        values = []
        for cell in row.getElementsByType(table.TableCell):
            assert not cell.getAttribute("formula")
            number = cell.getAttribute("value") if cell.getAttribute("valuetype") == "float" else None
            values.append(float(number) if number is not None else teletype.extractText(cell))
        rows.append(values)
    return rows


READERS = {
    "xlsx, openpyxl": ("xlsx", matrix_xlsx),
    "xlsx, calamine": ("xlsx", matrix_calamine),
    "ods, odfpy": ("ods", matrix_odf),
    "ods, calamine": ("ods", matrix_calamine),
}


def numbers_of(matrix):
    return [
        value
        for row in matrix
        for value in row
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    ]


@pytest.mark.parametrize("reader", READERS)
def test_the_65_numbers_are_read_back_as_numbers_in_the_forms_order(shown, reader):
    file_format, read = READERS[reader]
    wanted = [float(value_of(cell, shown.values[cell.key])) for cell in CELLS]
    assert [float(value) for value in numbers_of(read(written(shown, file_format)))] == wanted
    assert len(wanted) == 65
    expected = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    by_key = dict(zip([cell.key for cell in CELLS], wanted, strict=True))
    assert {key: by_key[key] for key in expected} == expected
    assert (by_key["聯繫會報/場次"], by_key["表揚獎勵/人數"]) == (1, 4)


@pytest.mark.parametrize("reader", READERS)
def test_labels_stand_word_for_word_and_in_order(shown, reader):
    file_format, read = READERS[reader]
    texts = [value for row in spread(read(written(shown, file_format))) for value in row if isinstance(value, str)]
    assert texts[0] == TITLE
    start = 0
    for end in BAND_ENDS:
        band = CELLS[start:end]
        for level in ("group", "sub", "leaf"):
            labels = [getattr(cell, level) for cell in band if getattr(cell, level)]
            # heads are spanned: neighbours of one name are one cell, except in the last line
            wanted = labels if level == "leaf" else [x for i, x in enumerate(labels) if i == 0 or labels[i - 1] != x]
            assert [text for text in texts if text in wanted][: len(wanted)] or not wanted
            if wanted:
                joined, sought = "\n".join(texts), "\n".join(wanted)
                assert sought in joined, (level, wanted)
        start = end
    assert [text for text in texts if text in PARTS] == list(PARTS)
    head = "　".join(texts[:4])
    for word in (
        "資料年度：112 年",
        "統計單位：晴岸社區照顧協會",
        "統計日期起日：112/01/01",
        "統計日期迄日：112/06/30",
        "報表狀態：資料建置中",
    ):
        assert word in head
    assert any("更新人員：郭沛恩" in text and "更新日期：" in text for text in texts)


def test_three_heads_above_every_number(shown):
    layout = lay_out(form_of(shown))
    placed = {(each.row, each.column): each for each in layout.cells}
    numbers = [each for each in layout.cells if each.cell.kind == "figure"]
    for cell, number in zip(CELLS, numbers, strict=True):
        above = [
            each.cell.value
            for each in placed.values()
            if each.cell.kind == "head"
            and each.column <= number.column <= each.last_column
            and number.row - 3 <= each.row < number.row
        ]
        assert above == [label for label in (cell.group, cell.sub, cell.leaf) if label], cell


def test_an_adjusted_number_carries_the_computed_one(shown):
    report = StatusReport.objects.get()
    staff = report.updated_by
    adjust_cell(report=report, key="教育程度/大專/女", value=20, by=staff, now=LATER)
    adjust_cell(report=report, key="教育程度/研究所/女", value=2, by=staff, now=LATER)
    report.refresh_from_db()
    for reader in READERS.values():
        matrix = reader[1](written(of_stored(report), reader[0]))
        texts = [value for row in matrix for value in row if isinstance(value, str)]
        assert any("教育程度大專（女）：自動 21，填報 20" in text for text in texts)
        assert len(numbers_of(matrix)) == 65


def test_a_draft_says_so_and_a_version_its_number_and_day(shown):
    report = StatusReport.objects.get()
    OperatingUnit.objects.filter(pk=report.unit_id).update(created_at=LATER.replace(year=2023))
    submission = submit(report=report, by=report.updated_by, now=LATER, draft_version=report.draft_version)
    report.refresh_from_db()
    for sent in (of_stored(report), of_submission(submission)):
        texts = [str(value) for row in matrix_xlsx(written(sent, "xlsx")) for value in row if value]
        assert any("第 1 次提交：115/07/03 09:41（逾期）" in text for text in texts)
        assert not any("草稿" in text for text in texts)
    assert any("草稿" in str(value) for row in matrix_xlsx(written(shown, "xlsx")) for value in row if value)
    assert shown.file_name.endswith("草稿")
    assert of_stored(report).file_name == "晴岸社區照顧協會_112-1_志願服務概況表_第1次提交"


def inflated(content):
    """The file with what its streams hold."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return content + b"".join(zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x")


def test_the_pdf_is_one_tagged_landscape_page_of_real_text(shown):
    content = written(shown, "pdf")
    whole = inflated(content)
    assert len(re.findall(rb"/Type ?/Page\b", whole)) == 1
    (box,) = set(re.findall(rb"/MediaBox ?\[ ?0 0 ([0-9.]+) ([0-9.]+) ?\]", whole))
    assert float(box[0]) > float(box[1])
    for mark in (b"pdfuaid", b"/StructTreeRoot", b"/Lang", b"beginbfchar"):
        assert mark in whole


@pytest.mark.parametrize("file_format", ["xlsx", "ods", "pdf"])
def test_the_command_writes_files(tmp_path, file_format):
    unit = load_slide()
    target = tmp_path / f"report.{file_format}"
    call_command(
        "status_report",
        f"--unit={unit.code}",
        "--year=112",
        "--half=1",
        f"--format={file_format}",
        f"--output={target}",
    )
    assert target.stat().st_size > 1000
    if file_format != "pdf":
        assert float(numbers_of(matrix_calamine(target.read_bytes()))[48]) == 1261.7


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--unit=NONE", "--year=112", "--half=1"], 1),
        (["--unit=NONE", "--year=112", "--half=1", "--format=xlsx"], 2),
        (["--unit=NONE", "--year=2023", "--half=1"], 2),
    ],
)
def test_the_command_refuses_with_a_status(arguments, status, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("status_report", *arguments)
    assert ended.value.code == status
    assert capsys.readouterr().err


def test_values_become_hours_of_at_most_two_decimals():
    cell = BY_KEY["時數/合計"]
    assert value_of(cell, 264 * 60) == 264
    assert value_of(cell, 75_702) == Decimal("1261.70")
    assert value_of(BY_KEY["計"], 45) == 45
