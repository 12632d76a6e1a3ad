"""Which kind of file this is, told from its header, so that nobody has to say."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from volunteer_portal.tabular.reading import Sheet

from .columns import header_key
from .findings import FileRefused, Finding
from .kinds import Kind
from .tables import headers_of

OF_ALL = 2  # 姓名 and 身分證字號 stand in every kind of file and tell nothing


def guess_kind(sheet: Sheet, candidates: Sequence[Kind]) -> Kind:
    """The kind whose own columns the header has most of; raises ``FileRefused`` when none fits."""
    headers = headers_of(sheet)
    best, most = None, 0.0
    for kind in candidates:
        columns = kind.resource.columns().values()
        names = [{header_key(each) for each in (column.column_name, *column.aliases)} for column in columns]
        found = sum(1 for each in names if each & headers)
        needed = [each for column, each in zip(columns, names, strict=True) if column.needed]
        share = sum(1 for each in needed if each & headers) / max(1, len(needed))
        score = found + share if found > OF_ALL else 0.0
        if score > most:
            best, most = kind, score
    if best is None:
        names_of_all = "、".join(str(kind.title) for kind in candidates)
        message = _("看不出這是哪一種檔案，請選資料種類（{names}），或使用系統的範本。").format(names=names_of_all)
        raise FileRefused(0, [Finding("", "unknown_kind", message)])
    return best
