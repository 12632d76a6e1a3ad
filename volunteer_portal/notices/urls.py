"""Addresses of notices."""

from django.urls import path  # noqa: F401

urlpatterns: list = []
