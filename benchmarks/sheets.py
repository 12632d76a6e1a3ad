"""Ratios of reading and writing sheets, all cases interleaved in one run.

    .venv/bin/python benchmarks/sheets.py --rows 100000 [--columns 7] [--rounds 3] [--without-slow]

Each case runs in a process of its own; the time is the median, without starting Python and importing. What is compared:
read: ours (guard, child process, limits, values in Python) against python-calamine alone and against tablib;
write: ours against the same XML from one loop without any care (the floor), openpyxl write-only, and odfpy.
"""

# ruff: noqa: ANN001, ANN003, ANN201, PLC0415  each case imports what it measures, nothing else
import argparse
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def table(rows, columns):
    kinds = ("王小明", "A123456789", "1120301", 8, 30, "B", 100)
    head = ["姓名", *(f"欄{number}" for number in range(1, columns))]
    return head, (
        [kinds[column % 7] if column else f"王{row % 5000}" for column in range(columns)] for row in range(rows)
    )


def read_ours(path, **_):
    from volunteer_portal.tabular.reading import read_sheet

    started = time.perf_counter()
    count = len(read_sheet(path, path).rows)
    return time.perf_counter() - started, count


def read_calamine(path, **_):
    from python_calamine import CalamineWorkbook

    started = time.perf_counter()
    count = sum(1 for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows())
    return time.perf_counter() - started, count


def read_tablib(path, **_):
    import tablib

    started = time.perf_counter()
    content = Path(path).read_bytes()
    kind = Path(path).suffix[1:]
    count = len(tablib.Dataset().load(content.decode("utf-8-sig") if kind == "csv" else content, format=kind)) + 1
    return time.perf_counter() - started, count


def write_ours(kind, rows, columns, **_):
    from volunteer_portal.tabular.writing import Column, write_table

    head, body = table(rows, columns)
    shapes = [
        Column(str(index), label, lambda row, index=index: row[index], kind="int" if index % 7 in (3, 4, 6) else "text")
        for index, label in enumerate(head)
    ]
    with tempfile.TemporaryFile() as file:
        started = time.perf_counter()
        count = write_table(file, kind, "名冊", shapes, body)
        return time.perf_counter() - started, count + 1


def write_floor(kind, rows, columns, **_):
    """One loop, no style, no escape, no reference: the least that still is a sheet."""
    head, body = table(rows, columns)
    text, number, row_tags, part = {
        "xlsx": ('<c t="inlineStr"><is><t>{}</t></is></c>', "<c><v>{}</v></c>", ("<row>", "</row>"), "sheet1.xml"),
        "ods": (
            '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>',
            '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p></table:table-cell>',
            ("<table:table-row>", "</table:table-row>"),
            "content.xml",
        ),
    }[kind]
    with tempfile.TemporaryFile() as file:
        started = time.perf_counter()
        with (
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
            package.open(part, "w") as out,
        ):
            block = []
            for row in [head, *body]:
                cells = [(text if isinstance(cell, str) else number).format(cell) for cell in row]
                block.append(f"{row_tags[0]}{''.join(cells)}{row_tags[1]}")
                if len(block) == 500:
                    out.write("".join(block).encode())
                    block.clear()
            out.write("".join(block).encode())
        return time.perf_counter() - started, rows + 1


def write_openpyxl(rows, columns, **_):
    import openpyxl

    head, body = table(rows, columns)
    started = time.perf_counter()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [head, *body]:
        sheet.append(row)
    book.save(io.BytesIO())
    return time.perf_counter() - started, rows + 1


def write_odfpy(rows, columns, **_):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    head, body = table(rows, columns)
    started = time.perf_counter()
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="A")
    for row in [head, *body]:
        line = TableRow()
        for cell in row:
            made = TableCell(valuetype="string") if isinstance(cell, str) else TableCell(valuetype="float", value=cell)
            made.addElement(P(text=str(cell)))
            line.addElement(made)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.write(io.BytesIO())
    return time.perf_counter() - started, rows + 1


def make_files(folder, rows, columns, **_):
    """What all of them read, written by ours."""
    from volunteer_portal.tabular.writing import open_stream

    head, body = table(rows, columns)
    body = list(body)
    for kind in ("xlsx", "ods", "csv"):
        with Path(folder, f"a.{kind}").open("wb") as file, open_stream(file, kind) as sheet:
            sheet.head(head)
            sheet.rows(body)
    return 0.0, rows


CASES = {
    "make": {"ours": make_files},
    "read xlsx": {"ours": read_ours, "calamine": read_calamine, "tablib": read_tablib},
    "read ods": {"ours": read_ours, "calamine": read_calamine, "tablib": read_tablib},
    "read csv": {"ours": read_ours, "tablib": read_tablib},
    "write xlsx": {"ours": write_ours, "floor": write_floor, "openpyxl": write_openpyxl},
    "write ods": {"ours": write_ours, "floor": write_floor, "odfpy": write_odfpy},
    "write csv": {"ours": write_ours},
}
SLOW = {("read ods", "tablib"), ("write ods", "odfpy")}
FLOORS = ("calamine", "floor")


def one(task, who, given):
    seconds, count = CASES[task][who](**given)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "seconds": seconds,
        "rows": count,
        "mib": max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024,
    }


def run(task, who, given):
    command = [sys.executable, __file__, "--one", task, who, json.dumps(given)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-slow", action="store_true", help="leave out odfpy and tablib's ods (minutes)")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        task, who, given = options.one
        print(json.dumps(one(task, who, json.loads(given))))
        return
    with tempfile.TemporaryDirectory() as folder:
        # in a process of its own like everything else: a child is said to have used what its parent did
        run("make", "ours", {"folder": folder, "rows": options.rows, "columns": options.columns})
        print(f"{options.rows:,} rows × {options.columns} columns, median of {options.rounds}")
        for task, cases in CASES.items():
            if task == "make":
                continue
            measure(task, cases, Path(folder), options)


def measure(task, cases, folder, options):
    kind = task.split()[1]
    given = {"path": str(folder / f"a.{kind}"), "kind": kind, "rows": options.rows, "columns": options.columns}
    results = {who: [] for who in cases if not (options.without_slow and (task, who) in SLOW)}
    for turn in range(options.rounds):
        for who, found in results.items():
            if turn and (task, who) in SLOW:
                continue  # once is enough for what takes a minute
            found.append(run(task, who, given))
    assert {each["rows"] for found in results.values() for each in found} == {options.rows + 1}
    seconds = {who: statistics.median(each["seconds"] for each in found) for who, found in results.items()}
    for who, took in seconds.items():
        memory = max(each["mib"] for each in results[who])
        if who == "ours":
            ratio = ""
        elif who in FLOORS:
            ratio = f"ours ÷ {who} = {seconds['ours'] / took:.2f}"
        else:
            ratio = f"{who} ÷ ours = {took / seconds['ours']:.1f}"
        print(f"{task:11} {who:9} {took:7.2f} s {memory:6} MiB  {ratio}", flush=True)


if __name__ == "__main__":
    main()
