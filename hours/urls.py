"""Addresses of hours."""

from django.urls import path

from .views import mine, record, unit

urlpatterns = [
    path("unit/hours/", unit.UnitHours.as_view(), name="unit_hours"),
    path("unit/hours/new/", unit.NewRecord.as_view(), name="record_new"),
    path("hours/<int:pk>/", record.RecordDetail.as_view(), name="record_detail"),
    path("unit/hours/<int:pk>/edit/", record.EditRecord.as_view(), name="record_edit"),
    path("unit/hours/<int:pk>/split/", record.SplitRecord.as_view(), name="record_split"),
    path("unit/hours/<int:pk>/remove/", record.RemoveRecord.as_view(), name="record_remove"),
    path("me/hours/", mine.MyHours.as_view(), name="my_hours"),
]
