"""The root of all addresses. Apps are named as strings: the foundation imports none."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("volunteer_portal.pages.urls")),
    path("accounts/", include("volunteer_portal.accounts.urls")),
    path("admin/", admin.site.urls),
    path("jobs/", include("volunteer_portal.jobs.urls")),
    path("notices/", include("volunteer_portal.notices.urls")),
    path("", include("volunteer_portal.intake.urls")),
    path("", include("units.urls")),
    path("", include("volunteers.urls")),
    path("", include("training.urls")),
    path("", include("recordbook.urls")),
    path("", include("hours.urls")),
    path("", include("insurance.urls")),
    path("", include("awards.urls")),
    path("", include("reports.urls")),
    path("", include("reports.desk_urls")),
]
handler400 = "volunteer_portal.pages.errors.bad_request"
handler403 = "volunteer_portal.pages.errors.forbidden"
handler404 = "volunteer_portal.pages.errors.not_found"
handler500 = "volunteer_portal.pages.errors.server_error"
