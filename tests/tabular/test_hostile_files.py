"""Files made to hurt: each one is refused with a sentence, within seconds, at bounded memory."""

import io
import re
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.tabular.packages import (
    MAIN,
    MANIFEST,
    ODS,
    ods,
    ods_row,
    repacked,
    text_cell,
    xlsx,
    xlsx_of,
)
from tests.tabular.test_slide_files import FOLDER
from volunteer_portal.tabular.reading import LIMITS, Limits, Sheet, SheetRefused, find_header, read_sheet
from volunteer_portal.tabular.reading.refusals import SENTENCES, WARNINGS
from volunteer_portal.tabular.writing import XlsxStream

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"
HAN = re.compile("[\u4e00-\u9fff]")


def far_corner(row=1048576, column="XFD"):
    head = text_cell("A1", "姓名")
    return xlsx_of(f'<row r="1">{head}</row><row r="{row}">{text_cell(f"{column}{row}", "x")}</row>')


def with_macros():
    content = repacked(xlsx(), add={"xl/vbaProject.bin": OLE})
    return repacked(
        content, {"[Content_Types].xml": lambda text: text.replace(b"sheet.main", b"sheet.macroEnabled.main")}
    )


def binary_workbook():
    return repacked(xlsx(), add={"xl/workbook.bin": b"\x83\x01\x00"})


def zip_bomb(megabytes=50):
    """A worksheet of blank space, fifty megabytes in fifty kilobytes."""
    start = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{text_cell("A1", "姓名")}</row>'
    return repacked(xlsx(), {SHEET: start + " " * (megabytes * 1024 * 1024) + "</sheetData></worksheet>"})


def false_size():
    """Says that the worksheet is 400 bytes long; it is a megabyte."""
    content = zip_bomb(1)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entry = package.getinfo(SHEET)
    return content.replace(struct.pack("<I", entry.file_size), struct.pack("<I", 400))


def many_entries(count=65_000):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        for number in range(count):
            package.writestr(f"xl/{number}", b"")
    return whole.getvalue()


def doubled():
    whole = io.BytesIO(xlsx())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(whole, "a") as package:
        package.writestr(SHEET, "x")
    return whole.getvalue()


def entities(declaration='<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">', use="&b;"):
    xml = f'<?xml version="1.0"?><!DOCTYPE x [{declaration}]><worksheet xmlns="{MAIN}"><sheetData><row r="1">'
    return repacked(xlsx(), {SHEET: f"{xml}{text_cell('A1', use)}</row></sheetData></worksheet>"})


def encrypted_zip():
    content = bytearray(xlsx())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(magic)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(magic, at + 4)
    return bytes(content)


def encrypted_ods():
    manifest = MANIFEST.replace("/>", "><manifest:encryption-data/></manifest:manifest>")
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        for name, text in (("mimetype", ODS), ("META-INF/manifest.xml", manifest), ("content.xml", "x")):
            package.writestr(name, text)
    return whole.getvalue()


def merges(count=12_000):
    ranges = "".join(f'<mergeCell ref="A{number * 2}:A{number * 2 + 1}"/>' for number in range(1, count))
    head = f'<row r="1">{text_cell("A1", "姓名")}</row>'
    return xlsx_of(head, after=f'<mergeCells count="{count}">{ranges}</mergeCells>')


def wide_rows(rows=300):
    cells = "".join(f"<c><v>{number}</v></c>" for number in range(16_384))
    return xlsx_of(f"<row>{text_cell('A1', '姓名')}</row>" + f"<row>{cells}</row>" * rows)


def ods_rows_repeated():
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
    return ods(
        ods_row("姓名")
        + f'<table:table-row table:number-rows-repeated="1048575">{cell}</table:table-cell></table:table-row>'
    )


def ods_columns_repeated():
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="100000000"><text:p>x</text:p>'
    return ods(ods_row("姓名") + f"<table:table-row>{cell}</table:table-cell></table:table-row>")


def slide_xls():
    return (FOLDER / "hours.xls").read_bytes()


