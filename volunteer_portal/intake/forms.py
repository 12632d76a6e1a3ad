"""The one form of the wizard: a file, and what it is if the header does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .kinds import Kind


class UploadForm(forms.Form):
    """A file to check."""

    file = forms.FileField(
        label=_("檔案"),
        allow_empty_file=True,
        max_length=200,
        help_text=_("可用 .xlsx、.xls、.ods 或 .csv；先檢查，確認前不會寫入任何資料。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": _("請選擇檔案。"), "max_length": _("檔名太長，請改短後再上傳。")},
    )
    kind = forms.ChoiceField(label=_("資料種類"), required=False)

    def __init__(self, *args: Any, kinds: Sequence[Kind], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(kind.code, kind.title) for kind in kinds]
        self.fields["kind"].choices = choices if len(choices) == 1 else [("", _("由標題列判斷")), *choices]
