"""What a user of a OneRoster set is at our school: in 1.1 the user's own row says it, in 1.2 the table of roles."""

from __future__ import annotations

from typing import NamedTuple

from schoolgate.community.roster.reading.model import PARENT, RELATIVE
from schoolgate.community.roster.reading.sets import OneRosterSet
from schoolgate.community.roster.reading.tables import Table, words

FAMILY = frozenset({PARENT, RELATIVE})
NONE: frozenset[str] = frozenset()
ONE = {role: frozenset({role}) for role in ("staff", "pupil", PARENT, RELATIVE)}


class Standing(NamedTuple):
    """The roles somebody has, those that the file ends, whether any is at our school, and where it says so.

    Roles of family count wherever they are held: some schools' systems keep families with the district.
    """

    roles: frozenset[str]
    ended: frozenset[str]
    here: bool
    line: int


def by_user(read: OneRosterSet) -> dict[str, Standing]:
    """1.2: everybody's standing, from the table of roles."""
    found: dict[str, Standing] = {}
    if not read.here("roles"):
        return found
    table, role_of = read.table("roles"), words()["roles"]["1.2"]
    for line, gone, (user, written, org, begins, ends) in table.rows(
        "userSourcedId", "role", "orgSourcedId", "beginDate", "endDate"
    ):
        if not is_org(read, table, line, org):
            continue
        roles, ended, here, first = found.get(user) or Standing(NONE, NONE, False, line)
        role, ours = role_of.get(written), read.orgs.take(org)
        if role and (ours or role in FAMILY):
            if gone or (ends and ends < read.on):
                ended = ended | ONE[role]
            elif begins <= read.on:
                roles = roles | ONE[role] if roles else ONE[role]
        found[user] = Standing(roles, ended - roles, here or ours, first)
    return found


def by_row(read: OneRosterSet, table: Table, line: int, orgs: str, role: str) -> Standing:
    """1.1: somebody's standing, from their own row."""
    roles = ONE[words()["roles"]["1.1"][role]]
    if orgs in read.orgs.ours:
        return Standing(roles, NONE, True, line)
    keys = [key.strip() for key in orgs.split(",")]
    here = [read.orgs.take(key) for key in keys if is_org(read, table, line, key)]
    return Standing(roles, NONE, any(here), line)


def say_strangers(read: OneRosterSet, standings: dict[str, Standing]) -> None:
    """A problem for each role of a user whom a file of everybody does not have."""
    if not read.whole("users"):
        return
    for user, standing in standings.items():
        if not read.is_known(user):
            message = f"The user {user[:60]} is not in users.csv."
            read.problems.add("roles.csv", standing.line, "unknown_reference", message)


def is_org(read: OneRosterSet, table: Table, line: int, org: str) -> bool:
    """Whether the file knows this organisation; a problem where it does not."""
    if not read.orgs.known or org in read.orgs.all:
        return True
    table.wrong(line, "unknown_reference", f"The organisation {org[:60]} is not in orgs.csv.")
    return False
