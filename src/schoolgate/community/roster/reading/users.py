"""The people of a OneRoster set: users, their roles, the days they were born."""

from __future__ import annotations

from schoolgate.community.roster.reading import standing as standings
from schoolgate.community.roster.reading.cells import is_email, tidy
from schoolgate.community.roster.reading.model import PUPIL, Entry
from schoolgate.community.roster.reading.sets import OneRosterSet
from schoolgate.community.roster.reading.standing import FAMILY, Standing
from schoolgate.community.roster.reading.tables import Table
from schoolgate.community.roster.reading.years import year_of

LONGEST_NAME = 100
COLUMNS = (
    "sourcedId",
    "givenName",
    "familyName",
    "preferredGivenName",
    "preferredFamilyName",
    "email",
    "grades",
    "agentSourcedIds",
    "orgSourcedIds",
    "role",
)


def read_users(read: OneRosterSet) -> Table:
    """Everybody of our school goes to the roster; parents and relatives of no school yet to `maybe`."""
    apart = read.version == "1.2"
    by_user = standings.by_user(read) if apart else {}
    table = read.table("users")
    read.users = table.keys
    for line, gone, values in table.rows(*COLUMNS):
        key, agents = values[0], values[7]
        if apart:
            found = by_user.get(key)
            if found is None and read.whole("roles") and not gone:
                table.wrong(line, "missing_role", f"The user {key[:60]} has no role in roles.csv. Give them one.")
        else:
            found = standings.by_row(read, table, line, values[8], values[9])
        if agents:
            read.agents.append((key, line, agents))
        entry = Entry(key, line, gone=gone)
        if not _place(read, entry, found, apart and not read.whole("roles")):
            continue
        if not entry.gone:
            _name(table, entry, *values[1:5])
            _address(table, entry, values[5])
            _year(table, entry, values[6])
    read.unread = table.unread
    if apart:
        standings.say_strangers(read, by_user)
    return table


def _place(read: OneRosterSet, entry: Entry, found: Standing | None, changes: bool) -> bool:
    """Put somebody where they belong. False for those whom nothing here concerns."""
    ours = entry.key in read.known.people and not read.whole("users")
    if found is None:
        # A list of changes that says nothing of their roles: only somebody whom the school has can be meant.
        if ours:
            read.roster.people[entry.key] = entry
        return ours
    if changes:
        entry.more, entry.ended = found.roles, found.ended
    else:
        entry.roles = found.roles
    if found.here and (found.roles or found.ended or changes):
        read.roster.people[entry.key] = entry
    elif not found.roles.isdisjoint(FAMILY):
        (read.roster.people if ours else read.maybe)[entry.key] = entry
    elif ours:
        # They have gone to another school of the file.
        entry.gone = True
        read.roster.people[entry.key] = entry
    else:
        return False
    return True


def read_roles_alone(read: OneRosterSet) -> None:
    """1.2: changes of roles for people whom this file does not speak of otherwise."""
    for key, found in standings.by_user(read).items():
        if key in read.known.people:
            read.roster.people[key] = Entry(key, found.line, more=found.roles, ended=found.ended)


def read_births(read: OneRosterSet) -> None:
    table = read.table("demographics")
    people = read.roster.people
    for line, gone, (key, born) in table.rows("sourcedId", "birthDate"):
        if born > read.on:
            table.wrong(line, "bad_date", f"birthDate is {born}, and that day is still to come.")
        entry = people.get(key) or read.maybe.get(key)
        if entry is None:
            if not read.is_known(key) and read.whole("users"):
                table.wrong(line, "unknown_reference", f"The user {key[:60]} is not in users.csv.")
            if read.whole("users") or key not in read.known.people:
                continue
            entry = people[key] = Entry(key, line)
        if not gone:
            entry.birth_date = born


def _name(table: Table, entry: Entry, given: str, family: str, called: str, surname: str) -> None:
    entry.given, entry.family = tidy(given), tidy(family)
    if called or surname:
        entry.name = f"{tidy(called) or entry.given} {tidy(surname) or entry.family}".strip()
    else:
        entry.name = f"{entry.given} {entry.family}".strip()
    if not entry.name:
        table.wrong(entry.line, "missing_value", "givenName and familyName are empty. Fill in a name.")
    elif len(entry.name) > LONGEST_NAME * 2 or len(entry.given) > LONGEST_NAME or len(entry.family) > LONGEST_NAME:
        table.wrong(entry.line, "too_long", f"A name here is longer than {LONGEST_NAME} letters. Shorten it.")


def _address(table: Table, entry: Entry, email: str) -> None:
    if "email" in table.has:
        entry.address = email.lower()
        if email and not is_email(email):
            table.wrong(entry.line, "bad_email", f"“{email[:60]}” is not an email address. Correct it or leave it out.")


def _year(table: Table, entry: Entry, grades: str) -> None:
    """Only a pupil has a year group; for others the column speaks of those whom they teach."""
    if "grades" not in table.has or PUPIL not in (entry.roles or entry.more or {PUPIL}):
        return
    entry.year = year_of(grades)
    if entry.year is None:
        message = f"“{grades[:40]}” is not a year group that we know. Use PK, KG or 01 to 13."
        table.wrong(entry.line, "unknown_year", message)
