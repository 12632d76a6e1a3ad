"""Small packages made by hand: what no spreadsheet program writes."""

import io
import zipfile

import openpyxl

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:table="{_ODF}:table:1.0"'
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"/>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx(rows=(("姓名", "備註"), ("王小明", "好")), change=None) -> bytes:
    """A workbook by openpyxl; `change` gets the worksheet before it is saved."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    return saved(book)


def saved(book) -> bytes:
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def repacked(content: bytes, replace=None, add=None, method=zipfile.ZIP_DEFLATED) -> bytes:
    """The same package with parts replaced (text or a function of the old text) or added."""
    whole = io.BytesIO()
    replace = replace or {}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(whole, "w", method) as new:
        for name in old.namelist():
            text = old.read(name)
            if name in replace:
                text = replace[name](text) if callable(replace[name]) else replace[name]
            new.writestr(name, text)
        for name, text in (add or {}).items():
            new.writestr(name, text)
    return whole.getvalue()


def xlsx_of(sheet_data: str, after: str = "", before: str = "") -> bytes:
    """A workbook whose worksheet has exactly this XML inside `sheetData`."""
    xml = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{sheet_data}</sheetData>{after}</worksheet>'
    return repacked(xlsx(), {"xl/worksheets/sheet1.xml": xml})


def text_cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def ods(rows: str, add=None, before: str = "") -> bytes:
    """An ods whose only table has exactly these rows."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), ODS)
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr(
            "content.xml",
            f'<?xml version="1.0"?>{before}<office:document-content {_SPACES}><office:body><office:spreadsheet>'
            f'<table:table table:name="A">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        for name, text in (add or {}).items():
            package.writestr(name, text)
    return whole.getvalue()


def ods_row(*texts: str, attributes: str = "") -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
    )
    return f"<table:table-row {attributes}>{cells}</table:table-row>"
