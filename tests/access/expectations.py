"""Who gets what at each address, written by hand from house 2.6 and the roles of the feature list. Not from the code.

A row is one page; a cell is one person; the people stand in this order:

    public · volunteer whose data it is · another volunteer · staff of the unit · staff of another unit of the same
    category · staff of another category · officer of the category · officer of another category · promotion centre ·
    system administrator · deactivated account

    L  sent to sign in          N  not found: out of reach and absent look alike
    F  seen, but not allowed    Y  let through (answered, sent on inside, or told what is wrong with the form)
    M  no such method

All keys are unit A's: category EDU, whose authority is the education bureau. ``GET`` first, then ``POST`` (with an empty form).
"""

from __future__ import annotations

EVERYONE = "YYYYYYYYYYY"
NO_POST = "MMMMMMMMMMM"
SIGNED_IN = "LYYYYYYYYYL"
SIGNED_IN_READ = "LMMMMMMMMML"
#: Work of whoever staffs a unit, each seeing only their own.
UNIT = "LNNYYYNNNNL"
UNIT_READ = "LNNMMMNNNNL"
#: One thing of unit A.
OF_UNIT = "LNNYNNNNNNL"
#: The same page exists for the staff of others, too, but not this thing.
OF_UNIT_READ = "LNNMMMNNNNL"
VOLUNTEER = "LYYNNNNNNNL"
VOLUNTEER_READ = "LMMNNNNNNNL"
OFFICER = "LNNNNNYYYNL"
OFFICER_READ = "LNNNNNMMMNL"
#: One thing of unit A, for the officers above it.
ABOVE = "LNNNNNYNYNL"
CITY = "LNNNNNNNYNL"
CITY_READ = "LNNNNNNNMNL"
WATCHING = "LNNNNNYYYYL"
WATCHING_READ = "LNNNNNMMMML"
ABOVE_OR_ADMIN = "LNNNNNYNYYL"
REGISTRAR = "LNNNNNNNYYL"
REGISTRAR_READ = "LNNNNNNNMML"
ADMINISTRATOR = "LNNNNNNNNYL"
#: One thing of a person of unit A: the person, the unit, the officers above.
PERSONS = "LYNYNNYNYNL"
PERSONS_READ = "LMMMMMMMMML"
#: What belongs to the staff member's own account.
STAFFS_OWN = "LNNYNNNNNNL"

