"""Templates, statutory forms and PDF."""

import io
import re
import socket
import zipfile
import zlib
from decimal import Decimal

import openpyxl
import pytest
from odf.opendocument import load as load_ods
from odf.table import ContentValidation

from volunteer_portal.tabular.reading import find_header, read_sheet
from volunteer_portal.tabular.writing.form_files import write_form
from volunteer_portal.tabular.writing.forms import FormBlock, FormCell, FormSheet, head, label, lay_out
from volunteer_portal.tabular.writing.pdf import render_pdf
from volunteer_portal.tabular.writing.templates import TemplateColumn, write_template

CATEGORIES = tuple(f"很長很長的類別名稱第{number}類" for number in range(40))
COLUMNS = (
    TemplateColumn("姓名", needed=True, help="與身分證相同", example="王小明"),
    TemplateColumn("身分證字號", needed=True, text_format=True, example="A123456789"),
    TemplateColumn("性別", needed=True, choices=("男", "女")),
    TemplateColumn("服務類別", choices=CATEGORIES, help="=不是公式"),
    TemplateColumn("行動電話", text_format=True),
    TemplateColumn("備註"),
)


def template(kind):
    whole = io.BytesIO()
    write_template(whole, kind, "志工基本資料名冊", COLUMNS)
    return whole.getvalue()


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_a_template_is_blank_and_has_the_head(kind):
    sheet = read_sheet(template(kind), f"a.{kind}")
    assert find_header(sheet) == 0
    assert sheet.rows == [tuple(column.header for column in COLUMNS)]
    assert sheet.warnings == ()


