"""Every form of every page is sent back with forty names that it does not have: nothing beyond the form moves (G3)."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection

from .addresses import address_of, all_pages
from .asking import undone
from .expectations import expected
from .forms_of_pages import posted_forms
from .town import ACTORS

EXTRA = (  # noqa: SIM905 - forty names read better as a sentence
    "id pk user user_id is_staff is_superuser is_active role roles unit_id authority authority_id category_id "
    "categories citywide is_administrator volunteer volunteer_id id_cipher id_index id_masked verdict counted_minutes "
    "valid_hours state status locked sent submitted_at accepted approved approved_by decided_by appointed_by recorded_by "
    "recorded_unit removed_at revoked_at token_hash password_hash scope groups user_permissions created_at plan_digest"
).split()
#: What no form of a page may move, whoever sends it. Rows that the form itself makes do not count.
PROTECTED = {
    "accounts_user": "id, email, staff_number, is_superuser, is_staff, is_active",
    "accounts_user_groups": "id, user_id, group_id",
    "units_appointment": "id, user_id, role, unit_id, authority_id, starts_on, appointed_by_id",
    "units_operatingunit": "id, code, name, category_id, sector",
    "units_unitcategory": "id, unit_id, category_id",
    "volunteers_volunteer": "id, ref, user_id, id_cipher, id_index, id_masked",
    "volunteers_membership": "id, volunteer_id, unit_id",
    "hours_servicerecord": "id, volunteer_id, unit_id, category_id, verdict",
    "training_completion": "id, volunteer_id, recorded_unit_id",
    "insurance_coverage": "id, volunteer_id, unit_id",
    "recordbook_recordbook": "id, volunteer_id, book_number",
    "intake_import": "id, unit_id, kind, sha256",
    "reports_statusreport": "id, unit_id, category_id, year, half",
    "reports_unlock": "id, report_id, asked_by_id",
    "jobs_job": "id, requested_by_id, unit_id, kind",
    "units_invitation": "id, email, role, unit_id, authority_id, token_hash, invited_by_id",
}
WHO = ("public", "own_volunteer", "unit_staff", "own_officer", "promotion_centre", "administrator")


def protected():
    with connection.cursor() as cursor:
        found = {}
        for table, columns in PROTECTED.items():
            cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY id')
            found[table] = {row[0]: tuple(bytes(c) if isinstance(c, memoryview) else c for c in row) for row in cursor}
    return found


def looked_at(town, actor):
    """Pages that this person may open, in the order of their names."""
    at = ACTORS.index(actor)
    for page in all_pages():
        if expected(page.name)[0][at] == "Y" and page.name not in ("account_logout", "set_language"):
            yield page


@pytest.mark.parametrize("actor", WHO)
def test_extra_names_move_nothing(town, clients, actor):
    foreign = {"unit": town.places["C"].unit.pk, "category": "HEA", "volunteer": town.places["C"].member.pk}
    extra = dict.fromkeys(EXTRA, "1") | {"role": "administrator", "state": "accepted", "verdict": "counted"}
    extra |= {f"{name}_id": value for name, value in foreign.items()}
    before, sent, moved = protected(), 0, []
    for page in looked_at(town, actor):
        address = address_of(page, town)
        response = clients[actor].get(address)
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for form in posted_forms(response.content, address):
            if "/logout/" in form.action or "/language/" in form.action:
                continue
            session = clients[actor].cookies.get("sessionid")
            kept = session.value if session else None
            cache.clear()
            with undone():
                names = {name: value for name, value in extra.items() if name not in form.values}
                answer = clients[actor].post(form.action, {**form.values, **names})
                sent += 1
                if answer.status_code >= 500:
                    moved.append(f"{form.action} from {address}: {answer.status_code}")
                after = protected()
                moved += [
                    f"{form.action} from {address} moved {table} {key}: {row} → {after[table][key]}"
                    for table, rows in before.items()
                    for key, row in rows.items()
                    if key in after[table] and after[table][key] != row
                ]
            if kept:
                clients[actor].cookies["sessionid"] = kept
    assert not moved, "\n".join(moved)
    assert sent >= (3 if actor == "public" else 5)
