"""What is typed into a report: cells, a remark, reasons."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.parameters import HOUR
from volunteer_portal.rules.status_report import CELLS, MANUAL, Cell
from volunteer_portal.rules.typed import half_width

from .board import KEYS
from .figures import Shown
from .services.drafting import LARGEST, REMARK_LENGTH

_PLAIN = re.compile(r"[0-9]{1,3}(,[0-9]{3})+|[0-9]+")
_HOURS = re.compile(r"([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]{1,2})?")
_CENT = Decimal("0.01")


def typed(cell: Cell, value: int) -> str:
    """A value as its field shows it; hours with two decimals, so that it is read back to the same minute."""
    if cell.unit != "minutes":
        return str(value)
    return f"{(Decimal(value) / HOUR).quantize(_CENT, ROUND_HALF_UP):f}"


class CellField(forms.CharField):
    """A whole number, or hours that become minutes; full-width digits and thousands' commas are read."""

    def __init__(self, cell: Cell, **options: Any) -> None:
        self.cell = cell
        mode = "decimal" if cell.unit == "minutes" else "numeric"
        attrs = {"inputmode": mode, "autocomplete": "off", "maxlength": 14}
        if not cell.manual:
            attrs["aria-label"] = cell.name
        super().__init__(
            label=cell.name,
            widget=forms.TextInput(attrs=attrs),
            error_messages={"required": _("請填數字，沒有就填 0。")},
            **options,
        )

    def clean(self, value: Any) -> int:
        """The number, in minutes where the cell means hours."""
        text = half_width(str(super().clean(value))).replace(" ", "")
        if self.cell.unit == "minutes":
            if not _HOURS.fullmatch(text):
                raise ValidationError(_("請填時數，最多兩位小數，例如 12 或 12.5。"), code="invalid")
            number = int((Decimal(text.replace(",", "")) * HOUR).quantize(Decimal(1), ROUND_HALF_UP))
        elif not _PLAIN.fullmatch(text):
            raise ValidationError(_("請填 0 以上的整數，例如 3。"), code="invalid")
        else:
            number = int(text.replace(",", ""))
        if number > LARGEST:
            raise ValidationError(_("這個數字太大，請核對。"), code="too_large")
        return number


class ReportForm(forms.Form):
    """The two cells of the unit, whatever cells are being adjusted, the remark, and what the page was drawn from."""

    draft_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    remark = forms.CharField(
        label=_("差異說明"),
        required=False,
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        shown: Shown,
        data: Mapping[str, Any] | None = None,
        *,
        editing: Collection[str] = (),
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.shown = shown
        values = shown.values
        texts = {f"c{cell.number}": typed(cell, values[cell.key]) for cell in CELLS}
        super().__init__(data, initial={**texts, **(initial or {})}, auto_id="id_%s")
        wanted = MANUAL | {key for code in editing if data is None for key in KEYS.get(code, ())}
        for cell in CELLS:
            name = f"c{cell.number}"
            if cell.key in wanted or (data is not None and name in data):
                self.fields[name] = CellField(cell)

    def changes(self) -> dict[str, int]:
        """Cell → value, where the person typed something else than what stood there; the manual cells always."""
        values, found = self.shown.values, {}
        for cell in CELLS:
            number = self.cleaned_data.get(f"c{cell.number}")
            if number is not None and (cell.manual or number != values[cell.key]):
                found[cell.key] = number
        return found


class SendForm(forms.Form):
    """The last look before sending."""

    draft_version = forms.IntegerField(widget=forms.HiddenInput)
    remark = forms.CharField(
        label=_("差異說明"), required=False, max_length=REMARK_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(forms.Form):
    """Why a report should be unlocked, or why not."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("請寫明原因，對方與日後查核都會看到。")},
    )


class AnswerForm(forms.Form):
    """An officer's word to the unit when unlocking."""

    answer = forms.CharField(
        label=_("給單位的話"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class QueueFilter(forms.Form):
    """What an officer looks through: period, category, name, late ones."""

    period = forms.ChoiceField(label=_("期間"), required=False)
    category = forms.ChoiceField(label=_("類別"), required=False)
    late = forms.ChoiceField(
        label=_("提交"),
        required=False,
        choices=[("", _("全部")), ("late", _("逾期提交")), ("moved", _("差異超過 20%"))],
    )
    unit = forms.CharField(label=_("單位名稱"), required=False, max_length=50, widget=forms.TextInput)

    def __init__(self, *args: Any, periods: list[HalfYear], categories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [("", _("全部"))] + [(f"{p.roc_year}-{p.half}", p.label) for p in periods]
        self.fields["category"].choices = [("", _("由您審核的")), ("all", _("看得到的全部")), *categories]


class MineFilter(forms.Form):
    """A unit's own reports, narrowed (RPT-4)."""

    year = forms.ChoiceField(label=_("年度"), required=False)
    state = forms.ChoiceField(label=_("狀態"), required=False)

    def __init__(self, *args: Any, years: list[int], states: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("全部")), *((str(year), _("{y} 年").format(y=year)) for year in years)]
        self.fields["state"].choices = [("", _("全部")), *states]
