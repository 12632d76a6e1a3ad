"""Importing hours from xlsx against its floor and its peer, all in one run, in a database of its own.

    .venv/bin/python benchmarks/hours_import.py --rows 100000 [--format ods] [--rounds 3] [--peer-rows 300] [--profile]

floor: COPY of rows that were judged beforehand, into the same table with its indexes, keys, checks and history rows.
ours:  read the file, find the people, judge every row by every rule, COPY, history rows; deferred keys checked.
peer:  django-import-export as its manual shows it (ForeignKeyWidget, skip_unchanged), and tuned by hand (bulk, people
       and facts looked up once); both judge the verdict, and are measured on fewer rows and scaled.
Two rows in a hundred are refused. Memory is that of a process of its own, above what it holds before it reads the file.
"""

# ruff: noqa: ANN001, ANN003, ANN201, ANN202, ARG002, PLC0415  each case imports what it measures
import argparse
import cProfile
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "volunteer_portal.settings.test")

ROWS_EACH = 50
HEAD = (
    "姓名", "身分證字號", "服務日期起", "服務日期訖", "服務項目", "服務內容", "服務時數-小時", "服務時數-分鐘",
    "受服務人次", "交通費", "誤餐費", "服務區域", "備註", "匯入動作", "序號", "國外參與服務人次", "國內參與服務人次",
)  # fmt: skip
FIRST = date(2022, 1, 1)
TODAY = date(2026, 7, 31)


