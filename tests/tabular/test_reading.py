"""What is read is what a person sees: rows, row numbers, dates, numbers, text."""

import codecs
import datetime as dt

import openpyxl
import pytest

from tests.tabular.packages import ods, ods_row, saved, text_cell, xlsx, xlsx_of
from volunteer_portal.tabular.reading import LIMITS, Limits, SheetRefused, find_header, read_sheet

HEAD = ("姓名", "備註")


def codes(sheet):
    return [warning.code for warning in sheet.warnings]


def test_values_keep_their_type():
    day, moment = dt.date(2026, 1, 31), dt.datetime(2026, 1, 31, 8, 30)  # noqa: DTZ001
    row = ("王小明", 6, 6.5, day, moment, dt.time(8, 30), dt.timedelta(hours=30), True, "0912", "=x"[1:], 2**53 + 2)
    sheet = read_sheet(xlsx([("姓名",), row]), "a.xlsx")
    assert sheet.rows[1] == ("王小明", 6, 6.5, day, moment, "8:30".zfill(5), "30:00", "TRUE", "0912", "x", 2.0**53 + 2)
    assert [type(cell) for cell in sheet.rows[1][1:4]] == [int, float, dt.date]


def test_1904_dates():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(("姓名", "生日"))
    book.active.append(("王", dt.date(1985, 8, 5)))
    assert read_sheet(saved(book), "a.xlsx").rows[1] == ("王", dt.date(1985, 8, 5))


def test_row_numbers_survive_blank_rows_above_between_and_below():
    def shift(sheet):
        sheet["C4"], sheet["C7"] = "姓名", "王"
        sheet["B100000"].font = openpyxl.styles.Font(bold=True)

    for sheet in (
        read_sheet(xlsx((), shift), "a.xlsx"),
        read_sheet(
            ods(
                '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="1024"/>'
                "</table:table-row>"
                + ods_row("姓名")
                + '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
                + ods_row("王")
                + '<table:table-row table:number-rows-repeated="1048569"><table:table-cell '
                'table:number-columns-repeated="16384"/></table:table-row>'
            ),
            "a.ods",
        ),
        read_sheet(" \n,,\n\n姓名\n\n,\n王\n\n\n".replace(" ", "").encode(), "a.csv"),
    ):
        header = find_header(sheet)
        assert sheet.row_number(header) == 4
        assert sheet.row_number(len(sheet.rows) - 1) == 7
        assert "王" in sheet.rows[-1]


def test_header_may_stand_lower_and_be_spaced():
    sheet = read_sheet(xlsx([("志工基本資料",), ("印表人：",), ("序號", "姓　名"), (1, "王")]), "a.xlsx")
    assert find_header(sheet) == 2


def test_first_sheet_with_the_header_is_read_and_others_are_named():
    book = openpyxl.Workbook()
    book.active.append(("說明文字",))
    second = book.create_sheet("名冊")
    second.append(("姓名",))
    second.append(("王",))
    sheet = read_sheet(saved(book), "a.xlsx")
    assert (sheet.name, len(sheet.rows), sheet.sheet_names) == ("名冊", 2, ("Sheet", "名冊"))
    assert codes(sheet) == ["other_sheets"]


def test_a_visible_sheet_goes_before_a_hidden_one():
    book = openpyxl.Workbook()
    for name, state in (("藏", "hidden"), ("看", "visible")):
        each = book.create_sheet(name)
        each.append(("姓名",))
        each.append((name,))
        each.sheet_state = state
    assert read_sheet(saved(book), "a.xlsx").rows[1] == ("看",)


def test_no_header_is_refused_with_the_word():
    with pytest.raises(SheetRefused, match="姓名") as caught:
        find_header(read_sheet(xlsx([("名字",), ("王",)]), "a.xlsx"))
    assert caught.value.code == "no_header"


def test_merged_data_cells_are_refused_with_their_address():
    rows = [("名冊", None), HEAD, ("王", 1), (None, 2)]
    with pytest.raises(SheetRefused, match="A3:A4"):
        find_header(read_sheet(xlsx(rows, lambda sheet: sheet.merge_cells("A3:A4")), "a.xlsx"))
    merged = '<table:table-row><table:table-cell table:number-rows-spanned="2" office:value-type="string">'
    merged += "<text:p>王</text:p></table:table-cell></table:table-row><table:table-row><table:covered-table-cell/>"
    with pytest.raises(SheetRefused, match="A2:A3"):
        find_header(read_sheet(ods(ods_row("姓名", "備註") + merged + "</table:table-row>" + ods_row("x")), "a.ods"))


