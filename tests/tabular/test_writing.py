"""What is written comes back: through our own reader and through the libraries other people use."""

import csv
import datetime as dt
import io
import tracemalloc
import zipfile
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from odf.opendocument import load as load_ods
from odf.table import Table, TableCell

from volunteer_portal.tabular.reading import find_header, read_sheet
from volunteer_portal.tabular.writing import FORMATS, Column, open_stream, write_returned, write_table
from volunteer_portal.tabular.writing.columns import as_hours

STARTS = "=+-@\t\r\n＝＋－＠'"
TEXTS = [
    *(f"{start}1+1|cmd" for start in STARTS),
    *(f"'{start}x" for start in STARTS),
    *(f"{start}{start}{start}" for start in STARTS),
    '=HYPERLINK("http://x","y")',
    "王小明",
    "  前後 有 空白  ",
    "a\nb\n",
    "\n",
    " ",
    "0912345678",
    "00123",
    "1E+05",
    "_x000D_",
    "_x0041_",
    "<&>\"'",
    ']]><t>&amp;"',
    'a,"b";\tc',
    "𠀀𡃁㐀",
    "葛󠄀",
    "TRUE",
    "#REF!",
    "2026-01-31",
    "x" * 32_767,
]


def written(kind, rows, head=("姓名", "值"), title="名冊"):
    whole = io.BytesIO()
    with open_stream(whole, kind, title, [10, 20]) as sheet:
        sheet.head(head)
        sheet.rows(rows)
    return whole.getvalue()


@pytest.mark.parametrize("kind", FORMATS)
def test_text_makes_a_round_trip_without_loss(kind):
    content = written(kind, ([text, "x"] for text in TEXTS))
    sheet = read_sheet(content, f"a.{kind}")
    assert [row[0] for row in sheet.rows[1:]] == TEXTS


@pytest.mark.parametrize("kind", FORMATS)
def test_csv_written_twice_is_still_the_same(kind):
    """An export that was imported and exported again."""
    once = read_sheet(written(kind, ([text, "x"] for text in TEXTS)), f"a.{kind}")
    assert written(kind, once.rows[1:]) == written(kind, ([text, "x"] for text in TEXTS))


def test_no_cell_of_xlsx_is_a_formula():
    content = written("xlsx", ([text, "x"] for text in TEXTS))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"<f" not in package.read("xl/worksheets/sheet1.xml")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    plain = [text for text in TEXTS if not text.startswith("_x")]
    assert [cell.value for cell in cells if not cell.value.startswith("_x")] == plain


def test_no_cell_of_ods_is_a_formula():
    book = load_ods(io.BytesIO(written("ods", ([text, "x"] for text in TEXTS))))
    cells = book.getElementsByType(TableCell)
    assert len(cells) == 2 * (len(TEXTS) + 1)
    assert not any(cell.getAttribute("formula") for cell in cells)
    assert {cell.getAttribute("valuetype") for cell in cells} == {"string"}


def test_no_cell_of_csv_begins_like_a_formula():
    content = written("csv", ([text, "x"] for text in TEXTS))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert not any(cell[:1] and cell[0] in STARTS[:-1] for row in rows for cell in row)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_xml_does_not_know_is_left_out(kind):
    rows = read_sheet(written(kind, [["a\x0bb\x00c\ud800d"[: None if kind != "csv" else 4], 1]]), f"a.{kind}").rows
    assert rows[1][0].replace("\x0b", "") in ("abcd", "ab")


@pytest.mark.parametrize("kind", FORMATS)
def test_numbers_and_dates(kind):
    day, moment = dt.date(1985, 8, 5), dt.datetime(2026, 1, 31, 8, 30)  # noqa: DTZ001
    rows = [["a", 6], ["b", -5], ["c", Decimal("1.50")], ["d", 0.1], ["e", day], ["f", moment], ["g", None], [None, 0]]
    sheet = read_sheet(written(kind, rows), f"a.{kind}")
    values = [row[1] for row in sheet.rows[1:]]
    if kind == "csv":
        assert values == ["6", "-5", "1.50", "0.1", "1985-08-05", "2026-01-31 08:30:00", None, "0"]
    else:
        assert values == [6, -5, 1.5, 0.1, day, moment, None, 0]


def test_titles_fit_a_sheet_name():
    for title in ("志工/名冊:*?[1]", "名" * 50, "", "'x'"):
        name = openpyxl.load_workbook(io.BytesIO(written("xlsx", [], title=title))).active.title
        assert 1 <= len(name) <= 31
        book = load_ods(io.BytesIO(written("ods", [], title=title)))
        assert book.getElementsByType(Table)[0].getAttribute("name") == name


