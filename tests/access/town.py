"""A town in which every kind of row exists and could leak, and eleven people who try every address of it.

All keys in addresses are those of unit A's things. Texts of people and things carry canaries: words that stand nowhere
else, so that finding one on a page means that the page shows that very thing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from reports.services import ask_unlock, draft_report, submit
from tests.factories.hours import a_record
from tests.factories.insurance import a_contract, a_cover
from tests.factories.recordbook import a_book
from tests.factories.training import a_completion
from tests.factories.units import a_team, a_unit, a_user, administrator, city_officer, officer_of, staff_of
from tests.factories.volunteers import a_volunteer
from units.enums import Role
from units.models import Invitation
from units.services import invite
from volunteer_portal.intake import originals
from volunteer_portal.intake.models import Import, ImportRow, ImportState, RowFate
from volunteer_portal.jobs.models import Job, JobState
from volunteer_portal.notices.models import Notice
from volunteer_portal.rules.calendar import HalfYear

TODAY = date(2026, 7, 10)
NOW = datetime.fromisoformat("2026-07-10T10:00:00+08:00")
PERIOD = HalfYear(115, 1)
ABSENT = 987_654_321

#: The eleven of reliability's G1, in the order of the columns of the expectations.
ACTORS = (
    "public",
    "own_volunteer",
    "other_volunteer",
    "unit_staff",
    "same_category_staff",
    "other_category_staff",
    "own_officer",
    "other_officer",
    "promotion_centre",
    "administrator",
    "deactivated",
)


@dataclass
class Place:
    """One unit with all that hangs on it, and the canaries in it."""

    letter: str
    unit: object
    staff: object
    member: object
    member_account: object
    keys: dict = field(default_factory=dict)

    @property
    def canaries(self):
        return [
            f"金絲雀{self.letter}{what}"
            for what in ("姓名", "地址", "專長", "隊", "保單", "冊號", "課程", "通知", "檔名")
        ]


@dataclass
class TheTown:
    places: dict
    people: dict
    keys: dict

    def forbidden(self, actor):
        """Canaries that this person must never meet."""
        reach = {
            "own_volunteer": ["A"],
            "other_volunteer": ["B"],
            "unit_staff": ["A"],
            "same_category_staff": ["B"],
            "other_category_staff": ["C"],
            "own_officer": ["A", "B"],
            "promotion_centre": ["A", "B", "C"],
        }.get(actor, [])
        return [word for place in self.places.values() if place.letter not in reach for word in place.canaries]


def a_picture():
    buffer = BytesIO()
    Image.new("RGB", (30, 40), "teal").save(buffer, "JPEG")
    return ContentFile(buffer.getvalue(), name="canary.jpg")


def an_import(by, *, name, **fields):
    content = f"姓名,身分證字號\n{name},\n".encode()
    row = Import(
        sha256=hashlib.sha256(content).hexdigest(), state=ImportState.CHECKED, uploaded_by=by, rows=1, **fields
    )
    originals.keep(row, content)
    row.save()
    ImportRow.objects.create(
        parent=row, number=2, fate=RowFate.ERROR, shown={"姓名": name},
        problems=[{"column": "身分證字號", "code": "required", "message": "沒有填"}],
    )  # fmt: skip
    return row


def a_place(letter, category):
    word = f"金絲雀{letter}"
    unit = a_unit(category, name=f"單位{letter}", code=f"CANARY-{letter}")
    staff = staff_of(unit, name=f"承辦{letter}", role=Role.UNIT_STAFF)
    account = a_user(f"志工帳號{letter}")
    team = a_team(unit, f"{word}隊")
    member = a_volunteer(
        f"{word}姓名",
        unit=unit,
        team=team,
        user=account,
        address=f"{word}地址",
        skills=f"{word}專長",
        photo=a_picture(),
    )
    basic = a_completion(
        member, "basic", date(2015, 3, 1), course_name=f"{word}課程", recorded_unit=unit, certificate_file=a_picture()
    )
    a_completion(member, "special", date(2015, 3, 8), category_id=category, recorded_unit=unit)
    a_book(member, category=category, book_number=f"{word}冊號")
    cover = a_cover(member, unit, contract=a_contract(unit, policy_number=f"{word}保單"))
    record = a_record(member, unit, date(2026, 3, 5))
    report = draft_report(unit=unit, period=PERIOD, by=staff, now=NOW)
    submit(report=report, by=staff, now=NOW, draft_version=report.draft_version, remark="依實際情形填報")
    unlock = ask_unlock(report=report, by=staff, now=NOW, reason="更正人次")
    incoming = an_import(staff, unit_id=unit.pk, kind="volunteers", file_name=f"{word}檔名.csv", name=f"{word}姓名")
    job = Job.objects.create(
        kind="canary", requested_by=staff, unit_id=unit.pk, state=JobState.DONE, file_name=f"{word}檔名.txt",
        file=ContentFile(b"done", name="done.txt"), message="完成", finished_at=NOW,
    )  # fmt: skip
    waiting = Job.objects.create(kind="canary", requested_by=staff, unit_id=unit.pk)
    notice = Notice.objects.create(to=staff, kind="canary", title=f"{word}通知", made_at=NOW, mail_due=False)
    invited = invite(
        email=f"canary-{letter}@example.org".lower(), name="受邀人", role=Role.UNIT_STAFF, unit=unit, by=staff, now=NOW
    )
    return Place(
        letter,
        unit,
        staff,
        member,
        account,
        {
            "unit": unit.pk,
            "ref": member.ref,
            "team": team.pk,
            "completion": basic.pk,
            "cover": cover.pk,
            "record": record.pk,
            "report": report.pk,
            "unlock": unlock.pk,
            "import": incoming.pk,
            "job": job.pk,
            "waiting_job": waiting.pk,
            "notice": notice.pk,
            "invitation": invited.invitation.pk,
            "token": invited.address.rstrip("/").rpartition("/")[2],
            "colleague": staff_of(unit, name=f"同事{letter}").appointments.get().pk,
            "account": staff.pk,
        },
    )


def build():
    """The town, with today's real date around invitations and sessions, and fixed days in the records."""
    places = {letter: a_place(letter, category) for letter, category in (("A", "EDU"), ("B", "EDU"), ("C", "SW"))}
    a, b, c = places.values()
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=5))
    gone = staff_of(a.unit, name="離職者")
    gone.is_active = False
    gone.save()
    city = city_officer(name="推廣中心承辦", role=Role.PROMOTION_CENTRE)
    city_import = an_import(city, kind="honorcards", file_name="榮譽卡.csv", name="某人")
    return TheTown(
        places,
        {
            "public": None,
            "own_volunteer": a.member_account,
            "other_volunteer": b.member_account,
            "unit_staff": a.staff,
            "same_category_staff": b.staff,
            "other_category_staff": c.staff,
            "own_officer": officer_of("EDU", name="教育局承辦"),
            "other_officer": officer_of("HEA", name="衛生局承辦"),
            "promotion_centre": city,
            "administrator": administrator(name="系統管理者"),
            "deactivated": gone,
        },
        {**a.keys, "city_import": city_import.pk},
    )
