"""`schoolgate manage …`: Django's own commands, for whoever looks after the installation."""

from __future__ import annotations

import os
from collections.abc import Sequence

from schoolgate.cli.installation import SETTINGS


def run(rest: Sequence[str]) -> int:
    from django.core.management import execute_from_command_line

    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    execute_from_command_line(["schoolgate manage", *rest])
    return 0
