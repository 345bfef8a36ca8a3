"""Classes and who is in them, and terms, in a OneRoster set."""

from __future__ import annotations

from schoolgate.community.roster.reading import standing
from schoolgate.community.roster.reading.cells import tidy
from schoolgate.community.roster.reading.model import TermRow
from schoolgate.community.roster.reading.sets import OneRosterSet

TEACHES = {"student": False, "teacher": True}
"""What an enrolment makes somebody in a class: a pupil of it, or its teacher. Others are not of the class."""


def read_terms(read: OneRosterSet) -> None:
    table = read.table("academicSessions")
    for line, gone, (key, title, kind, first, last) in table.rows("sourcedId", "title", "type", "startDate", "endDate"):
        if last < first:
            table.wrong(line, "bad_date", "This ends before it begins. Check startDate and endDate.")
        elif kind == "term" and gone:
            read.roster.terms_gone.add(key)
        elif kind == "term":
            read.roster.terms[key] = TermRow(tidy(title)[:100], first, last)


def read_classes(read: OneRosterSet) -> frozenset[str] | None:
    """Our classes go to the roster. Returns the keys of all classes of the file; None where nobody can tell."""
    courses = _courses(read)
    table = read.table("classes")
    for line, gone, (key, title, school, course) in table.rows(
        "sourcedId", "title", "schoolSourcedId", "courseSourcedId"
    ):
        if not standing.is_org(read, table, line, school):
            continue
        if courses is not None and course and course not in courses:
            table.wrong(line, "unknown_reference", f"The course {course[:60]} is not in courses.csv.")
        if read.orgs.take(school):
            if gone:
                read.roster.groups_gone.add(key)
            else:
                read.roster.groups[key] = tidy(title)[:200]
    read.roster.groups_whole = read.whole("classes")
    return None if table.unread else frozenset(table.keys)


def _courses(read: OneRosterSet) -> set[str] | None:
    """The keys of the courses; None where the file does not have all of them."""
    if not read.here("courses"):
        return None
    table = read.table("courses")
    for _ in table.rows("sourcedId", "title"):
        pass
    return table.keys if read.whole("courses") and not table.unread else None


def read_members(read: OneRosterSet, classes: frozenset[str] | None) -> None:
    """Who is in our classes today. An enrolment's last day is the day before its endDate."""
    table, roster = read.table("enrollments"), read.roster
    known_classes = frozenset() if read.whole("classes") else read.known.groups
    for line, gone, (group, user, role, begins, ends) in table.rows(
        "classSourcedId", "userSourcedId", "role", "beginDate", "endDate"
    ):
        ours = group in roster.groups or (group in known_classes and group not in roster.groups_gone)
        if not ours and classes is not None and read.whole("classes") and group not in classes:
            table.wrong(line, "unknown_reference", f"The class {group[:60]} is not in classes.csv.")
        if not read.is_known(user):
            if ours or read.whole("users"):
                table.wrong(line, "unknown_reference", f"The user {user[:60]} is not in users.csv.")
            continue
        if not ours or role not in TEACHES or (user not in roster.people and user not in read.known.people):
            continue
        pair = group, user
        if gone or (ends and ends <= read.on) or begins > read.on:
            roster.members_gone.add(pair)
        else:
            roster.members[pair] = roster.members.get(pair, False) or TEACHES[role]
    roster.members_gone.difference_update(roster.members)
    roster.members_whole = read.whole("enrollments")
