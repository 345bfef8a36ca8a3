"""Files of the vault that no row speaks of: what a change that was undone left behind. They are destroyed."""

from __future__ import annotations

from datetime import timedelta

from django.apps import apps

from schoolgate.record import vault

OLDER_THAN = timedelta(days=1)
"""A file is there before its row is: younger ones may belong to a change that is under way."""


def sweep_vault() -> int:
    """Destroy them. How many there were."""
    # Every model that keeps a file says so by the kind of its field: none can be forgotten.
    known: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, vault.VaultKey):
                known.update(model._base_manager.values_list(field.attname, flat=True))
    return len(vault.sweep(known, OLDER_THAN))
