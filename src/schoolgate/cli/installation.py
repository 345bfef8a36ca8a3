"""Open the installation that SCHOOLGATE_DATA names."""

from __future__ import annotations

import os

SETTINGS = "schoolgate.web.settings"


def start() -> None:
    """Make Django ready, with nothing but the settings."""
    import django

    os.umask(0o077)  # what an installation writes is its owner's alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


def start_record() -> None:
    """The same for the record alone, which is all that the ledger needs and starts four times as fast."""
    import django
    from django.conf import settings

    from schoolgate.web import environment

    folder = environment.data_folder()
    settings.configure(
        DATA=folder,
        DATABASES={"default": environment.database(folder)},
        INSTALLED_APPS=["schoolgate.record"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()


def is_there() -> bool:
    """Whether the database is there and has a ledger. Never makes one."""
    from pathlib import Path

    from django.db import DatabaseError, connection

    name = str(connection.settings_dict["NAME"])
    in_a_file = connection.vendor == "sqlite" and "memory" not in name
    if in_a_file and not Path(name).is_file():
        return False
    try:
        return "record_ledgerhead" in connection.introspection.table_names()
    except DatabaseError:
        return False


def prepare() -> None:
    """Bring the database up to date, making the folder and the database where there is none."""
    from django.conf import settings
    from django.core.management import call_command

    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