def test_ods_stands_as_odf_asks():
    with zipfile.ZipFile(io.BytesIO(written("ods", []))) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_a_stream_that_cannot_seek_will_do(kind):
    class Pipe(io.RawIOBase):
        taken = b""

        def writable(self):
            return True

        def write(self, piece):
            self.taken += bytes(piece)
            return len(piece)

    pipe = Pipe()
    with open_stream(pipe, kind) as sheet:
        sheet.head(["姓名"])
        sheet.row(["王"])
    assert read_sheet(pipe.taken, f"a.{kind}").rows == [("姓名",), ("王",)]


@pytest.mark.parametrize("kind", FORMATS)
def test_memory_stays_flat(kind):
    class Nowhere(io.RawIOBase):
        def writable(self):
            return True

        def write(self, piece):
            return len(piece)

    peaks = []
    for count in (2_000, 20_000):
        tracemalloc.start()
        with open_stream(Nowhere(), kind) as sheet:
            sheet.rows(["王小明", "A123456789", number, None] for number in range(count))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0] + 200_000


@pytest.mark.parametrize("kind", FORMATS)
def test_an_error_among_the_rows_is_the_error_that_is_seen(kind):
    def rows():
        yield ["王"]
        raise LookupError

    with pytest.raises(LookupError), open_stream(io.BytesIO(), kind) as sheet:
        sheet.rows(rows())


COLUMNS = (
    Column("name", "姓名"),
    Column("id", "身分證字號", lambda row: row.identity, kind="identity"),
    Column("minutes", "服務時數", kind="hours"),
    Column("joined", "加入日期", kind="date"),
    Column("people", "人次", kind="int"),
    Column("unit", "單位", "unit.name"),
)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_table_of_columns(kind):
    unit = SimpleNamespace(name="安平隊")
    rows = [
        SimpleNamespace(name="王", identity="0123", minutes=75, joined=dt.date(2009, 9, 1), people=3, unit=unit),
        SimpleNamespace(name="李", identity=None, minutes=None, joined=None, people=None, unit=unit),
    ]
    whole = io.BytesIO()
    assert write_table(whole, kind, "名冊", COLUMNS, iter(rows)) == 2
    sheet = read_sheet(whole.getvalue(), f"a.{kind}")
    assert find_header(sheet) == 0
    first = ("王", "0123", 1.25, "98/09/01", 3, "安平隊")
    assert sheet.rows[1] == (first if kind != "csv" else tuple(map(str, first)))
    assert sheet.rows[2] == ("李", None, None, None, None, "安平隊")


def test_hours_are_rounded_half_up():
    assert [as_hours(minutes) for minutes in (0, 10, 20, 75, 75_702)] == [
        Decimal(text) for text in ("0.00", "0.17", "0.33", "1.25", "1261.70")
    ]


def test_an_unknown_kind_of_column_is_an_error_at_once():
    with pytest.raises(ValueError, match="kind"):
        Column("x", "x", kind="colour")


@pytest.mark.parametrize("kind", FORMATS)
def test_refused_rows_come_back_with_row_number_and_reasons(kind):
    book = openpyxl.Workbook()
    for row in [
        ("名冊",),
        (),
        ("姓名", "生日", "人次"),
        ("王", dt.date(1985, 8, 5), 3),
        ("李", None, 4),
        ("張", "=x", 5),
    ]:
        book.active.append(row)
    book.active["B6"].data_type = "s"
    whole = io.BytesIO()
    book.save(whole)
    sheet = read_sheet(whole.getvalue(), "a.xlsx")
    refused = {6: ["出生日期看不懂。"], 4: ["查無此人。", "人次過多。"], 99: ["不在檔案裡。"]}
    returned = io.BytesIO()
    assert write_returned(returned, kind, sheet, find_header(sheet), refused) == 2
    back = read_sheet(returned.getvalue(), f"a.{kind}")
    day, three, five, four, six = (
        ("1985-08-05", "3", "5", "4", "6") if kind == "csv" else (dt.date(1985, 8, 5), 3, 5, 4, 6)
    )
    assert back.rows == [
        ("姓名", "生日", "人次", "原列號", "原因"),
        ("王", day, three, four, "查無此人。\n人次過多。"),
        ("張", "=x", five, six, "出生日期看不懂。"),
    ]
    again = io.BytesIO()
    write_returned(again, kind, back, find_header(back), {3: ["還是不對。"]})
    assert read_sheet(again.getvalue(), f"a.{kind}").rows[0] == back.rows[0]
