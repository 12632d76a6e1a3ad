"""Addresses of the foundation's own pages."""

from django.urls import path
from django.views.i18n import set_language

from . import account, gallery, health, home, mails, preferences

urlpatterns = [
    path("", home.Front.as_view(), name="front"),
    path("accessibility/", home.Accessibility.as_view(), name="accessibility"),
    path("privacy/", home.Privacy.as_view(), name="privacy"),
    path("home/", home.Home.as_view(), name="home"),
    path("home/nothing-yet/", home.NothingYet.as_view(), name="nothing_yet"),
    path("search/", home.Search.as_view(), name="search"),
    path("gallery/", gallery.Gallery.as_view(), name="gallery"),
    path("me/settings/", account.Settings.as_view(), name="settings"),
    path("language/", set_language, name="set_language"),
    path("dev/mails/", mails.Mails.as_view(), name="dev_mails"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
