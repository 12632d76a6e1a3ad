"""志工意外事故保險: policies and the people covered (INS-9, INS-10)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models import OperatingUnit
from volunteer_portal.audit.tracking import audited
from volunteers.models import Volunteer

from .enums import CoverScope
from .querysets import ContractQuerySet, CoverageQuerySet


@audited()
class InsuranceContract(models.Model):
    """A policy of a unit. The number may be unknown (empty)."""

    unit = models.ForeignKey(OperatingUnit, on_delete=models.PROTECT, related_name="insurance_contracts")
    insurer = models.CharField(_("保險公司"), max_length=60)
    policy_number = models.CharField(_("保單號碼"), max_length=60, blank=True)
    scope = models.CharField(_("承保範圍"), max_length=10, choices=CoverScope.choices, default=CoverScope.OTHER)
    scope_text = models.CharField(_("承保範圍（原文）"), max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("保單")
        verbose_name_plural = _("保單")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "insurer", "policy_number"], name="one_contract_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.insurer} {self.policy_number}".strip()


@audited()
class Coverage(models.Model):
    """One person's cover under a policy, from ``starts_on`` to ``ends_on``, both days included."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="coverages")
    unit = models.ForeignKey(OperatingUnit, on_delete=models.PROTECT, related_name="coverages")
    contract = models.ForeignKey(InsuranceContract, on_delete=models.PROTECT, related_name="coverages")
    starts_on = models.DateField(_("保險起日"))
    ends_on = models.DateField(_("保險迄日"))
    amount = models.PositiveIntegerField(_("保險金額"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("志工保險")
        verbose_name_plural = _("志工保險")
        ordering: ClassVar = ["-starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["volunteer", "contract", "starts_on"], name="cover_once"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="cover_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["volunteer", "starts_on", "ends_on"], name="cover_of_person")]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.starts_on}–{self.ends_on}"
