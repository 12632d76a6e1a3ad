"""Addresses of jobs."""

from django.urls import path

from . import views

urlpatterns = [
    path("<uuid:pk>/", views.JobDetail.as_view(), name="job_detail"),
    path("<uuid:pk>/cancel/", views.JobCancel.as_view(), name="job_cancel"),
    path("<uuid:pk>/retry/", views.JobRetry.as_view(), name="job_retry"),
    path("<uuid:pk>/file/", views.JobFile.as_view(), name="job_file"),
]
