"""Who may do what with recruitment searches. Beyond these, only those who have a part in a post know of it."""

from schoolgate.community.roles import Role

POWERS = {
    "search.open": frozenset({Role.HEAD, Role.CHAIR}),
    # Of a post that falls to them: parts.py.
    "search.lead": frozenset({Role.HEAD, Role.GOVERNOR}),
    "search.see": frozenset({Role.STAFF, Role.GOVERNOR, Role.TECHNICIAN}),
}
