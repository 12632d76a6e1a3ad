"""The half-year report as ratios: one unit, the largest unit, the city, all cases interleaved in one run.

    .venv/bin/python benchmarks/status_report.py --records 5000000 --people 100000 [--units 1200] [--rounds 3] [--keep]

Ours is the portal's own computing, through the application: six queries, whatever the number of units. It is held
against one ORM query a cell (the usual way), and against the floor: a sequential scan of the hours and of the people
of the period, with no index and no figure but one sum. Data is made by bulk SQL in a scratch database of its own.
"""

# ruff: noqa: ANN001, ANN202, E501, PLC0415  the portal is imported once its database is named
import argparse
import os
import statistics
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SCRATCH = "benchmark_status_report"
GOALS = {"city ÷ floor": 2.0, "peer ÷ ours": 15.0, "queries": 20}

FILL = """
INSERT INTO units_operatingunit (code, name, category_id, sector, address, phone, exempt_from_prior_filing, created_at)
SELECT 'B' || i, '單位' || i, (ARRAY['SW','EDU','HEA','ENV'])[1 + i % 4], 'private', '', '', false, now()
FROM generate_series(1, {units}) i;

INSERT INTO volunteers_volunteer (ref, name, roman_name, name_folded, id_kind, id_cipher, id_key, id_index, id_masked,
    sex, born_on, is_indigenous, education, occupation, phone, mobile, email, postcode, county, district, address,
    emergency_name, emergency_phone, skills, licences, photo, created_at, updated_at)
SELECT gen_random_uuid(), '志工' || i, '', '志工' || i, 'national', '\\x00', 'k', decode(md5(i::text), 'hex'), 'A12****789',
    (ARRAY['M','F','F'])[1 + i % 3], date '1935-01-01' + (i * 7919 % 30000), i % 50 = 0,
    (ARRAY['illiterate','self_taught','primary','junior_high','senior_high','college','university','master','doctor'])[1 + i % 9],
    (ARRAY['public_serving','public_retired','business','retired','homemaker','student','other'])[1 + i % 7],
    '', '', '', '', '', '', '', '', '', '', '', '', now(), now()
FROM generate_series(1, {people}) i;

-- one unit in a hundred holds a tenth of all people: the largest is far larger than most
INSERT INTO volunteers_membership (volunteer_id, unit_id, joined_on, left_on, left_reason)
SELECT v.id, u.first + CASE WHEN v.id % 10 = 0 THEN v.id / 10 % greatest(1, {units} / 100) ELSE v.id * 31 % {units} END,
    date '2005-01-01' + (v.id * 104729 % 7000)::int, CASE WHEN v.id % 20 = 0 THEN date '2025-01-01' + (v.id % 400)::int END, ''
FROM volunteers_volunteer v, (SELECT min(id) AS first FROM units_operatingunit) u;

INSERT INTO training_completion (volunteer_id, kind, category_id, course_name, minutes, organiser, certificate_number,
    certificate_file, completed_on, evidence, recorded_at, revoked_reason)
SELECT v.id, kind, CASE WHEN kind = 'special' THEN 'SW' END, '', 360, '', '', '',
    date '2015-01-01' + (v.id * 37 % 4100)::int, 'certificate', now(), ''
FROM volunteers_volunteer v, unnest(ARRAY['basic','special','in_service']) kind;

INSERT INTO recordbook_recordbook (volunteer_id, book_number, category_id, issuer, issued_on, issue_kind, state)
SELECT id, 'B' || id, 'SW', '', date '2015-01-01' + (id * 41 % 4100)::int, 'first', 'live'
FROM volunteers_volunteer WHERE id % 3 > 0;

INSERT INTO insurance_insurancecontract (unit_id, insurer, policy_number, scope, scope_text, created_at)
SELECT id, '新光產險', '', 'other', '', now() FROM units_operatingunit;
INSERT INTO insurance_coverage (volunteer_id, unit_id, contract_id, starts_on, ends_on)
SELECT m.volunteer_id, m.unit_id, c.id, date '2026-01-01', date '2026-12-31'
FROM volunteers_membership m JOIN insurance_insurancecontract c USING (unit_id) WHERE m.volunteer_id % 10 > 0;

-- ten years of records, so that a half-year holds a twentieth of them
INSERT INTO hours_servicerecord (volunteer_id, unit_id, category_id, served_from, served_to, item_code, content_code,
    area_code, minutes, people_served, transport_fee, meal_fee, people_abroad, people_at_home, note, verdict,
    recorded_at, reason)
SELECT m.volunteer_id, m.unit_id, 'SW', d, d, '', n::text, '', 60 + (n * 7 % 180)::int, (n % 30)::int, 0, 0, 0, 0, '',
    CASE WHEN n % 7 = 0 THEN 'no_special' ELSE 'counted' END, now(), ''
FROM (SELECT *, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS members FROM volunteers_membership) m
CROSS JOIN LATERAL generate_series(m.place, {records}, m.members) n
CROSS JOIN LATERAL (SELECT date '2016-07-01' + (n * 7919 % 3650)::int AS d) days;
"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=500_000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--units", type=int, default=1_200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="keep the scratch database, and use one that is there")
    asked = parser.parse_args(arguments)
    from volunteer_portal.embedded.addresses import database_url, embedded_services

    with embedded_services() or nullcontext():
        parts = urlsplit(database_url())
        with psycopg.connect(database_url(), autocommit=True) as outside:
            known = outside.execute("SELECT 1 FROM pg_database WHERE datname = %s", [SCRATCH]).fetchone()
            if known and not asked.keep:
                outside.execute(f"DROP DATABASE {SCRATCH} WITH (FORCE)")
                known = None
            if not known:
                outside.execute(f"CREATE DATABASE {SCRATCH}")
            os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{SCRATCH}"))
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "volunteer_portal.settings.dev")
            import django

            django.setup()
            try:
                if not known:
                    fill(asked)
                return compare(asked)
            finally:
                from django.db import connections

                connections.close_all()
                if not asked.keep:
                    outside.execute(f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)")


def fill(asked: argparse.Namespace) -> None:
    """The portal's own tables and indexes, filled without its triggers."""
    from django.core.management import call_command
    from django.db import connection

    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names()
            if name.startswith(("units_", "volunteers_", "hours_"))
        ]
        tables += ["training_completion", "recordbook_recordbook", "insurance_coverage", "insurance_insurancecontract"]
        for name in tables:
            cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        for statement in FILL.split(";\n\n"):
            cursor.execute(statement.format(records=asked.records, people=asked.people, units=asked.units))
        cursor.execute("VACUUM ANALYZE")
    print(
        f"{asked.records:,} records, {asked.people:,} people, {asked.units:,} units made in {time.perf_counter() - started:.0f} s"
    )


