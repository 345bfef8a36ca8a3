"""Carrying out a plan: the rows of each table in as few statements as the database allows.

An import writes up to a million rows in one transaction, so they do not become objects on the way.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, models
from django.db.models import F, Max, Q
from django.utils import timezone

from schoolgate.community.models import (
    Account,
    FamilyLink,
    Group,
    Invitation,
    Membership,
    Person,
    RoleHolding,
    School,
    Term,
)
from schoolgate.community.roles import SIGNS_IN
from schoolgate.community.roster.plan import Plan, Ref
from schoolgate.community.roster.reading.model import SHEET
from schoolgate.community.roster.school import BROUGHT

CHUNK = 500


def write(school: School, plan: Plan, on: date) -> None:
    """Carry out a plan, within a change that was already allowed."""
    today = on.isoformat()
    people = _people(school, plan)
    groups = _groups(school, plan, today)

    def whom(ref: Ref) -> int:
        return ref if isinstance(ref, int) else people[ref]

    holdings = ((whom(ref), role, called, today) for ref, role, called in plan.begins)
    _insert(RoleHolding, ("person", "role", "called", "from_date"), holdings)
    _update(RoleHolding, ("to_date",), ((max(on, begins).isoformat(), pk) for pk, begins in plan.ends))
    # A role that ends and begins again on one day has two holdings; nobody has two that are open.
    _delete(FamilyLink, plan.links_gone)
    _update(FamilyLink, ("kind",), ((FamilyLink.Kind.PARENT.value, pk) for pk in plan.links_to_parent))
    links = ((whom(adult), whom(child), kind) for adult, child, kind in plan.links)
    _insert(FamilyLink, ("adult", "child", "kind"), links)
    _delete(Membership, plan.members_gone)
    _update(Membership, ("leads",), plan.members_lead)
    members = (
        (group if isinstance(group, int) else groups[group], whom(person), leads)
        for group, person, leads in plan.members
    )
    _insert(Membership, ("group", "person", "leads"), members)
    _insert(
        Term, ("school", "sourced_id", "name", "first_day", "last_day"), ((school.pk, *term) for term in plan.terms)
    )
    _update(Term, ("name", "first_day", "last_day"), plan.terms_changed)
    _delete(Term, plan.terms_gone)
    _close_to(school, plan.left, on)
    _end_old_links(school, plan.readdressed)


def _people(school: School, plan: Plan) -> dict[str, int]:
    """Write new people and changed ones. Returns the new ones' numbers by their key in the file."""
    _update(Person, BROUGHT, ((*values[:5], values[5] or None, *values[6:], pk) for pk, values in plan.updates.items()))
    if not plan.new:
        return {}
    last = Person.objects.of(school).aggregate(last=Max("pk"))["last"] or 0
    # Somebody without a key gets one of our own: it says that an import brought them.
    own = f"{SHEET}{secrets.token_hex(8)}:"
    keys = {entry.key if entry.keyed else f"{own}{number}": entry.key for number, entry in enumerate(plan.new)}
    rows = (
        (school.pk, e.name, e.given, e.family, e.address or "", e.year or "", e.birth_date or None, key)
        for key, e in zip(keys, plan.new, strict=True)
    )
    _insert(Person, ("school", *BROUGHT[:-1]), rows)
    written = Person.objects.of(school).filter(pk__gt=last).order_by().values_list("sourced_id", "pk")
    return {keys[key]: pk for key, pk in written.iterator(chunk_size=5000) if key in keys}


def _groups(school: School, plan: Plan, today: str) -> dict[str, int]:
    _update(Group, ("name", "ended_on"), ((name, None, pk) for name, pk in plan.groups_again))
    _update(Group, ("ended_on",), ((today, pk) for pk in plan.groups_ended))
    _insert(Group, ("school", "sourced_id", "name"), ((school.pk, key, name) for key, name in plan.groups))
    return dict(Group.objects.of(school).exclude(sourced_id="").values_list("sourced_id", "pk"))


def _close_to(school: School, left: list[int], on: date) -> None:
    """Leavers: the day they left, their open invitations, and the sessions of those whom no school has any more."""
    for some in _chunks(left):
        people = Person.objects.of(school).filter(pk__in=some)
        people.update(left_on=on)
        Invitation.objects.of(school).filter(person__in=some, used_at=None, ended_at=None).update(
            ended_at=timezone.now()
        )
        running = RoleHolding.unscoped.filter(
            Q(to_date__isnull=True) | Q(to_date__gt=on), role__in=SIGNS_IN, from_date__lte=on
        )
        still = running.filter(person__account=models.OuterRef("pk"))
        closed = Account.objects.filter(persons__in=people).exclude(models.Exists(still))
        for account in closed:
            account.end_sessions()


def _end_old_links(school: School, readdressed: list[int]) -> None:
    """End links that were sent to an address which is no longer somebody’s. Who signs in is written to elsewhere."""
    for some in _chunks(readdressed):
        waiting = Invitation.objects.of(school).filter(person__in=some, used_at=None, ended_at=None)
        without = waiting.filter(person__account=None, person__offered_to=None)
        without.exclude(address__iexact=F("person__address")).update(ended_at=timezone.now())


def _chunks(items: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _insert(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows with these fields, days as ISO text; the others get what the model says."""
    fields = {field.name: field for field in model._meta.concrete_fields if not field.primary_key}
    others = [field for name, field in fields.items() if name not in names]
    constant = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    columns = _quoted(*(fields[name].column for name in names), *(field.column for field in others))
    table, marks = _quoted(model._meta.db_table)[0], ", ".join(["%s"] * len(columns))
    # Every name in it is the model's own.
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
    _many(sql, (row + constant for row in rows))


def _update(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows of new values and, last, the row's number."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    sets = ", ".join(f"{column} = %s" for column in _quoted(*(fields[name].column for name in names)))
    table, key = _quoted(model._meta.db_table, model._meta.pk.column)
    _many(f"UPDATE {table} SET {sets} WHERE {key} = %s", rows)  # noqa: S608


def _quoted(*names: str | None) -> list[str]:
    return [connection.ops.quote_name(name or "") for name in names]


def _many(sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        for some in _chunks(rows, 5000):
            cursor.executemany(sql, some)


def _delete(model: type[models.Model], pks: Iterable[int]) -> None:
    for some in _chunks(pks):
        model._base_manager.filter(pk__in=some).delete()
