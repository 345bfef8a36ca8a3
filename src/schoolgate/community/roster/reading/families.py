"""Who is whose parent, in a OneRoster set: from the agents of its users."""

from __future__ import annotations

from schoolgate.community.roster.reading.model import PARENT, PUPIL, RELATIVE, Entry
from schoolgate.community.roster.reading.sets import OneRosterSet
from schoolgate.community.roster.reading.tables import Table


def read_families(read: OneRosterSet, users: Table) -> None:
    """Links between our pupils and their adults. Parents whom a pupil names join the roster; relatives do not.

    A member of staff whom a pupil names need not be family (a key worker, say), so that alone makes no link.
    """
    people = read.roster.people
    named: set[str] = set()
    for key, line, agents in read.agents:
        for agent in agents.split(","):
            other = agent.strip()
            named.update((key, other))
            if not read.is_known(other):
                message = f"The agent {other[:60]} is not in users.csv. Take the key out, or bring the person."
                users.wrong(line, "unknown_reference", message)
            elif _is_pupil(people.get(key)):
                _link(read, other, key)
                read.roster.told.add(key)
            elif _is_pupil(people.get(other)) or (other not in read.users and key in people):
                _link(read, key, other)
    if read.whole("users") and "agentSourcedIds" in users.has:
        read.roster.told = {key for key, entry in people.items() if _is_pupil(entry)}
    _say_childless(read, users, named)
    _drop_relatives(read)


def _is_pupil(entry: Entry | None) -> bool:
    return entry is not None and PUPIL in (entry.roles if entry.roles is not None else entry.more)


def _link(read: OneRosterSet, adult: str, child: str) -> None:
    entry = read.roster.people.get(adult) or read.maybe.get(adult)
    if entry is None:
        if adult not in read.users:
            # Somebody whom the school has, in a list of changes: their roles there say what they are to the child.
            read.roster.links[adult, child] = ""
        return
    roles = entry.roles if entry.roles is not None else entry.more
    if PARENT in roles or RELATIVE in roles:
        read.roster.links[adult, child] = PARENT if PARENT in roles else RELATIVE
        if adult in read.maybe and not entry.gone:
            read.roster.people[adult] = read.maybe.pop(adult)


def _say_childless(read: OneRosterSet, users: Table, named: set[str]) -> None:
    for key, entry in read.roster.people.items():
        roles = entry.roles if entry.roles is not None else entry.more
        there_already = not read.whole("users") and key in read.known.people
        if key in named or entry.gone or PARENT not in roles or there_already:
            continue
        message = f"The parent {key[:60]} has no child here. Name them in a pupil's agentSourcedIds, or take them out."
        users.wrong(entry.line, "parent_without_child", message)


def _drop_relatives(read: OneRosterSet) -> None:
    """Somebody who is nothing but a relative has no part in the school's community, so nothing of them is kept."""
    people = read.roster.people
    only = frozenset({RELATIVE})
    for key in [key for key, entry in people.items() if entry.roles == only]:
        read.roster.relatives.append(people.pop(key).name or "")
    for entry in people.values():
        if entry.roles and RELATIVE in entry.roles:
            entry.roles -= only
        elif entry.more or entry.ended:
            entry.more, entry.ended = entry.more - only, entry.ended - only
    gone = [pair for pair, kind in read.roster.links.items() if kind == RELATIVE and pair[0] not in people]
    for pair in gone:
        del read.roster.links[pair]