def people_of(rows):
    from tests.factories.numbers import national_id

    return [(f"志工{n:05d}", national_id(n)) for n in range(1, max(1, rows // ROWS_EACH) + 1)]


def month(n):
    start = date(FIRST.year + n // 12, n % 12 + 1, 1)
    return start, date(start.year + start.month // 12, start.month % 12 + 1, 1) - timedelta(days=1)


def roc(day):
    return f"{day.year - 1911}{day.month:02}{day.day:02}"


def lines_of(rows):
    """Rows of the file; every fiftieth has a number that cannot be right."""
    people = people_of(rows)
    for n in range(rows):
        name, number = people[n % len(people)]
        start, end = month(n // len(people))
        wrong = n % 50 == 7
        number = f"{number[:-1]}{(int(number[-1]) + 1) % 10}" if wrong else number
        yield (
            name,
            number,
            roc(start),
            roc(end),
            "0340",
            "0017",
            6 + n % 9,
            n % 60,
            10 + n % 40,
            0,
            0,
            "B",
            "",
            "A",
            "",
            0,
            0,
        )


def write_file(path, rows):
    from volunteer_portal.tabular.writing import open_stream

    with path.open("wb") as file, open_stream(file, path.suffix[1:], "時數", [12.0] * len(HEAD)) as sheet:
        sheet.head(HEAD)
        sheet.rows(lines_of(rows))


def populate(rows):
    """A unit, its members, and their training: most are trained, some in the middle, some never."""
    from django.utils import timezone

    from tests.factories.units import a_unit
    from training.services import batch as trainings
    from volunteer_portal.rules import identity
    from volunteers.services import batch

    unit = a_unit("SW", code="BENCH")
    fields = {"sex": "F", "born_on": date(1970, 1, 1), "education": "university", "occupation": "other"}
    people = [batch.NewPerson(name, identity.check(number), fields) for name, number in people_of(rows)]
    keys = batch.add_people(people=people, now=timezone.now())
    batch.add_memberships(memberships=[batch.NewMembership(key, unit.pk, date(2020, 1, 1)) for key in keys])
    details = ("課程", None, None, 360, "", "")
    courses = []
    for place, key in enumerate(keys):
        day = date(2021, 3, 1) if place % 10 < 7 else date(2023, 3, 1)
        if place % 10 < 9:
            courses.append(trainings.NewCompletion(key, "basic", None, day, details))
            courses.append(trainings.NewCompletion(key, "special", "SW", day, details))
    trainings.add_completions(completions=courses, unit_id=unit.pk, by_id=None, now=timezone.now())
    return unit


def spent():
    """Seconds of processor that this process, its children and its database session have used so far."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return sum(os.times()[:4]) + (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


class Undone(Exception):
    """Leave the tables as they were."""


def timed(work):
    """Seconds by the clock and of processor, and the answer, of ``work`` in a transaction that is rolled back.

    Deferred checks are included.
    """
    from django.db import connection, transaction

    seconds, used, answer = 0.0, 0.0, None
    try:
        with transaction.atomic():
            before, started = spent(), time.perf_counter()
            answer = work()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            seconds, used = time.perf_counter() - started, spent() - before
            raise Undone  # noqa: TRY301 - the way out of a transaction
    except Undone:
        pass
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE hours_servicerecord")
        cursor.execute("VACUUM hours_servicerecordevent")
    return seconds, used, answer


def ours(path, unit):
    from django.utils import timezone

    from volunteer_portal.intake.committing import run
    from volunteer_portal.intake.kinds import kind_of
    from volunteer_portal.tabular.reading import read_sheet

    sheet = read_sheet(path, path.name)
    return run(kind_of("hours"), sheet, unit, today=TODAY, now=timezone.now(), good_rows=True, consume=True)


def judged_rows(path, unit):
    from volunteer_portal.intake.kinds import kind_of
    from volunteer_portal.intake.planning import plan
    from volunteer_portal.tabular.reading import read_sheet

    made = plan(kind_of("hours"), read_sheet(path, path.name), unit, today=TODAY)
    return [row.payload for row in made.to_write()]


def floor(records):
    from django.utils import timezone

    from hours.services.batch import add_records

    add_records(records=records, by_id=None, now=timezone.now())


def peer(path, unit, *, tuned):
    import tablib
    from django.utils import timezone
    from import_export import fields, resources, widgets

    from hours.models import ServiceRecord
    from hours.services.judging import cases_of
    from volunteer_portal.rules.roc import parse_date
    from volunteers.identity import index_of
    from volunteers.models import Volunteer

    class Day(widgets.Widget):
        def clean(self, value, row=None, **kwargs):
            return parse_date(value)

        def render(self, value, obj=None, **kwargs):
            return str(value)

    known = {bytes(v.id_index): v for v in Volunteer.objects.all()} if tuned else {}
    cases = cases_of([v.pk for v in known.values()]) if tuned else {}

    class Person(widgets.ForeignKeyWidget):
        def clean(self, value, row=None, **kwargs):
            if tuned:
                return known[index_of(value)]
            return Volunteer.objects.get(id_index=index_of(value))

    class Hours(resources.ModelResource):
        volunteer = fields.Field("volunteer", "身分證字號", Person(Volunteer))
        served_from = fields.Field("served_from", "服務日期起", Day())
        served_to = fields.Field("served_to", "服務日期訖", Day())
        item_code = fields.Field("item_code", "服務項目")
        content_code = fields.Field("content_code", "服務內容")
        minutes = fields.Field("minutes", "分鐘", widgets.IntegerWidget())
        people_served = fields.Field("people_served", "受服務人次", widgets.IntegerWidget())

        class Meta:
            model = ServiceRecord
            fields = ("volunteer", "served_from", "served_to", "item_code", "content_code", "minutes", "people_served")
            import_id_fields = () if tuned else ("volunteer", "served_from", "served_to", "item_code", "content_code")
            force_init_instance = tuned
            skip_unchanged = not tuned
            skip_diff = use_bulk = tuned
            skip_html_diff = tuned
            batch_size = 1000

        def before_import_row(self, row, **kwargs):
            row["分鐘"] = int(row["服務時數-小時"]) * 60 + int(row["服務時數-分鐘"])

        def before_save_instance(self, instance, row, **kwargs):
            instance.unit, instance.category_id, instance.recorded_at = unit, "SW", timezone.now()
            case = cases[instance.volunteer_id] if tuned else cases_of([instance.volunteer_id])[instance.volunteer_id]
            instance.verdict = case.judge(
                unit_id=unit.pk, category="SW", served_from=instance.served_from, served_to=instance.served_to
            ).verdict.value

    dataset = tablib.Dataset().load(path.read_bytes(), format="xlsx")
    result = Hours().import_data(dataset, dry_run=False, raise_errors=False, use_transactions=False)
    return result.totals["new"]


def memory(path, unit):
    """Peak of this process above what it holds before the file is read, in MiB."""
    from volunteer_portal.intake.kinds import kinds

    kinds()
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    idle = peak()
    timed(lambda: ours(path, unit))
    return peak() - idle


def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def compare(arguments, folder):
    path, few = folder / f"hours.{arguments.format}", folder / "few.xlsx"
    tuned_rows = min(arguments.rows, arguments.peer_rows * 10)
    write_file(path, arguments.rows)
    unit = populate(arguments.rows)
    records = judged_rows(path, unit)
    if arguments.profile:
        profile = cProfile.Profile()
        profile.runcall(timed, lambda: ours(path, unit))
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
    rounds = [(*timed(lambda: floor(records)), *timed(lambda: ours(path, unit))) for _ in range(arguments.rounds)]
    lowest, least, mine, used = (statistics.median(each[place] for each in rounds) for place in (0, 1, 3, 4))
    outcome = rounds[0][5]
    if outcome.created != len(records):
        raise SystemExit("ours wrote other rows than the floor")
    print(f"rows in the file            {arguments.rows:>10,}  ({arguments.format}; refused {outcome.refused:,})")
    print(f"floor: COPY of judged rows  {lowest:>10.2f} s {len(records) / lowest:>10,.0f} rows/s")
    print(f"ours: file to history rows  {mine:>10.2f} s {arguments.rows / mine:>10,.0f} rows/s")
    print(f"ours ÷ floor                {mine / lowest:>10.2f}")
    print(f"the same, of processor time {used / least:>10.2f}   ({used:.2f} s ÷ {least:.2f} s)")
    for name, rows, tuned in (("as documented", arguments.peer_rows, False), ("tuned by hand", tuned_rows, True)):
        write_few(few, rows, arguments.rows, without_bad=tuned)
        seconds, _used, written = timed(lambda tuned=tuned: peer(few, unit, tuned=tuned))
        scaled = seconds * arguments.rows / rows
        print(f"peer, {name:<15} {scaled:>16.1f} s {rows / seconds:>10,.0f} rows/s  measured on {rows:,} rows, scaled")
        print(f"peer ÷ ours                 {scaled / mine:>10.1f}   ({written:,} rows written)")
    child = [sys.executable, __file__, "--rows", str(arguments.rows), "--memory", str(path)]
    found = subprocess.run(child, capture_output=True, text=True, check=True)
    print(f"memory above idle           {float(found.stdout.split()[-1]):>10.0f} MiB")


def write_few(path, rows, of, *, without_bad):
    from volunteer_portal.tabular.writing import open_stream

    with path.open("wb") as file, open_stream(file, "xlsx", "時數", [12.0] * len(HEAD)) as sheet:
        sheet.head(HEAD)
        chosen = [line for n, line in enumerate(lines_of(of)) if not (without_bad and n % 50 == 7)]
        sheet.rows(chosen[:rows])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--format", choices=["xlsx", "ods", "csv"], default="xlsx")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-rows", type=int, default=300)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--memory", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()

    import django
    from django.conf import settings

    print(f"database of its own under {settings.PORTAL_DATA}", file=sys.stderr)  # settings say where the servers stand

    from volunteer_portal.embedded.addresses import embedded_services

    if arguments.memory:
        django.setup()
        from django.db import connection

        connection.settings_dict["NAME"] = "portal_benchmark"
        from units.models import OperatingUnit

        print(memory(arguments.memory, OperatingUnit.objects.get(code="BENCH")))
        return
    with embedded_services(), tempfile.TemporaryDirectory() as folder:
        django.setup()
        from django.db import connection

        connection.settings_dict["TEST"]["NAME"] = "portal_benchmark"
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            compare(arguments, Path(folder))
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


if __name__ == "__main__":
    main()
