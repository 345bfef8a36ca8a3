"""The ledger is told of the rows that were there before it heard of any."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from schoolgate.casework.cases.proved import tell_of

OF = ("cases", "evidence", "reports", "steps", "letters", "removals", "support")


def tell(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    tell_of(model for label in OF for model in apps.get_app_config(label).get_models())


class Migration(migrations.Migration):
    dependencies = [
        ("board", "0001_initial"),
        ("cases", "0002_complaints"),
        ("evidence", "0002_item_number"),
        ("letters", "0001_initial"),
        ("record", "0003_rows"),
        ("removals", "0001_initial"),
        ("reports", "0001_initial"),
        ("steps", "0002_what_the_policy_waits_for"),
        ("support", "0001_initial"),
    ]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
