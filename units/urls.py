"""Addresses of units and of the people who act for them."""

from django.urls import path

from .views import accepting, own, people, register

urlpatterns = [
    path("city/units/", register.UnitList.as_view(), name="unit_list"),
    path("city/units/new/", register.UnitNew.as_view(), name="unit_new"),
    path("city/units/<int:pk>/", register.UnitDetail.as_view(), name="unit_detail"),
    path("city/units/<int:pk>/edit/", register.UnitEdit.as_view(), name="unit_edit"),
    path("city/people/", people.PeopleList.as_view(), name="people_list"),
    path("city/people/invite/", people.Invite.as_view(), name="invite"),
    path("city/people/accounts/<int:pk>/", people.AccountChange.as_view(), name="account_change"),
    path("people/appointments/<int:pk>/end/", people.AppointmentEnd.as_view(), name="appointment_end"),
    path("people/invitations/<int:pk>/withdraw/", people.InvitationWithdraw.as_view(), name="invitation_withdraw"),
    path("unit/settings/", own.UnitSettings.as_view(), name="unit_settings"),
    path("unit/settings/teams/", own.TeamNew.as_view(), name="team_new"),
    path("unit/settings/teams/<int:pk>/close/", own.TeamClose.as_view(), name="team_close"),
    path("unit/settings/people/", own.ColleagueInvite.as_view(), name="colleague_invite"),
    path("unit/switch/", own.UnitSwitch.as_view(), name="unit_switch"),
    path("invitations/<str:token>/", accepting.InvitationAccept.as_view(), name="invitation_accept"),
]