def test_a_merged_title_is_fine():
    sheet = read_sheet(xlsx([("名冊", None), HEAD, ("王", 1)], lambda sheet: sheet.merge_cells("A1:B1")), "a.xlsx")
    assert find_header(sheet) == 1


def test_hidden_rows_and_columns_are_read_and_named():
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    sheet = read_sheet(xlsx([HEAD, ("王", 1), ("李", 2)], hide), "a.xlsx")
    assert (sheet.hidden_rows, codes(sheet), len(sheet.rows)) == ((2,), ["hidden_rows", "hidden_columns"], 3)
    row = 'table:visibility="collapse" table:number-rows-repeated="2"'
    sheet = read_sheet(ods(ods_row("姓名") + ods_row("王", attributes=row) + ods_row("李")), "a.ods")
    assert (sheet.hidden_rows, len(sheet.rows)) == ((2, 3), 4)


def test_formulas_give_their_stored_value_and_a_warning_without_one():
    cells = text_cell("A1", "姓名") + '</row><row r="2">' + text_cell("A2", "王")
    cells += '<c r="B2"><f>1+1</f><v>2</v></c><c r="C2"><f>1+1</f></c><c r="D2" t="e"><v>#REF!</v></c>'
    sheet = read_sheet(xlsx_of(f'<row r="1">{cells}</row>'), "a.xlsx")
    assert sheet.rows[1][:3] == ("王", 2, None)
    assert codes(sheet) == ["blank_formula", "error_value"]
    assert "C2" in sheet.warnings[0].sentence
    assert "D2" in sheet.warnings[1].sentence


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("姓名,備註\n王,好\n".encode(), "utf-8"),
        (codecs.BOM_UTF8 + "姓名,備註\n王,好\n".encode(), "utf-8-sig"),
        ("姓名,備註\r\n王,好\r\n".encode("cp950"), "cp950"),
        ("姓名\t備註\r\n王\t好\r\n".encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + "姓名\t備註\r王\t好".encode("utf-16-be"), "utf-16"),
        ("姓名;備註\r王;好\r".encode(), "utf-8"),
    ],
)
def test_csv_encodings_separators_and_line_ends(content, encoding):
    sheet = read_sheet(content, "a.csv")
    assert (sheet.rows, sheet.encoding) == ([HEAD, ("王", "好")], encoding)


def test_csv_line_breaks_inside_quotes_are_one_row_and_short_rows_are_filled():
    sheet = read_sheet('姓名,備註,地址\n王,"a\nb"\n李,,x\n'.encode(), "a.csv")
    assert sheet.rows[1:] == [("王", "a\nb", None), ("李", None, "x")]


def test_a_path_is_read_like_bytes(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(xlsx())
    assert read_sheet(path, "名冊.XLSX").rows == read_sheet(xlsx(), "a.xlsx").rows


def test_too_many_rows_are_refused():
    few = Limits(rows=10)
    assert len(read_sheet(xlsx([HEAD] * 10), "a.xlsx", limits=few).rows) == 10
    for name, content in (
        ("a.xlsx", xlsx([HEAD] * 11)),
        ("a.ods", ods(ods_row("姓名") * 11)),
        ("a.csv", b"a\n" * 11),
    ):
        with pytest.raises(SheetRefused) as caught:
            read_sheet(content, name, limits=few)
        assert caught.value.code == "too_long"


def test_an_empty_workbook_has_no_rows():
    assert read_sheet(xlsx(()), "a.xlsx").rows == []


@pytest.mark.long
def test_a_hundred_thousand_rows():
    rows = [("姓名", *range(16))] + [("王", *range(16))] * 100_000
    sheet = read_sheet(xlsx(rows), "a.xlsx", limits=LIMITS)
    assert len(sheet.rows) == 100_001
    assert sheet.rows[-1] == rows[-1]
