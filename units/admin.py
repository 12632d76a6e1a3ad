"""Units in Django's admin: reference data may be adjusted; what services write is only to be looked at."""

from django.contrib import admin

from volunteer_portal.accounts.admin_site import PlainAdmin, ReferenceAdmin

from .models import (
    Appointment,
    CompetentAuthority,
    District,
    Invitation,
    OperatingUnit,
    ServiceCategory,
    TrainingRequirement,
    UnitCategory,
)


@admin.register(CompetentAuthority)
class CompetentAuthorityAdmin(ReferenceAdmin):
    list_display = ("name", "code")


@admin.register(ServiceCategory)
class ServiceCategoryAdmin(ReferenceAdmin):
    """Codes are named by law and by code: none is added or renamed."""

    may_add = False
    list_display = ("name", "code", "authority", "special_training_required")
    readonly_fields = ("code",)
    list_select_related = ("authority",)


@admin.register(TrainingRequirement)
class TrainingRequirementAdmin(ReferenceAdmin):
    list_display = ("category", "minutes", "effective_from", "source")
    list_filter = ("category",)
    list_select_related = ("category",)


@admin.register(District)
class DistrictAdmin(ReferenceAdmin):
    list_display = ("code", "name")


@admin.register(OperatingUnit)
class OperatingUnitAdmin(PlainAdmin):
    list_display = ("name", "code", "category", "sector", "opened_on", "closed_on")
    list_filter = ("category", "sector")
    search_fields = ("name", "code")
    list_select_related = ("category",)


@admin.register(UnitCategory)
class UnitCategoryAdmin(PlainAdmin):
    list_display = ("unit", "category", "starts_on", "ends_before")
    list_select_related = ("unit", "category")


@admin.register(Appointment)
class AppointmentAdmin(PlainAdmin):
    list_display = ("user", "role", "unit", "authority", "starts_on", "ends_before")
    list_filter = ("role",)
    search_fields = ("user__name", "user__email", "unit__name")
    list_select_related = ("user", "unit", "authority")


@admin.register(Invitation)
class InvitationAdmin(PlainAdmin):
    list_display = ("name", "email", "role", "unit", "invited_at", "expires_at", "accepted_at", "withdrawn_at")
    search_fields = ("name", "email", "unit__name")
    list_select_related = ("unit",)
    exclude = ("token_hash",)
