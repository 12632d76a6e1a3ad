"""The codes of the ministry's hours file that are known (IMP-1); their names are not, so a code is its own label."""

from django.db import migrations

CODES = [("item", "0340"), ("content", "0017"), ("area", "B")]


def load(apps, schema_editor):
    ServiceCode = apps.get_model("hours", "ServiceCode")
    for kind, code in CODES:
        ServiceCode.objects.create(kind=kind, code=code, label=code)


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
