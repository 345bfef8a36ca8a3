"""Passwords that were set before their age was kept count from today."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def count_from_now(apps: Any, _: Any) -> None:
    accounts = apps.get_model("community", "Account").objects.filter(password_set_at__isnull=True)
    accounts.exclude(password__startswith="!").update(password_set_at=timezone.now())  # noqa: S106 (no password)


class Migration(migrations.Migration):
    dependencies = [("community", "0004_mail")]

    operations = [migrations.RunPython(count_from_now, migrations.RunPython.noop)]
