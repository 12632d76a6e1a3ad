"""What the check finds in a row: an error or a warning, said in a sentence, never with a clear identity number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from volunteer_portal.rules.identity import mask

_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Da-d1289][0-9]{8}(?![0-9])")


def masked(text: str) -> str:
    """``text`` with whatever looks like an identity number masked, in whichever column somebody typed it."""
    return _NUMBER.sub(lambda found: mask(found[0].upper()), text)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a row: the column by the name a person sees, a code for machines, a sentence."""

    column: str
    code: str
    message: str

    def as_json(self, row: int) -> dict[str, object]:
        """The shape of the command's JSON."""
        return {"row": row, "column": self.column, "code": self.code, "message": self.message}

    def as_stored(self) -> dict[str, str]:
        """The shape kept on ``ImportRow``, where the row is known."""
        return {"column": self.column, "code": self.code, "message": self.message}


class FileRefused(Exception):
    """The whole file cannot be taken: columns are missing or stand twice. ``findings`` belong to the header row."""

    def __init__(self, row: int, findings: list[Finding]) -> None:
        super().__init__("；".join(finding.message for finding in findings))
        self.row = row
        self.findings = findings
        self.sentence = "".join(finding.message for finding in findings)
        if len(findings) > 1 and {finding.code for finding in findings} == {"column_missing"}:
            names = "、".join(f"「{finding.column}」" for finding in findings)
            self.sentence = _("標題列缺少{names}欄，請補上後再上傳。").format(names=names)
