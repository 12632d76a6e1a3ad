"""States of a return."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """RPT-12, RPT-16."""

    DRAFT = "draft", _("資料建置中")
    SUBMITTED = "submitted", _("已提交")
    ACCEPTED = "accepted", _("審核通過")
    REOPENED = "reopened", _("已解鎖")


LOCKED = frozenset({State.SUBMITTED, State.ACCEPTED})
OPEN = frozenset({State.DRAFT, State.REOPENED})


class UnlockState(models.TextChoices):
    ASKED = "asked", _("待處理")
    GRANTED = "granted", _("已解鎖")
    DECLINED = "declined", _("未同意")
