"""Accounts and the log of looks in Django's admin: to look at.

Closing and opening an account is done on the people page, which keeps the rules; the log nobody changes.
"""

from django.contrib import admin

from volunteer_portal.audit.models import AccessLog

from .admin_site import PlainAdmin
from .models import User


@admin.register(User)
class UserAdmin(PlainAdmin):
    list_display = ("name", "email", "staff_number", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("name", "email", "staff_number")
    fields = ("name", "email", "staff_number", "is_active", "date_joined", "last_login")


@admin.register(AccessLog)
class AccessLogAdmin(PlainAdmin):
    list_display = ("at", "user", "kind", "purpose", "address")
    list_filter = ("kind",)
    search_fields = ("user__name", "user__email")
    date_hierarchy = "at"
    list_select_related = ("user",)
