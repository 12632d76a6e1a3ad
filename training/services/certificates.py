"""Certificate files: PDF, JPEG or PNG by content, never by name."""

from __future__ import annotations

import uuid
from typing import IO

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from volunteer_portal.access.errors import Refused
from volunteers.pictures import MOST_BYTES, redrawn

FIELD = "certificate_file"
LONGEST_SIDE = 2_400
PDF_MARK = b"%PDF-"
PDF_END = b"%%EOF"


def accepted(upload: IO[bytes]) -> tuple[str, File]:
    """A name of our own and the file to keep. Pictures are drawn anew; a PDF is kept as it is, and only downloaded."""
    if getattr(upload, "size", 0) > MOST_BYTES:
        raise Refused.one(FIELD, "too_large", _("檔案超過 8 MB，請縮小後再上傳。"))
    upload.seek(0)
    content = upload.read()
    if content.startswith(PDF_MARK):
        if PDF_END not in content[-2048:]:
            raise Refused.one(FIELD, "broken_pdf", _("這個 PDF 不完整，請重新掃描或另存後再上傳。"))
        return f"{uuid.uuid4().hex}.pdf", ContentFile(content)
    upload.seek(0)
    try:
        return f"{uuid.uuid4().hex}.jpg", redrawn(upload, field=FIELD, longest_side=LONGEST_SIDE)
    except Refused as refusal:
        if refusal.problems[0].code != "not_a_picture":
            raise
        raise Refused.one(FIELD, "not_a_certificate", _("讀不懂這個檔案，證書請上傳 PDF、JPEG 或 PNG。")) from None
