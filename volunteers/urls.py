"""Addresses of volunteers."""

from django.urls import path

from .views import detail, enrolment, mine, officer, roster

urlpatterns = [
    path("unit/volunteers/", roster.Roster.as_view(), name="unit_volunteers"),
    path("unit/volunteers/new/", enrolment.NewVolunteer.as_view(), name="volunteer_new"),
    path("unit/volunteers/look-up/", enrolment.LookUpVolunteer.as_view(), name="volunteer_look_up"),
    path("unit/volunteers/<uuid:ref>/", detail.Detail.as_view(), name="volunteer_detail"),
    path("unit/volunteers/<uuid:ref>/edit/", detail.Edit.as_view(), name="volunteer_edit"),
    path("unit/volunteers/<uuid:ref>/leave/", detail.Leave.as_view(), name="volunteer_leave"),
    path("unit/volunteers/<uuid:ref>/team/", detail.ChangeTeam.as_view(), name="volunteer_team"),
    path("unit/volunteers/<uuid:ref>/photo/", detail.EditPhoto.as_view(), name="volunteer_photo_edit"),
    path("unit/volunteers/<uuid:ref>/consent/", detail.NewConsent.as_view(), name="volunteer_consent"),
    path("unit/volunteers/<uuid:ref>/reveal/", detail.Reveal.as_view(), name="volunteer_reveal"),
    path("volunteers/<uuid:ref>/photo.jpg", detail.Photo.as_view(), name="volunteer_photo"),
    path("city/volunteers/", officer.Search.as_view(), name="city_volunteers"),
    path("city/volunteers/<uuid:ref>/", officer.OfficerDetail.as_view(), name="city_volunteer"),
    path("city/volunteers/<uuid:ref>/reveal/", officer.OfficerReveal.as_view(), name="city_volunteer_reveal"),
    path("me/records/", mine.MyRecords.as_view(), name="my_records"),
]
