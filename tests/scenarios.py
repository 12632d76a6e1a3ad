"""A little town that most access tests start from: two units of two categories, and everybody who might look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from units.models import OperatingUnit
from volunteer_portal.accounts.models import User
from volunteers.models import Volunteer

from .factories.hours import NOON
from .factories.units import a_unit, a_user, administrator, city_officer, officer_of, staff_of
from .factories.volunteers import a_volunteer


@dataclass(frozen=True)
class Town:
    """``school`` is a unit of education, ``clinic`` one of health. Each has a member, staff, and an officer above.

    ``pupil`` is the school's member and has an account; ``nurse`` is the clinic's, whom the school must never see.
    """

    school: OperatingUnit
    clinic: OperatingUnit
    school_staff: User
    clinic_staff: User
    school_officer: User
    clinic_officer: User
    city: User
    administrator: User
    pupil: Volunteer
    nurse: Volunteer
    pupil_account: User
    nurse_account: User
    nobody: User
    now: datetime = NOON

    @property
    def today(self) -> date:
        return self.now.date()


def a_town() -> Town:
    school, clinic = a_unit("EDU", name="開心國小"), a_unit("HEA", name="安平衛生所")
    pupil_account, nurse_account = a_user("施予晴"), a_user("林子洵")
    return Town(
        school=school,
        clinic=clinic,
        school_staff=staff_of(school, name="郭沛恩"),
        clinic_staff=staff_of(clinic, name="許禾安"),
        school_officer=officer_of("EDU", name="教育局承辦"),
        clinic_officer=officer_of("HEA", name="衛生局承辦"),
        city=city_officer(name="社會局承辦"),
        administrator=administrator(name="系統管理者"),
        pupil=a_volunteer("施予晴", unit=school, user=pupil_account),
        nurse=a_volunteer("林子洵", unit=clinic, user=nurse_account),
        pupil_account=pupil_account,
        nurse_account=nurse_account,
        nobody=a_user("沒有職務"),
    )
