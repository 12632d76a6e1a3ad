"""One set of records in five formats: xlsx, xls, ods, csv in UTF-8 and in CP950 (there the columns are shuffled)."""

from pathlib import Path

import pytest

from volunteer_portal.tabular.reading import find_header, read_sheet

FOLDER = Path(__file__).parents[1] / "data" / "slide-112h1"
KINDS = {"volunteers": 45, "training": 71, "recordbooks": 13, "insurance": 2, "hours": 193}


def by_header(path):
    sheet = read_sheet(path, path.name)
    header = find_header(sheet)
    order = sorted(range(len(sheet.rows[header])), key=lambda index: sheet.rows[header][index])
    shown = [tuple("" if row[i] is None else str(row[i]) for i in order) for row in sheet.rows[header:]]
    assert sheet.row_number(header) == 1
    assert sheet.warnings == ()
    return shown


@pytest.mark.parametrize("kind", KINDS)
def test_all_formats_of_a_file_say_the_same(kind):
    paths = sorted(path for path in FOLDER.iterdir() if path.stem.removesuffix("-cp950") == kind)
    assert len(paths) >= 4
    first, *others = [by_header(path) for path in paths]
    assert len(first) == KINDS[kind] + 1
    for path, other in zip(paths[1:], others, strict=True):
        assert other == first, path.name