def compare(asked: argparse.Namespace) -> int:
    from django.db import connection
    from django.db.models import Count
    from django.test.utils import CaptureQueriesContext

    from reports.computing import compute, compute_city
    from volunteer_portal.rules.calendar import HalfYear
    from volunteers.models import Membership

    period = HalfYear(115, 1)
    sizes = list(
        Membership.objects.order_by()
        .values("unit_id")
        .annotate(n=Count("pk"))
        .order_by("n")
        .values_list("unit_id", "n")
    )
    (typical, people), (largest, most) = sizes[len(sizes) // 2], sizes[-1]
    scopes = {f"one unit ({people:,} people)": typical, f"largest unit ({most:,} people)": largest, "city": None}
    counts = CellByCell(period)
    cases = {}
    for name, unit_id in scopes.items():
        cases[name, "ours"] = (
            (lambda u=unit_id: compute(u, period).cells) if unit_id else lambda: compute_city(period).cells
        )
        cases[name, "one query a cell"] = lambda u=unit_id: counts.cells(u)
        cases[name, "floor"] = lambda u=unit_id: scan(period, u)
    for name in scopes:
        ours, peer = cases[name, "ours"](), cases[name, "one query a cell"]()
        differing = {key: (ours[key], peer[key]) for key in peer if ours[key] != peer[key]}
        assert not differing, f"{name}: {differing}"
        with CaptureQueriesContext(connection) as queries:
            cases[name, "ours"]()
        assert len(queries) <= GOALS["queries"], len(queries)
    times: dict[tuple[str, str], list[float]] = {key: [] for key in cases}
    for _ in range(asked.rounds):
        for key, case in cases.items():
            started = time.perf_counter()
            case()
            times[key].append(time.perf_counter() - started)
    return show(scopes, {key: statistics.median(each) for key, each in times.items()})


def show(scopes: dict[str, int | None], median: dict[tuple[str, str], float]) -> int:
    print(f"\n{'':32}{'ours':>10}{'a query a cell':>18}{'floor':>10}{'÷ floor':>10}{'peer ÷ ours':>14}")
    missed = []
    for name in scopes:
        ours, peer, floor = (median[name, each] for each in ("ours", "one query a cell", "floor"))
        print(
            f"{name:32}{ours * 1000:8.1f}ms{peer * 1000:16.1f}ms{floor * 1000:8.1f}ms{ours / floor:10.2f}{peer / ours:14.1f}"
        )
        if name == "city":
            missed += [f"city ÷ floor {ours / floor:.2f}"] if ours / floor > GOALS["city ÷ floor"] else []
            missed += [f"peer ÷ ours {peer / ours:.1f}"] if peer / ours < GOALS["peer ÷ ours"] else []
    print("goals: city ÷ floor ≤ 2.0, peer ÷ ours ≥ 15:", "missed: " + ", ".join(missed) if missed else "met")
    return bool(missed)


class CellByCell:
    """The usual way: one ORM query for each cell, joins and all."""

    def __init__(self, period) -> None:
        self.period = period

    def cells(self, unit_id: int | None) -> dict[str, int]:
        from reports.bands import PUBLIC_CODES, by_sex, by_years
        from volunteer_portal.rules.status_report import TRAINING_ROWS

        day = self.period.ends_on
        found = {}
        sexes = (("男", "M"), ("女", "F"))
        people = self._people(unit_id)
        found["計"] = people.count()
        for leaf, sex in sexes:
            of_sex = people.filter(volunteer__sex=sex)
            found[leaf] = of_sex.count()
            for key, q in by_sex(day).items():
                found[f"{key}/{leaf}"] = of_sex.filter(q).count()
            found[f"領有紀錄冊/{leaf}"] = (
                of_sex.filter(volunteer__books__state="live", volunteer__books__issued_on__lte=day).distinct().count()
            )
            found[f"志工保險/{leaf}"] = (
                of_sex.filter(volunteer__coverages__starts_on__lte=day, volunteer__coverages__ends_on__gte=day)
                .distinct()
                .count()
            )
        for key, q in by_years(day).items():
            found[key] = people.filter(q).count()
        for row, kinds in {**TRAINING_ROWS, "合計": frozenset().union(*TRAINING_ROWS.values())}.items():
            found |= self._training(row, kinds, unit_id)
        records = self._records(unit_id).filter(verdict="counted")
        public = records.filter(volunteer__occupation__in=PUBLIC_CODES)
        other = records.exclude(volunteer__occupation__in=PUBLIC_CODES)
        found["接受服務人次"] = self._sum(records, "people_served")
        for key, rows in (("合計", records), ("公教", public), ("非公教", other)):
            found[f"時數/{key}"] = self._sum(rows, "minutes")
        return found

    def _people(self, unit_id):
        from volunteers.models import Membership

        rows = Membership.objects.population_on(self.period.ends_on)
        return rows.filter(unit=unit_id) if unit_id else rows

    def _records(self, unit_id):
        from hours.models import ServiceRecord

        rows = ServiceRecord.objects.ending_in(self.period.starts_on, self.period.ends_on)
        return rows.filter(unit=unit_id) if unit_id else rows

    def _training(self, row, kinds, unit_id) -> dict[str, int]:
        from training.models import Completion

        rows = Completion.objects.standing().filter(
            completed_on__range=(self.period.starts_on, self.period.ends_on),
            kind__in=sorted(kinds),
            volunteer__in=self._people(unit_id).values("volunteer"),
        )
        return {f"訓練/{row}/人次": rows.count(), f"訓練/{row}/時數": self._sum(rows, "minutes")}

    @staticmethod
    def _sum(rows, name: str) -> int:
        from django.db.models import Sum

        return rows.aggregate(total=Sum(name, default=0))["total"]


def scan(period, unit_id: int | None) -> None:
    """A sequential scan of the hours and one of the people, with one sum each: the least without an index."""
    from django.db import connection, transaction

    where = f" AND unit_id = {unit_id}" if unit_id else ""
    with transaction.atomic(), connection.cursor() as cursor:
        for name in ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan"):
            cursor.execute(f"SET LOCAL {name} = off")
        cursor.execute(
            f"SELECT sum(counted_minutes) FROM hours_servicerecord WHERE served_to BETWEEN %s AND %s{where}",
            [period.starts_on, period.ends_on],
        )
        cursor.execute(
            f"""SELECT count(*), count(*) FILTER (WHERE v.sex = 'M') FROM volunteers_membership m
                JOIN volunteers_volunteer v ON v.id = m.volunteer_id
                WHERE m.joined_on <= %s AND (m.left_on IS NULL OR m.left_on > %s){where}""",
            [period.ends_on, period.ends_on],
        )
        cursor.fetchall()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
