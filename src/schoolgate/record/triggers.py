"""The database's own refusal to change the ledger, on SQLite and on PostgreSQL."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = {
    "ledger_keeps_rows": "CREATE TRIGGER ledger_keeps_rows BEFORE DELETE ON record_ledgerentry"
    " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END",
    "ledger_keeps_words": "CREATE TRIGGER ledger_keeps_words BEFORE UPDATE ON record_ledgerentry"
    " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END",
    "ledger_keeps_head": "CREATE TRIGGER ledger_keeps_head BEFORE DELETE ON record_ledgerhead"
    " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END",
    "ledger_moves_on": "CREATE TRIGGER ledger_moves_on BEFORE UPDATE ON record_ledgerhead"
    " WHEN NEW.id <> 1 OR NEW.count <> OLD.count + 1"
    " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END",
}
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$
"""
POSTGRESQL = {
    ("record_ledgerentry", "ledger_keeps_rows"): "BEFORE UPDATE OR DELETE ON record_ledgerentry FOR EACH ROW",
    ("record_ledgerentry", "ledger_keeps_all"): "BEFORE TRUNCATE ON record_ledgerentry FOR EACH STATEMENT",
    ("record_ledgerhead", "ledger_keeps_head"): "BEFORE DELETE ON record_ledgerhead FOR EACH ROW",
    ("record_ledgerhead", "ledger_keeps_head_all"): "BEFORE TRUNCATE ON record_ledgerhead FOR EACH STATEMENT",
    ("record_ledgerhead", "ledger_moves_on"): "BEFORE UPDATE ON record_ledgerhead FOR EACH ROW"
    " WHEN (NEW.id <> 1 OR NEW.count <> OLD.count + 1)",
}


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in SQLITE.values():
                cursor.execute(statement)
            return
        cursor.execute(POSTGRESQL_FUNCTION)
        for (_, name), when in POSTGRESQL.items():
            cursor.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION ledger_only_grows()")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for undoing the migration, and for tests that play the intruder."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for table, name in POSTGRESQL:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
