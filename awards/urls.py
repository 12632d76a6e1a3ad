"""Addresses of awards, and a volunteer's home."""

from django.urls import path

from . import views

urlpatterns = [path("me/", views.MyHome.as_view(), name="my_home")]