def looping_xls():
    """Every entry of the sector table points at itself."""
    content = bytearray(slide_xls())
    content[512:] = struct.pack("<I", 1) * ((len(content) - 512) // 4)
    return bytes(content)


CASES = {
    "far corner": ("a.xlsx", far_corner, {"far_cell"}),
    "far row": ("a.xlsx", lambda: far_corner(1048576, "A"), {"too_long", "far_cell", "too_many_cells"}),
    "far column": ("a.xlsx", lambda: far_corner(2, "XFD"), {"too_wide"}),
    "wide rows": ("a.xlsx", wide_rows, {"too_many_cells", "unpacked_ratio"}),
    "zip bomb": ("a.xlsx", zip_bomb, {"unpacked_ratio"}),
    "false size": ("a.xlsx", false_size, {"false_size", "damaged"}),
    "entries": ("a.xlsx", many_entries, {"too_many_entries"}),
    "same name twice": ("a.xlsx", doubled, {"duplicate_entries"}),
    "zip slip": ("a.xlsx", lambda: repacked(xlsx(), add={"../../etc/x": "x"}), {"unsafe_names"}),
    "absolute name": ("a.xlsx", lambda: repacked(xlsx(), add={"/etc/x": "x"}), {"unsafe_names"}),
    "zip in a zip": ("a.xlsx", lambda: repacked(xlsx(), add={"xl/embeddings/b.xlsx": "x"}), {"nested_package"}),
    "disguised zip in a zip": ("a.xlsx", lambda: repacked(xlsx(), add={"xl/media/a.png": xlsx()}), {"nested_package"}),
    "entity bomb": ("a.xlsx", entities, {"xml_entities"}),
    "external entity": ("a.xlsx", lambda: entities('<!ENTITY b SYSTEM "file:///etc/passwd">'), {"xml_entities"}),
    "entity in ods": ("a.ods", lambda: ods(ods_row("姓名"), before="<!DOCTYPE x>"), {"xml_entities"}),
    "utf-16 xml": (
        "a.xlsx",
        lambda: repacked(xlsx(), {SHEET: lambda text: text.decode().encode("utf-16")}),
        {"xml_encoding"},
    ),
    "encrypted ole": ("a.xlsx", lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), {"encrypted"}),
    "encrypted zip": ("a.xlsx", encrypted_zip, {"encrypted"}),
    "encrypted ods": ("a.ods", encrypted_ods, {"encrypted"}),
    "xlsm": ("a.xlsm", with_macros, {"macros"}),
    "xlsm as xlsx": ("a.xlsx", with_macros, {"macros"}),
    "xlsb": ("a.xlsb", binary_workbook, {"xlsb"}),
    "xlsb as xlsx": ("a.xlsx", binary_workbook, {"xlsb"}),
    "merges": ("a.xlsx", merges, {"too_many_merges"}),
    "ods rows repeated": ("a.ods", ods_rows_repeated, {"repeated_rows", "repeated_columns"}),
    "ods columns repeated": ("a.ods", ods_columns_repeated, {"repeated_columns"}),
    "truncated xls": ("a.xls", lambda: slide_xls()[:9_000], {"damaged", "unreadable"}),
    "looping xls": ("a.xls", looping_xls, {"damaged", "unreadable"}),
    "truncated xlsx": ("a.xlsx", lambda: xlsx()[:-400], {"damaged"}),
    "xlsx cut inside": ("a.xlsx", lambda: xlsx()[:300] + xlsx()[600:], {"damaged"}),
    "csv with NUL": ("a.csv", "姓名\n王\0\n".encode, {"nul"}),
    "unclosed quote": ("a.csv", ('姓名,備註\n王,"好\n' + "李,好\n" * 50).encode, {"quotes"}),
    "unclosed quote, long": ("a.csv", ('姓名,備註\n王,"好\n' + "李,好\n" * 50_000).encode, {"cell_too_long"}),
    "field of 10 MB": ("a.csv", lambda: "姓名\n".encode() + b"x" * 10_000_000, {"cell_too_long"}),
    "cell of 10 MB": ("a.xlsx", lambda: xlsx_of(f"<row>{text_cell('A1', 'ab' * 5_000_000)}</row>"), {"long_text"}),
    "csv of commas": ("a.csv", lambda: b",".join([b"a"] * 5_000_000), {"too_wide"}),
    "unknown bytes": ("a.csv", lambda: "姓名\n".encode() + b"\xff\xff\xfe\n", {"encoding"}),
    "html as xls": ("a.xls", "<html><table><tr><td>姓名".encode, {"extension"}),
    "xlsx as xls": ("a.xls", xlsx, {"extension"}),
    "xlsx as ods": ("a.ods", xlsx, {"extension"}),
    "ods as xlsx": ("a.xlsx", lambda: ods(ods_row("姓名")), {"extension"}),
    "xlsx as csv": ("a.csv", xlsx, {"extension"}),
    "csv as xlsx": ("a.xlsx", "姓名\n王\n".encode, {"extension"}),
    "pdf as xlsx": ("a.xlsx", lambda: b"%PDF-1.7", {"extension"}),
    "docx as xlsx": ("a.xlsx", lambda: repacked(ods(""), {"mimetype": "application/x"}), {"not_a_sheet"}),
    "exe": ("a.exe", lambda: b"MZ", {"unknown_extension"}),
    "no extension": ("名冊", xlsx, {"unknown_extension"}),
    "nothing": ("a.xlsx", lambda: b"", {"empty"}),
    "only blanks": ("a.csv", lambda: b"\n \n\0", {"empty"}),
    "too large": ("a.csv", lambda: b"a\n" * (LIMITS.file_bytes // 2 + 1), {"file_size"}),
}


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_is_refused(case):
    name, make, codes = CASES[case]
    content = make()
    started = time.monotonic()
    with pytest.raises(SheetRefused) as caught:
        read_sheet(content, name)
    assert caught.value.code in codes
    assert HAN.search(caught.value.sentence)
    assert caught.value.sentence.endswith("。")
    assert time.monotonic() - started < 6  # 3 s on a machine that does nothing else


@pytest.mark.parametrize("case", ["far corner", "wide rows", "ods rows repeated", "looping xls", "csv of commas"])
def test_the_memory_of_a_child_stays_bounded(case, tmp_path):
    """Asked of a small process of its own: what a child is said to have used includes what its parent did."""
    name, make, _codes = CASES[case]
    (tmp_path / name).write_bytes(make())
    program = (
        "import resource, sys; from volunteer_portal.tabular.reading import SheetRefused, read_sheet\n"
        "try: read_sheet(sys.argv[1], sys.argv[1])\n"
        "except SheetRefused: print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", program, tmp_path / name], cwd=root, capture_output=True, check=True)
    assert int(run.stdout) < LIMITS.memory_bytes


def test_more_than_the_unpacked_limit_is_refused_before_it_is_unpacked():
    with pytest.raises(SheetRefused) as caught:
        read_sheet(zip_bomb(9), "a.xlsx", limits=Limits(unpacked_bytes=8 * 1024 * 1024))
    assert caught.value.code == "unpacked_size"


def many_texts():
    whole = io.BytesIO()
    with XlsxStream(whole) as sheet:
        sheet.head(["姓名"])
        sheet.rows((f"王{number}" * 50,) for number in range(60_000))
    return whole.getvalue()


@pytest.mark.parametrize("limits", [Limits(memory_bytes=48 * 1024 * 1024), Limits(wall_seconds=0.03)])
def test_a_child_out_of_memory_or_time_is_one_refused_file(limits):
    with pytest.raises(SheetRefused) as caught:
        read_sheet(many_texts(), "a.xlsx", limits=limits)
    assert caught.value.code == "unreadable"


@pytest.mark.parametrize(
    "name", ["\u202excod.名冊.xlsx", "a\nb.xlsx", "名" * 300 + ".xlsx", "../../x.xlsx", "C:\\a.xlsx"]
)
def test_odd_file_names_do_no_harm(name):
    assert read_sheet(xlsx(), name).rows[1] == ("王小明", "好")
    with pytest.raises(SheetRefused) as caught:
        read_sheet(xlsx(), name + ".exe")
    assert len(caught.value.sentence) < 140
    assert caught.value.sentence.isprintable()


def test_every_bit_of_a_small_file_may_flip():
    """Fuzz: whatever happens to single bytes, the answer is a sheet or a refusal."""
    content = xlsx()
    for at in range(7, len(content), len(content) // 40):
        broken = content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
        try:
            sheet = read_sheet(broken, "a.xlsx")
        except SheetRefused:
            continue
        assert isinstance(sheet, Sheet)


def test_sentences_are_traditional_chinese_and_say_what_to_do():
    for text in (*SENTENCES.values(), *WARNINGS.values()):
        assert HAN.search(text)
        assert text.encode("cp950")
        assert text.endswith("。")
    for text in SENTENCES.values():
        assert "請" in text


def test_dde_and_external_links_are_text_or_nothing():
    cells = text_cell("A1", "姓名") + text_cell("B1", "=cmd|' /C calc'!A0") + '<c r="C1"><f>cmd|x!A0</f></c>'
    sheet = read_sheet(xlsx_of(f'<row r="1">{cells}</row>'), "a.xlsx")
    assert sheet.rows in ([("姓名", "=cmd|' /C calc'!A0")], [("姓名", "=cmd|' /C calc'!A0", None)])
    assert find_header(sheet) == 0
