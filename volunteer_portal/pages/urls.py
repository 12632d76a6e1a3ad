"""Addresses of the foundation's own pages."""

from django.urls import path

from . import gallery, health, home, preferences

urlpatterns = [
    path("", home.Front.as_view(), name="front"),
    path("home/", home.Home.as_view(), name="home"),
    path("home/nothing-yet/", home.NothingYet.as_view(), name="nothing_yet"),
    path("search/", home.Search.as_view(), name="search"),
    path("gallery/", gallery.Gallery.as_view(), name="gallery"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
