"""Forms about records of service."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units.models import OperatingUnit
from volunteer_portal.rules.counting import Verdict
from volunteer_portal.rules.roc import roc_year
from volunteer_portal.ui.forms import RocDateField
from volunteers.choosing import MemberField, TimeSpent, members_of

from .models import CodeKind, ServiceCode, ServiceRecord
from .services import ServiceEntry

MONTHS_SHOWN = 36


class RecordForm(TimeSpent):
    """One record of service: days, time, and what the ministry's file asks for."""

    field_order = ("volunteer", "served_from", "served_to", "hours", "minutes")  # as they stand on the page

    served_from = RocDateField(label=_("服務日期起"), help_text=_("民國年月日，例如 115/06/18"))
    served_to = RocDateField(label=_("服務日期訖"), required=False, help_text=_("同一天就不用填；一筆不跨月"))
    people_served = forms.IntegerField(label=_("受服務人次"), required=False, min_value=0, max_value=1_000_000)
    item_code = forms.CharField(label=_("服務項目代碼"), required=False, max_length=20)
    content_code = forms.CharField(label=_("服務內容代碼"), required=False, max_length=20)
    area_code = forms.CharField(label=_("服務區域代碼"), required=False, max_length=20)
    transport_fee = forms.IntegerField(label=_("交通費（元）"), required=False, min_value=0, max_value=1_000_000)
    meal_fee = forms.IntegerField(label=_("誤餐費（元）"), required=False, min_value=0, max_value=1_000_000)
    people_abroad = forms.IntegerField(label=_("國外參與服務人次"), required=False, min_value=0, max_value=1_000_000)
    people_at_home = forms.IntegerField(label=_("國內參與服務人次"), required=False, min_value=0, max_value=1_000_000)
    note = forms.CharField(label=_("備註"), required=False, max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.codes: dict[str, list[ServiceCode]] = {kind: [] for kind in CodeKind.values}
        for code in ServiceCode.objects.all():
            self.codes[code.kind].append(code)
        for kind in CodeKind.values:
            self.fields[f"{kind}_code"].widget.attrs["list"] = f"codes-{kind}"

    def entry(self) -> ServiceEntry:
        """What was typed, for the service."""
        typed = self.cleaned_data
        numbers = ("people_served", "transport_fee", "meal_fee", "people_abroad", "people_at_home")
        texts = ("item_code", "content_code", "area_code", "note")
        return ServiceEntry(
            served_from=typed["served_from"],
            served_to=typed["served_to"] or typed["served_from"],
            minutes=self.total(),
            **{name: typed[name] or 0 for name in numbers},
            **{name: typed[name] for name in texts},
        )

    @staticmethod
    def initial_of(record: ServiceRecord) -> dict[str, Any]:
        """What the form shows of a record."""
        shown = {name: getattr(record, name) for name in ServiceEntry.__dataclass_fields__}
        return {**shown, "hours": record.minutes // 60, "minutes": record.minutes % 60}


class NewRecordForm(RecordForm):
    """One record, and whose it is."""

    volunteer = MemberField()

    def __init__(self, *args: Any, unit: OperatingUnit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["volunteer"].queryset = members_of(unit)


class EditRecordForm(RecordForm):
    """One record, and why it is changed."""

    reason = forms.CharField(label=_("更正的原因"), max_length=200, help_text=_("例如：簽到簿核對後更正"))


class RemoveRecordForm(forms.Form):
    """Why a record is taken out."""

    reason = forms.CharField(label=_("刪除的原因"), max_length=200, help_text=_("例如：重複登錄"))


class SplitForm(TimeSpent):
    """How much of a record was served before the first counting day."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["hours"].label = _("前一筆的時數（小時）")


class HoursFilter(forms.Form):
    """Which records the list shows."""

    volunteer = forms.UUIDField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("姓名"), required=False, max_length=50)
    month = forms.ChoiceField(label=_("月份"), required=False)
    verdict = forms.ChoiceField(
        label=_("是否採計"),
        required=False,
        choices=[("", _("全部")), ("not", _("不採計的")), *[(each.value, each.label) for each in Verdict]],
    )

    def __init__(self, *args: Any, months: list[date], **options: Any) -> None:
        super().__init__(*args, **options)
        word = gettext("{year}年{month}月")
        labels = [(f"{day:%Y-%m}", word.format(year=roc_year(day), month=day.month)) for day in months]
        self.fields["month"].choices = [("", _("各月")), *labels]
