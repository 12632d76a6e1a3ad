"""Which key stands for each placeholder of each address. A new page with a placeholder needs a line here."""

from __future__ import annotations

import re

from django.urls import NoReverseMatch, reverse

from volunteer_portal.pages import policy

#: Name of the page (or a prefix ending in ``*``) → placeholder → key of the town, or a literal in quotes.
KEYS = {
    "account_change": {"pk": "account"},
    "account_reset_password_from_key": {"uidb36": "'1'", "key": "'abc-def'"},
    "appointment_end": {"pk": "colleague"},
    "city_import_*": {"pk": "city_import"},
    "city_report": {"pk": "report"},
    "city_report_*": {"pk": "report", "number": "'1'", "file_format": "'xlsx'"},
    "city_reopen": {"pk": "report"},
    "city_unlock": {"pk": "unlock"},
    "city_volunteer*": {"ref": "ref"},
    "cover_*": {"pk": "cover"},
    "import_template": {"kind": "'volunteers'", "format": "'csv'"},
    "import_returned": {"pk": "import", "format": "'csv'"},
    "import_*": {"pk": "import"},
    "invitation_accept": {"token": "token"},
    "invitation_withdraw": {"pk": "invitation"},
    "job_cancel": {"pk": "waiting_job"},
    "job_retry": {"pk": "waiting_job"},
    "job_*": {"pk": "job"},
    "notice_open": {"pk": "notice"},
    "record_*": {"pk": "record"},
    "report_*": {"year": "'115'", "half": "'1'", "number": "'1'", "file_format": "'xlsx'"},
    "team_close": {"pk": "team"},
    "training_*": {"pk": "completion"},
    "unit_*": {"pk": "unit"},
    "volunteer_*": {"ref": "ref"},
}
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
ADMIN = {"object_id": "1", "app_label": "units", "content_type_id": "1", "url": "x"}


def all_pages():
    return policy.pages()


def keys_of(page):
    """The line of ``KEYS`` for a page: its own, else the longest prefix."""
    if page.name in KEYS:
        return KEYS[page.name]
    fitting = [name for name in KEYS if name.endswith("*") and page.name.startswith(name[:-1])]
    return KEYS[max(fitting, key=len)] if fitting else {}


def address_of(page, town, **instead):
    """The address of the page with unit A's keys, or with others instead."""
    names = PLACEHOLDER.findall(page.address)
    if page.name.startswith("admin:"):
        values = {name: ADMIN[name] for name in names}
        return "/admin/nothing-here/" if "/" in page.name else reverse(page.name, kwargs=values)
    line = keys_of(page)
    values = {}
    for name in names:
        key = line.get(name)
        assert key is not None, f"tests/access/addresses.py has no key for <{name}> of {page.name} ({page.address})"
        values[name] = instead.get(key, key[1:-1] if key.startswith("'") else town.keys[key])
    try:
        return reverse(page.name, kwargs=values)
    except NoReverseMatch as wrong:  # pragma: no cover - says which line is wrong
        raise AssertionError(f"{page.name}: {wrong}") from wrong


def takes_keys(page):
    """Keys of the town that stand in the page's address."""
    line = keys_of(page)
    names = PLACEHOLDER.findall(page.address)
    return [line[name] for name in names if name in line and not line[name].startswith("'")]
