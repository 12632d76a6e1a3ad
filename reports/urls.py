"""Addresses of reports."""

from django.urls import path

from .views import listing, mine, queue, review, rows, sending

PERIOD = "unit/reports/<int:year>-<int:half>/"
REPORT = "city/reports/<int:pk>/"

urlpatterns = [
    path("unit/reports/", listing.Mine.as_view(), name="unit_reports"),
    path(PERIOD, mine.Report.as_view(), name="report_detail"),
    path(f"{PERIOD}rows/<int:number>/", rows.CellRows.as_view(), name="report_cell"),
    path(f"{PERIOD}not-counted/", rows.NotCounted.as_view(), name="report_not_counted"),
    path(f"{PERIOD}submit/", sending.Submit.as_view(), name="report_submit"),
    path(f"{PERIOD}unlock/", sending.AskUnlock.as_view(), name="report_unlock_ask"),
    path(f"{PERIOD}versions/", sending.Versions.as_view(), name="report_versions"),
    path(f"{PERIOD}download/<slug:file_format>/", sending.Download.as_view(), name="report_download"),
    path("city/reports/", queue.Queue.as_view(), name="city_reports"),
    path("city/reports/accept/", queue.Accept.as_view(), name="city_accept"),
    path("city/reports/unlocks/<int:pk>/", review.Decide.as_view(), name="city_unlock"),
    path(REPORT, review.Review.as_view(), name="city_report"),
    path(f"{REPORT}reopen/", review.Reopen.as_view(), name="city_reopen"),
    path(f"{REPORT}rows/<int:number>/", review.OfficerCellRows.as_view(), name="city_report_cell"),
    path(f"{REPORT}not-counted/", review.OfficerNotCounted.as_view(), name="city_report_not_counted"),
    path(f"{REPORT}versions/", review.OfficerVersions.as_view(), name="city_report_versions"),
    path(f"{REPORT}download/<slug:file_format>/", review.OfficerDownload.as_view(), name="city_report_download"),
]
