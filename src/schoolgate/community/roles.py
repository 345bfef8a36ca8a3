"""The roles of a school community, and what follows from each."""

from __future__ import annotations

from django.db.models import TextChoices


class Role(TextChoices):
    HEAD = "head", "head teacher"
    DSL = "dsl", "designated safeguarding lead"
    DEPUTY_DSL = "deputy_dsl", "deputy safeguarding lead"
    SLT = "slt", "senior leader"
    CHAIR = "chair", "chair of governors"
    GOVERNOR = "governor", "governor"
    STAFF = "staff", "member of staff"
    TECHNICIAN = "technician", "IT technician"
    VOLUNTEER = "volunteer", "volunteer"
    CONTRACTOR = "contractor", "contractor"
    PARENT = "parent", "parent or carer"
    PUPIL = "pupil", "pupil"
    LEAVER = "leaver", "former member of staff"


IMPLIES: dict[str, str] = {
    Role.HEAD: Role.STAFF,
    Role.DSL: Role.STAFF,
    Role.DEPUTY_DSL: Role.STAFF,
    Role.SLT: Role.STAFF,
    Role.CHAIR: Role.GOVERNOR,
}
"""A role on the left brings the one on the right."""

SECOND_FACTOR: frozenset[str] = frozenset({Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.TECHNICIAN})
"""Roles whose holders sign in with a second step."""

SIGNS_IN: frozenset[str] = frozenset(Role.values) - {Role.LEAVER}
"""A person with none of these has no way in."""

GRANTED_BY: dict[str, frozenset[str]] = {
    Role.HEAD: frozenset({Role.CHAIR, Role.TECHNICIAN}),
    Role.DSL: frozenset({Role.HEAD}),
    Role.DEPUTY_DSL: frozenset({Role.HEAD}),
    Role.SLT: frozenset({Role.HEAD}),
    Role.CHAIR: frozenset({Role.CHAIR, Role.TECHNICIAN}),
    Role.GOVERNOR: frozenset({Role.HEAD, Role.CHAIR}),
    Role.TECHNICIAN: frozenset({Role.HEAD}),
    Role.STAFF: frozenset({Role.HEAD, Role.TECHNICIAN}),
    Role.VOLUNTEER: frozenset({Role.HEAD, Role.TECHNICIAN}),
    Role.CONTRACTOR: frozenset({Role.HEAD, Role.TECHNICIAN}),
    Role.PARENT: frozenset({Role.HEAD, Role.TECHNICIAN}),
    Role.PUPIL: frozenset({Role.HEAD, Role.TECHNICIAN}),
    Role.LEAVER: frozenset({Role.HEAD, Role.TECHNICIAN}),
}
"""Who may give a role to somebody else, and end it. Nobody changes their own.

The governors elect the chair, who oversees the head: so the head does not give that role.
"""

FIRST_BY_TECHNICIAN: frozenset[str] = frozenset({Role.HEAD, Role.CHAIR})
"""A technician gives these only while the school has nobody with the role, and never ends them: a new school can
begin, and no technician makes a second head to see what heads see. After that only the chair changes them: also the
head who follows one who has gone, where a head or a chair has ever come in.
"""

ENDED_BY_TOO: dict[str, frozenset[str]] = {Role.CHAIR: frozenset({Role.HEAD})}
"""Who may end a role that they may not give: a chair who is gone cannot hand over. The technician writes down whom the
governors elect next, so that nobody replaces a chair alone.
"""

STANDS_IN: dict[str, str] = {Role.DSL: Role.DEPUTY_DSL}
"""While everybody with the role on the left is away, the one on the right does their work."""

ACTING: frozenset[str] = frozenset({Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.SLT, Role.CHAIR})
"""Roles that somebody can hold for a while in another's place, from one day to another."""

TERM_OF_OFFICE: frozenset[str] = frozenset({Role.GOVERNOR, Role.CHAIR})
"""Roles that are given for a term: whoever gives one says when it ends."""
