"""OneRoster 1.1 and 1.2, as CSV tables: from a set of them to one school's roster."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from schoolgate.community.roster.reading.classes import read_classes, read_members, read_terms
from schoolgate.community.roster.reading.families import read_families
from schoolgate.community.roster.reading.model import PARENT, PUPIL, STAFF, Known, Roster
from schoolgate.community.roster.reading.orgs import Orgs
from schoolgate.community.roster.reading.packing import Package
from schoolgate.community.roster.reading.problems import Problems
from schoolgate.community.roster.reading.sets import OneRosterSet
from schoolgate.community.roster.reading.tables import ABSENT, BULK, DELTA, Table, modes
from schoolgate.community.roster.reading.users import read_births, read_roles_alone, read_users


def read_oneroster(
    package: Package,
    *,
    school: str,
    org: str,
    on: date,
    known: Known,
    problems: Problems,
    step: Callable[[], None],
) -> tuple[Roster, dict[str, str]]:
    """The roster of one school, right only while there are no problems, and the schools of the file, key -> name.

    `org` is the school's key where it is known already. `step` is called as each table is done.
    """
    version, how = modes(package, problems)
    _say_what_is_missing(how, problems)
    orgs = Orgs(Table(package, "orgs", version, how["orgs"], problems), school, org, problems=problems)
    roster = Roster(whole=how["users"] == BULK, file=package.name)
    read = OneRosterSet(package, version, how, on.isoformat(), known, problems, orgs, roster)
    step()
    if read.here("users"):
        users = read_users(read)
        step()
        read_families(read, users)
    elif read.here("roles"):
        read_roles_alone(read)
    if read.here("demographics"):
        read_births(read)
    step()
    classes = read_classes(read) if read.here("classes") else None
    if read.here("enrollments"):
        read_members(read, classes)
    step()
    if read.here("academicSessions"):
        read_terms(read)
    roster.org = orgs.chosen
    roster.speaks_of = frozenset({STAFF, PUPIL, PARENT})
    roster.given = frozenset(role for entry in roster.people.values() for role in entry.roles or ())
    return roster, orgs.schools


def _say_what_is_missing(how: dict[str, str], problems: Problems) -> None:
    """All the users come with all the organisations and, in 1.2, all the roles."""
    if all(mode == ABSENT for mode in how.values()) and not problems:
        problems.add("manifest.csv", 0, "missing_file", "None of the tables that we read is here.")
    for table in ("orgs", "roles"):
        if how["users"] != BULK or how.get(table, BULK) == BULK or f"{table}.csv" in {p.file for p in problems.listed}:
            continue
        if how[table] == DELTA:
            message = f"users.csv holds everybody and {table}.csv only changes. Export both in the same way."
            problems.add("manifest.csv", 0, "bad_manifest", message)
        else:
            message = f"{table}.csv is missing: with all the users, it has to come too."
            problems.add(f"{table}.csv", 0, "missing_file", message)