def test_a_template_in_xlsx_has_lists_text_columns_and_a_page_of_help():
    book = openpyxl.load_workbook(io.BytesIO(template("xlsx")))
    sheet = book.active
    rules = {str(rule.sqref).split("2:")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules["C"].formula1 == '"男,女"'
    assert rules["D"].formula1 == "lists!$D$1:$D$40"
    assert [row[3] for row in book["lists"].iter_rows(values_only=True)] == list(CATEGORIES)
    assert rules["A"].prompt == "與身分證相同"
    assert [sheet.column_dimensions[letter].number_format for letter in "ABCE"] == ["General", "@", "General", "@"]
    told = [row[0] for row in book["說明"].iter_rows(values_only=True)]
    assert told[-len(COLUMNS) :] == [column.header for column in COLUMNS]
    assert "f" not in {cell.data_type for row in book["說明"].iter_rows() for cell in row}
    assert sheet.freeze_panes == "A2"


def test_a_template_in_ods_has_lists_and_a_page_of_help():
    book = load_ods(io.BytesIO(template("ods")))
    conditions = [rule.getAttribute("condition") for rule in book.getElementsByType(ContentValidation)]
    assert 'of:cell-content-is-in-list("男";"女")' in conditions
    assert [table.getAttribute("name") for table in book.spreadsheet.childNodes if table.tagName == "table:table"] == [
        "志工基本資料名冊",
        "說明",
    ]


FORM = FormSheet(
    "推展志願服務志工人數及服務成果統計表",
    lines=("統計單位：安平隊", "統計日期：112/01/01 至 112/06/30"),
    blocks=(
        FormBlock(
            title="志願服務志工基本資料",
            rows=(
                (head("隊數", down=3), head("按性別分", across=3), head("按年齡分", across=2)),
                (head("計", down=2), head("男", down=2), head("女", down=2), head("未滿12歲", across=2)),
                (head("男"), head("女")),
                (
                    FormCell(4),
                    FormCell(45, note="計：自動帶入 44，人工調整為 45（漏登一人）"),
                    FormCell(8),
                    FormCell(37),
                    FormCell(Decimal("1261.7"), decimals=1),
                    FormCell(None),
                ),
            ),
        ),
        FormBlock(rows=((label("備註"), FormCell("=1+1\n第二行", "text", across=5)),)),
    ),
    notes=("填表說明：每半年填報一次。",),
)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_form_keeps_places_spans_and_numbers(kind):
    whole = io.BytesIO()
    write_form(whole, kind, FORM)
    sheet = read_sheet(whole.getvalue(), f"a.{kind}")
    assert sheet.rows[0][0] == FORM.title
    assert sheet.rows[5] == ("隊數", "按性別分", None, None, "按年齡分", None)
    assert sheet.rows[7] == (None, None, None, None, "男", "女")
    assert sheet.rows[8] == (4, 45, 8, 37, 1261.7, None)
    assert sheet.rows[10][:2] == ("備註", "=1+1\n第二行")
    assert sheet.rows[-2][0] == "填表說明：每半年填報一次。"
    assert sheet.rows[-1][0].startswith("＊ 計：自動帶入 44")
    spans = {(merge[0], merge[1], merge[2], merge[3]) for merge in sheet.merges}
    assert {(1, 1, 1, 6), (6, 1, 8, 1), (6, 2, 6, 4), (7, 5, 7, 6), (11, 2, 11, 6)} <= spans


def test_a_form_in_xlsx_prints_on_one_page_width_and_marks_adjusted_figures():
    whole = io.BytesIO()
    write_form(whole, "xlsx", FORM)
    sheet = openpyxl.load_workbook(whole).active
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet["B9"].value == 45
    assert "＊" in sheet["B9"].number_format
    assert "44" in sheet["B9"].comment.text
    assert sheet["E9"].number_format == "#,##0.0"
    assert sheet["A7"].border.left.style == "thin"
    assert sheet["B11"].data_type == "s"


def test_a_form_in_ods_prints_on_one_page_width():
    whole = io.BytesIO()
    write_form(whole, "ods", FORM)
    with zipfile.ZipFile(whole) as package:
        styles, content = package.read("styles.xml").decode(), package.read("content.xml").decode()
    assert 'style:scale-to-X="1"' in styles
    assert 'style:print-orientation="landscape"' in styles
    assert "table:formula" not in content
    assert "office:annotation" in content


def test_cells_that_overlap_are_an_error():
    with pytest.raises(ValueError, match="overlap"):
        lay_out(FormSheet("x", blocks=(FormBlock(((head("a"), head("b", down=2)), (head("c", across=2),))),)))


def inflated(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


PAGE = '<!doctype html><html lang="zh-Hant"><head><title>績效證明書</title>{head}</head><body>{body}</body></html>'


def test_a_pdf_is_tagged_and_says_it_is_accessible():
    content = render_pdf(PAGE.format(head="", body="<h1>王小明</h1><p>𠀀</p>"))
    assert content.startswith(b"%PDF-1.7")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    whole = content + b"".join(inflated(stream) for stream in streams)
    assert b"pdfuaid" in whole
    assert b"/StructTreeRoot" in whole
    assert b"/Lang" in whole


@pytest.mark.logs_errors
def test_a_pdf_opens_neither_files_nor_the_network(tmp_path, monkeypatch):
    secret = tmp_path / "secret.css"
    secret.write_text("body { color: red } /* SECRET-WORD */")
    base = tmp_path / "static"
    base.mkdir()
    (base / "ok.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>'
    )

    def refuse(*args):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    plain = render_pdf(PAGE.format(head="", body="<p>x</p>"), base=base)
    links = (
        f'<link rel=attachment href="{secret.as_uri()}"><link rel=stylesheet href="../secret.css">'
        f'<link rel=stylesheet href="file:///etc/passwd"><link rel=attachment href="%2e%2e/secret.css">'
    )
    body = '<p>x</p><img alt="" src="http://127.0.0.1:9/x.png"><img alt="" src="//x/y.png"><img alt="" src="file://x/y.png">'
    content = render_pdf(PAGE.format(head=links, body=body), base=base)
    assert b"SECRET-WORD" not in content
    assert b"EmbeddedFile" not in content
    assert abs(len(content) - len(plain)) < 2_000
    assert len(render_pdf(PAGE.format(head="", body='<img alt="ok" src="ok.svg">'), base=base)) > 1_000


def test_form_titles_need_no_certain_characters():
    whole = io.BytesIO()
    write_form(whole, "xlsx", FormSheet("a/b:c*" * 10, lines=("=1+1\x0b",)))
    sheet = openpyxl.load_workbook(whole).active
    assert re.fullmatch(r"[abc ]{1,31}", sheet.title)
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
