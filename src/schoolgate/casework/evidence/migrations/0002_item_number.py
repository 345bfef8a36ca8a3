from collections import Counter

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def number_them(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Each case's items from one on, in the order they came."""
    items = apps.get_model("evidence", "Item")._base_manager
    last: Counter[int] = Counter()
    for pk, case in items.order_by("at", "pk").values_list("pk", "case"):
        last[case] += 1
        items.filter(pk=pk).update(number=last[case])


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="number",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(number_them, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="evidence_is_numbered"),
        ),
    ]
