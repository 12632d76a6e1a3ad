"""Codes of the ministry's hours file in Django's admin: reference data that a city may adjust."""

from django.contrib import admin

from volunteer_portal.accounts.admin_site import ReferenceAdmin

from .models import ServiceCode


@admin.register(ServiceCode)
class ServiceCodeAdmin(ReferenceAdmin):
    list_display = ("kind", "code", "label")
    list_filter = ("kind",)
    search_fields = ("code", "label")
