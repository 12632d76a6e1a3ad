"""Addresses of insurance."""

from django.urls import path

from . import views

urlpatterns = [
    path("unit/insurance/", views.Insurance.as_view(), name="unit_insurance"),
    path("unit/insurance/new/", views.NewCover.as_view(), name="cover_new"),
    path("unit/insurance/<int:pk>/end/", views.EndCover.as_view(), name="cover_end"),
]
