"""Categories, authorities, districts and training requirements come with ``migrate``."""

from datetime import date

from django.db import migrations

from volunteer_portal.rules.categories import CATEGORIES
from volunteer_portal.rules.districts import DISTRICTS
from volunteer_portal.rules.parameters import STATUTORY


def load(apps, schema_editor):
    Authority = apps.get_model("units", "CompetentAuthority")
    Category = apps.get_model("units", "ServiceCategory")
    Requirement = apps.get_model("units", "TrainingRequirement")
    District = apps.get_model("units", "District")
    authorities = {}
    for position, category in enumerate(CATEGORIES, start=1):
        if category.authority not in authorities:
            authorities[category.authority] = Authority.objects.create(code=category.code, name=category.authority)
        Category.objects.create(
            code=category.code,
            name=category.name,
            aliases=list(category.aliases),
            authority=authorities[category.authority],
            position=position,
        )
    for code, dated in [(None, STATUTORY.basic), *STATUTORY.special.items()]:
        for since in dated.sinces:
            Requirement.objects.create(
                category_id=code, minutes=since.value, effective_from=max(since.day, date(1912, 1, 1)), source=since.source
            )
    District.objects.bulk_create(District(code=code, name=name) for code, name in DISTRICTS.items())


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