PAGES: dict[str, tuple[str, str]] = {
    # public pages and doors
    "front": (EVERYONE, NO_POST),
    "accessibility": (EVERYONE, NO_POST),
    "privacy": (EVERYONE, NO_POST),
    "gallery": (EVERYONE, NO_POST),
    "dev_mails": (EVERYONE, NO_POST),
    "healthz": (EVERYONE, NO_POST),
    "readyz": (EVERYONE, NO_POST),
    "preferences": (EVERYONE, NO_POST),
    "set_language": (EVERYONE, EVERYONE),
    "invitation_accept": (EVERYONE, "YFFFFFFFFFY"),
    # signing in
    "account_login": (EVERYONE, EVERYONE),
    "account_logout": (EVERYONE, EVERYONE),
    "account_inactive": (EVERYONE, NO_POST),
    "account_reset_password": (EVERYONE, EVERYONE),
    "account_reset_password_done": (EVERYONE, NO_POST),
    "account_reset_password_from_key": (EVERYONE, EVERYONE),
    "account_reset_password_from_key_done": (EVERYONE, NO_POST),
    "account_reauthenticate": (SIGNED_IN, SIGNED_IN),
    "account_change_password": (SIGNED_IN, SIGNED_IN),
    "account_set_password": (SIGNED_IN, SIGNED_IN),
    "mfa_authenticate": (SIGNED_IN, SIGNED_IN),
    "mfa_reauthenticate": (SIGNED_IN, SIGNED_IN),
    "mfa_index": (SIGNED_IN, SIGNED_IN_READ),
    "mfa_activate_totp": (SIGNED_IN, SIGNED_IN),
    # nobody in this town has set a second factor up, so there is none to switch off and there are no codes
    "mfa_deactivate_totp": ("LNNNNNNNNNL", "LNNNNNNNNNL"),
    "mfa_view_recovery_codes": ("LNNNNNNNNNL", SIGNED_IN_READ),
    "mfa_download_recovery_codes": ("LNNNNNNNNNL", "LNNNNNNNNNL"),
    "mfa_generate_recovery_codes": (SIGNED_IN, SIGNED_IN),
    "usersessions_list": (SIGNED_IN, SIGNED_IN),
    # everybody's own
    "home": (SIGNED_IN, SIGNED_IN_READ),
    "nothing_yet": (SIGNED_IN, SIGNED_IN_READ),
    "settings": (SIGNED_IN, SIGNED_IN_READ),
    "notices": (SIGNED_IN, SIGNED_IN_READ),
    "notices_read": (SIGNED_IN_READ, SIGNED_IN),
    "notice_open": (SIGNED_IN_READ, STAFFS_OWN),
    "search": ("LNNYYYYYYNL", "LNNYYYYYYNL"),
    "job_detail": (STAFFS_OWN, SIGNED_IN_READ),
    "job_retry": (SIGNED_IN_READ, STAFFS_OWN),
    "job_cancel": (SIGNED_IN_READ, STAFFS_OWN),
    "job_file": (STAFFS_OWN, SIGNED_IN_READ),
    # a unit's desk
    "unit_home": (UNIT, UNIT_READ),
    "unit_settings": (UNIT, UNIT),
    "unit_switch": (UNIT_READ, "LNNYNNNNNNL"),
    "team_new": (UNIT, UNIT),
    "team_close": (UNIT_READ, OF_UNIT),
    "colleague_invite": (UNIT, UNIT),
    "unit_volunteers": (UNIT, UNIT_READ),
    "volunteer_new": (UNIT, UNIT),
    "volunteer_look_up": (UNIT, UNIT),
    "volunteer_detail": (OF_UNIT, OF_UNIT_READ),
    "volunteer_edit": (OF_UNIT, OF_UNIT),
    "volunteer_leave": (OF_UNIT, OF_UNIT),
    "volunteer_team": (OF_UNIT, OF_UNIT),
    "volunteer_photo_edit": (OF_UNIT, OF_UNIT),
    "volunteer_consent": (OF_UNIT, OF_UNIT),
    "volunteer_reveal": (OF_UNIT, OF_UNIT),
    "volunteer_photo": (PERSONS, PERSONS_READ),
    "unit_trainings": (UNIT, UNIT_READ),
    "training_new": (UNIT, UNIT),
    "training_edit": (OF_UNIT, OF_UNIT),
    "training_revoke": (OF_UNIT, OF_UNIT),
    "training_certificate": (PERSONS, PERSONS_READ),
    "unit_books": (UNIT, UNIT_READ),
    "book_new": (UNIT, UNIT),
    "unit_hours": (UNIT, UNIT_READ),
    "record_new": (UNIT, UNIT),
    "record_detail": ("LNNYNNYNYNL", "LNNMMMMMMNL"),
    "record_edit": (OF_UNIT, OF_UNIT),
    "record_split": (OF_UNIT, OF_UNIT),
    "record_remove": (OF_UNIT, OF_UNIT),
    "unit_insurance": (UNIT, UNIT_READ),
    "cover_new": (UNIT, UNIT),
    "cover_end": (OF_UNIT, OF_UNIT),
    "import_start": (UNIT, UNIT),
    "import_detail": (OF_UNIT, SIGNED_IN_READ),
    "import_commit": (SIGNED_IN_READ, OF_UNIT),
    "import_undo": (OF_UNIT, OF_UNIT),
    "import_discard": (SIGNED_IN_READ, OF_UNIT),
    "import_cancel": (SIGNED_IN_READ, OF_UNIT),
    "import_returned": (OF_UNIT, SIGNED_IN_READ),
    "import_original": (OF_UNIT, SIGNED_IN_READ),
    "import_template": ("LNNYYYYYYNL", "LNNMMMMMMNL"),
    "unit_reports": (UNIT, UNIT_READ),
    "report_detail": (UNIT, UNIT),
    "report_cell": (UNIT, SIGNED_IN_READ),
    "report_not_counted": (UNIT, SIGNED_IN_READ),
    "report_submit": (UNIT, UNIT),
    "report_unlock_ask": (UNIT, UNIT),
    "report_versions": (UNIT, SIGNED_IN_READ),
    "report_download": (UNIT, SIGNED_IN_READ),
    # officers
    "city_home": (OFFICER, OFFICER_READ),
    "city_reports": (OFFICER, OFFICER_READ),
    "city_report": (ABOVE, OFFICER_READ),
    "city_report_cell": (ABOVE, OFFICER_READ),
    "city_report_not_counted": (ABOVE, OFFICER_READ),
    "city_report_versions": (ABOVE, OFFICER_READ),
    "city_report_download": (ABOVE, OFFICER_READ),
    "city_accept": (OFFICER_READ, OFFICER),
    # reopening: the category's authority, and for social welfare alone the promotion centre (PERM-5)
    "city_reopen": ("LNNNNNYNFNL", "LNNNNNYNFNL"),
    "city_unlock": (ABOVE, "LNNNNNYNFNL"),
    "city_volunteers": (OFFICER, OFFICER),
    "city_volunteer": (ABOVE, OFFICER_READ),
    "city_volunteer_reveal": (ABOVE, ABOVE),
    # honor cards come in through the city alone (PERM-4)
    "city_import_start": (CITY, CITY),
    "city_import_detail": (CITY, SIGNED_IN_READ),
    "city_import_commit": (SIGNED_IN_READ, CITY),
    "city_import_undo": (CITY, CITY),
    "city_import_discard": (SIGNED_IN_READ, CITY),
    "city_import_cancel": (SIGNED_IN_READ, CITY),
    # units and people
    "unit_list": (WATCHING, WATCHING_READ),
    "unit_detail": (ABOVE_OR_ADMIN, WATCHING_READ),
    "unit_edit": (ABOVE_OR_ADMIN, ABOVE_OR_ADMIN),
    "unit_new": (REGISTRAR, REGISTRAR),
    "people_list": (REGISTRAR, REGISTRAR_READ),
    "invite": (REGISTRAR, REGISTRAR),
    "account_change": (ADMINISTRATOR, ADMINISTRATOR),
    "appointment_end": ("LNNYNNNNYYL", "LNNYNNNNYYL"),
    "invitation_withdraw": ("LNNMMMNNMML", "LNNYNNNNYYL"),
    # a volunteer's own
    "my_home": (VOLUNTEER, VOLUNTEER_READ),
    "my_hours": (VOLUNTEER, VOLUNTEER_READ),
    "my_records": (VOLUNTEER, VOLUNTEER_READ),
}

#: Forms that say nothing when they are empty get the least that makes them mean something.
POSTED: dict[str, dict[str, str]] = {
    "unit_switch": {"unit": "unit"},
    "city_reopen": {"reason": "'更正接受服務人次'"},
}

#: Django's admin: administrators alone, whatever the page; what they may not do there is refused (F) or absent (N).
ADMIN = "LNNNNNNNN?L"


def expected(name: str) -> tuple[str, str]:
    """The row of a page. A page without a row is a page nobody thought about."""
    if name.startswith("admin:"):
        return ADMIN, ADMIN
    assert name in PAGES, f"tests/access/expectations.py has no row for the page {name}"
    return PAGES[name]
