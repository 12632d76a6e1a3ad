"""The form's bands as conditions on the population: the rules say where a band lies, the database only compares.

A band of years is a pair of dates, found once by the calendar's own rule, so that 02-29 is the rule's affair and
never that of SQL. Computing a cell and listing the people behind it use the same conditions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from django.db.models import Q

from training.enums import TrainingKind
from volunteer_portal.rules.calendar import add_years
from volunteer_portal.rules.status_report import AGE_BANDS, TRAINING_ROWS, YEARS_BANDS, Band
from volunteers.enums import PUBLIC_OCCUPATIONS, Education, Occupation, Sex

SEX_LEAVES: Mapping[str, str] = MappingProxyType({Sex.MALE.value: "男", Sex.FEMALE.value: "女"})

# Codes of the form's own words; labels cannot serve, they follow the reader's language.
EDUCATION_CODES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "國中以下": frozenset(
            {Education.ILLITERATE, Education.SELF_TAUGHT, Education.PRIMARY, Education.JUNIOR_HIGH},
        ),
        "高中職": frozenset({Education.SENIOR_HIGH}),
        "大專": frozenset({Education.COLLEGE, Education.UNIVERSITY}),
        "研究所": frozenset({Education.MASTER, Education.DOCTOR}),
    }
)
OCCUPATION_CODES: Mapping[str, str] = MappingProxyType(
    {
        "公教現職": Occupation.PUBLIC_SERVING,
        "公教退休": Occupation.PUBLIC_RETIRED,
        "工商界": Occupation.BUSINESS,
        "退休人員": Occupation.RETIRED,
        "家庭管理": Occupation.HOMEMAKER,
        "學生": Occupation.STUDENT,
        "其它": Occupation.OTHER,
    }
)
PUBLIC_CODES = frozenset(str(code) for code in PUBLIC_OCCUPATIONS)
ROW_OF_KIND: Mapping[str, str] = MappingProxyType(
    {str(kind): row for row, kinds in TRAINING_ROWS.items() for kind in TrainingKind.values if kind in kinds}
)


def latest_start(day: date, years: int) -> date:
    """The latest day from which ``years`` completed years have passed by ``day`` (``calendar.completed_years``).

    Whoever starts on 02-29 completes a year on 02-28, so that day may lie one beyond the mirrored one.
    """
    start = add_years(day, -years)
    beyond = start + timedelta(days=1)
    return beyond if add_years(beyond, years) <= day else start


def band_of_years(field: str, band: Band, day: date) -> Q:
    """Rows whose ``field`` began between the years of the band before ``day``."""
    q = Q()
    if band.at_least:
        q &= Q(**{f"{field}__lte": latest_start(day, band.at_least)})
    if band.below is not None:
        q &= Q(**{f"{field}__gt": latest_start(day, band.below)})
    return q


def by_sex(day: date) -> dict[str, Q]:
    """Cells that the form splits by sex: key without the sex → condition on memberships."""
    return {
        **{f"年齡/{band.key}": band_of_years("volunteer__born_on", band, day) for band in AGE_BANDS},
        **{f"教育程度/{level}": Q(volunteer__education__in=sorted(codes)) for level, codes in EDUCATION_CODES.items()},
        "原住民": Q(volunteer__is_indigenous=True),
        **{f"身分別/{name}": Q(volunteer__occupation=code) for name, code in OCCUPATION_CODES.items()},
    }


def by_years(day: date) -> dict[str, Q]:
    """年資, which the form does not split by sex: key → condition on memberships (RPT-25)."""
    return {f"年資/{band.key}": band_of_years("joined_on", band, day) for band in YEARS_BANDS}
