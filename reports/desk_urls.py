"""Addresses of the homes where work waits."""

from django.urls import path

from . import desks

urlpatterns = [
    path("unit/", desks.UnitHome.as_view(), name="unit_home"),
    path("city/", desks.CityHome.as_view(), name="city_home"),
]
