"""Choosing among the members of a unit, in the forms of the storeys above."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from units.models import OperatingUnit

from .models import Volunteer


def members_of(unit: OperatingUnit, *, also_former: bool = True) -> QuerySet[Volunteer]:
    """People who are, or were, in the unit: what is true of the past may be entered late."""
    people = Volunteer.objects.filter(memberships__unit=unit)
    if not also_former:
        people = people.filter(memberships__left_on__isnull=True)
    return people.distinct().order_by("name", "pk")


def _named(volunteer: Volunteer) -> str:
    return f"{volunteer.name}　{volunteer.id_masked}"


class MemberField(forms.ModelChoiceField):
    """One member, by the key that stands in addresses."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("志工"))
        super().__init__(
            queryset=Volunteer.objects.none(), to_field_name="ref", empty_label=_("請選擇"), blank=False, **options
        )

    def label_from_instance(self, obj: Volunteer) -> str:
        """Name and masked number: two people of one name are told apart."""
        return _named(obj)


class MembersField(forms.ModelMultipleChoiceField):
    """Several members."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("志工"))
        super().__init__(
            queryset=Volunteer.objects.none(), to_field_name="ref", widget=forms.CheckboxSelectMultiple, **options
        )

    def label_from_instance(self, obj: Volunteer) -> str:
        """Name and masked number."""
        return _named(obj)


class TimeSpent(forms.Form):
    """Hours and minutes as two whole numbers; ``total`` is in minutes."""

    hours = forms.IntegerField(label=_("時數（小時）"), min_value=0, max_value=1000)
    minutes = forms.IntegerField(label=_("分"), min_value=0, max_value=59, required=False, initial=0)

    def total(self) -> int:
        """Minutes altogether."""
        return self.cleaned_data["hours"] * 60 + (self.cleaned_data.get("minutes") or 0)
