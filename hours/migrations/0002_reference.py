"""The codes of the ministry's hours file that are known (IMP-1). Others are kept as text and warned about."""

from django.db import migrations

CODES = [("item", "0340", "社會福利服務"), ("content", "0017", "關懷訪視"), ("area", "B", "市內")]


def load(apps, schema_editor):
    ServiceCode = apps.get_model("hours", "ServiceCode")
    for kind, code, label in CODES:
        ServiceCode.objects.create(kind=kind, code=code, label=label)


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
