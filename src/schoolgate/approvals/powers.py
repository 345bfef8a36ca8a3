"""Who may do what here: approvals.

`approval.decide` opens the way to deciding; whether somebody decides this request, `deciders.py` says, by the policy.
"""

from collections.abc import Mapping

from schoolgate.community.roles import Role

LEADERS = {Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.SLT, Role.CHAIR, Role.GOVERNOR, Role.TECHNICIAN}

POWERS: Mapping[str, frozenset[str]] = {
    "approval.ask": frozenset(Role.values) - {Role.LEAVER},
    # Looking people up to say whom a request names.
    "approval.name": frozenset({*LEADERS, Role.STAFF}),
    "approval.ask_role": frozenset({*LEADERS, Role.STAFF}),
    # Staff, because anybody can be somebody's line manager.
    "approval.decide": frozenset({*LEADERS, Role.STAFF}),
    "approval.oversee": frozenset({Role.HEAD, Role.CHAIR}),
}
