"""States and kinds of record books."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BookState(models.TextChoices):
    LIVE = "live", _("有效")
    VOID = "void", _("註銷")


class IssueKind(models.TextChoices):
    """申請別 (RB-19)."""

    FIRST = "first", _("初領")
    EXCHANGE = "exchange", _("換發")
    REISSUE = "reissue", _("補發")
