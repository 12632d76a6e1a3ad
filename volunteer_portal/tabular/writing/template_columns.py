"""What a blank template is made of, whatever the format."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

ROWS_PREPARED = 2_000  # rows below the head that get the text format and the lists
NEEDED_COLOUR, HEAD_COLOUR = "FCE4D6", "E8EEF4"
HELP_WIDTHS = (20, 8, 60, 50, 24)


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of a template; `choices` become a drop-down, `text_format` keeps leading zeros."""

    header: str
    needed: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    text_format: bool = False
    example: str = ""
    width: float = 0  # characters; 0: by the header

    @property
    def characters(self) -> float:
        return self.width or max(12.0, 2.0 * len(self.header) + 3)


def template_notes() -> tuple[str, ...]:
    return (
        _("底色較深的欄位必填，其餘可以空白。請勿更改標題列的文字；欄位順序可以調整。"),
        _("一列填一筆資料，請勿合併儲存格。日期可填 115/01/31、1150131 或 2026-01-31。"),
    )


def help_head() -> tuple[str, ...]:
    return _("欄位"), _("必填"), _("說明"), _("可填的值"), _("範例")


def help_rows(columns: Sequence[TemplateColumn]) -> list[tuple[str, ...]]:
    return [
        (column.header, _("必填") if column.needed else "", column.help, "、".join(column.choices), column.example)
        for column in columns
    ]
