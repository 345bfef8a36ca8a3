"""What an entry says of rows. SQLite makes the table anew for it, and with it go the triggers."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from schoolgate.record import triggers


def install(_: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.install(schema_editor.connection)


def remove(_: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("record", "0002_ledger_guards")]
    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField("ledgerentry", "rows", models.TextField(blank=True, default="")),
        migrations.RunPython(install, remove),
    ]
