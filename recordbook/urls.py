"""Addresses of record books."""

from django.urls import path

from . import views

urlpatterns = [
    path("unit/books/", views.Books.as_view(), name="unit_books"),
    path("unit/books/new/", views.NewBook.as_view(), name="book_new"),
]
