"""Addresses of training."""

from django.urls import path

from . import views

urlpatterns = [
    path("unit/trainings/", views.Trainings.as_view(), name="unit_trainings"),
    path("unit/trainings/new/", views.NewTraining.as_view(), name="training_new"),
    path("unit/trainings/<int:pk>/edit/", views.EditTraining.as_view(), name="training_edit"),
    path("unit/trainings/<int:pk>/revoke/", views.RevokeTraining.as_view(), name="training_revoke"),
    path("trainings/<int:pk>/certificate/", views.Certificate.as_view(), name="training_certificate"),
]
