"""Addresses of the notices."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.NoticeList.as_view(), name="notices"),
    path("read/", views.NoticesRead.as_view(), name="notices_read"),
    path("<int:pk>/open/", views.NoticeOpen.as_view(), name="notice_open"),
]
