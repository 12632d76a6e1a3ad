"""The statutory form as a sheet: exact labels in the form's order, numbers as numbers, adjusted ones marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import IO

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from volunteer_portal.rules.parameters import HOUR
from volunteer_portal.rules.roc import format_date
from volunteer_portal.rules.status_report import CELLS, PARTS, TITLE, Cell
from volunteer_portal.tabular.writing.form_files import write_form
from volunteer_portal.tabular.writing.forms import FormBlock, FormCell, FormSheet, head

from .figures import Shown, clock

FORMATS = ("ods", "xlsx", "pdf")
# Where a band of the form ends, so that it fits a landscape page: the numbers of the last cells.
BAND_ENDS = (18, 33, 47, 65)
_CENT = Decimal("0.01")


def write_report(stream: IO[bytes], file_format: str, shown: Shown) -> None:
    """Write the report as ``ods``, ``xlsx`` or ``pdf``."""
    with override("zh-hant"):  # a statutory form speaks the language of the statute, whoever asks for it
        form = form_of(shown)
    if file_format == "pdf":
        # Loaded when needed: the drawing library is large.
        from volunteer_portal.tabular.writing.pdf import render_pdf  # noqa: PLC0415

        html = render_to_string("reports/print/status_report.html", {"form": form, "draft": shown.is_draft})
        stream.write(render_pdf(html, base=settings.BASE_DIR / "static"))
        return
    write_form(stream, file_format, form)


def form_of(shown: Shown) -> FormSheet:
    """The report as a form of four bands; each cell's three lines of heading stand above its number."""
    return FormSheet(
        title=TITLE,
        lines=tuple(_lines(shown)),
        blocks=tuple(_blocks(shown)),
        notes=tuple(_notes(shown)),
        widths=(8.5,) * 18,
        name=f"{shown.period.roc_year}-{shown.period.half}",
    )


def value_of(cell: Cell, value: int) -> int | Decimal:
    """A number as the form writes it: minutes become hours with at most two decimals."""
    if cell.unit != "minutes":
        return value
    hours = (Decimal(value) / HOUR).quantize(_CENT, ROUND_HALF_UP)
    return int(hours) if hours == hours.to_integral_value() else hours


def _lines(shown: Shown) -> Iterator[str]:
    period = shown.period
    yield "　　".join(
        (
            _("資料年度：{year} 年").format(year=period.roc_year),
            _("統計單位：{unit}").format(unit=shown.unit.name),
            _("統計日期起日：{day}").format(day=format_date(period.starts_on)),
            _("統計日期迄日：{day}").format(day=format_date(period.ends_on)),
            _("報表狀態：{state}").format(state=shown.state.label),
        )
    )
    if shown.is_draft:
        yield _("草稿：數字尚未提交，僅供核對。")
    else:
        late = _("（逾期）") if shown.submission.late else ""
        yield _("第 {number} 次提交：{at}{late}").format(
            number=shown.submission.number, at=clock(shown.submission.submitted_at), late=late
        )


def _notes(shown: Shown) -> Iterator[str]:
    if shown.submission and shown.submission.remark:
        yield _("差異說明：{remark}").format(remark=shown.submission.remark)
    yield _("更新人員：{who}　　更新日期：{at}").format(who=shown.updated_by or "－", at=clock(shown.updated_at))


def _blocks(shown: Shown) -> Iterator[FormBlock]:
    values, start, titled = shown.values, 0, set()
    for end in BAND_ENDS:
        cells = CELLS[start:end]
        part = cells[0].part
        title = "" if part in titled else part
        titled.add(part)
        figures = tuple(_figure(cell, values[cell.key], shown) for cell in cells)
        yield FormBlock(rows=(*_heads(cells), figures), title=title)
        start = end


def _figure(cell: Cell, value: int, shown: Shown) -> FormCell:
    number = value_of(cell, value)
    note = ""
    if not cell.manual and cell.key in shown.adjusted:
        note = _("{cell}：自動 {computed}，填報 {value}").format(
            cell=cell.name, computed=value_of(cell, shown.computed[cell.key]), value=number
        )
    return FormCell(number, note=note, decimals=2 if isinstance(number, Decimal) else 0)


def _heads(cells: Sequence[Cell]) -> Iterator[tuple[FormCell, ...]]:
    """Three rows of heading: group, sub-label, 男／女 or what is counted; empty lines are spanned."""
    rows: tuple[list[FormCell], list[FormCell], list[FormCell]] = ([], [], [])
    for group, members in groupby(cells, key=lambda cell: cell.group):
        run = list(members)
        bare = not run[0].sub
        rows[0].append(head(group, across=len(run), down=1 if not bare else 2 if run[0].leaf else 3))
        for sub, leaves in () if bare else groupby(run, key=lambda cell: cell.sub):
            beneath = list(leaves)
            rows[1].append(head(sub, across=len(beneath), down=1 if beneath[0].leaf else 2))
        rows[2].extend(head(cell.leaf) for cell in run if cell.leaf)
    return iter(tuple(map(tuple, rows)))


assert BAND_ENDS[2] == sum(cell.part == PARTS[0] for cell in CELLS)  # noqa: S101 - the third band closes the first part
