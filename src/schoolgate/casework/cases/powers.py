"""Who may do what here: cases. Beyond these, only its members know that a case exists: `access.py`."""

from collections.abc import Mapping

from schoolgate.community.roles import Role

DECIDERS = frozenset({Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.SLT, Role.CHAIR, Role.GOVERNOR})

POWERS: Mapping[str, frozenset[str]] = {
    # Staff, because a class teacher or a first-aider can be asked to help with one.
    "case.open": frozenset({*DECIDERS, Role.STAFF}),
    # Governors, because one of them decides where the head and the chair are named.
    "case.decide": DECIDERS,
    "case.break_glass": frozenset({Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.CHAIR}),
}
