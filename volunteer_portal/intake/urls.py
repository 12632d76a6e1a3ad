"""Addresses of the import wizard: a unit's and the city's."""

from django.urls import path

from . import views

urlpatterns = [
    path("unit/import/", views.UnitStart.as_view(), name="import_start"),
    path("unit/import/<int:pk>/", views.Detail.as_view(), name="import_detail"),
    path("unit/import/<int:pk>/commit/", views.Commit.as_view(), name="import_commit"),
    path("unit/import/<int:pk>/undo/", views.Undo.as_view(), name="import_undo"),
    path("unit/import/<int:pk>/discard/", views.Discard.as_view(), name="import_discard"),
    path("unit/import/<int:pk>/cancel/", views.Cancel.as_view(), name="import_cancel"),
    path("unit/import/<int:pk>/returned.<str:format>", views.Returned.as_view(), name="import_returned"),
    path("unit/import/<int:pk>/original/", views.Original.as_view(), name="import_original"),
    path("unit/import/templates/<slug:kind>.<str:format>", views.Template.as_view(), name="import_template"),
    path("city/import/", views.CityStart.as_view(), name="city_import_start"),
    path("city/import/<int:pk>/", views.CityDetail.as_view(), name="city_import_detail"),
    path("city/import/<int:pk>/commit/", views.CityCommit.as_view(), name="city_import_commit"),
    path("city/import/<int:pk>/undo/", views.CityUndo.as_view(), name="city_import_undo"),
    path("city/import/<int:pk>/discard/", views.CityDiscard.as_view(), name="city_import_discard"),
    path("city/import/<int:pk>/cancel/", views.CityCancel.as_view(), name="city_import_cancel"),
]
