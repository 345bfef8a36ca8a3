"""Who may do what here: declarations. Beyond these, only those a declaration went to know that it exists."""

from schoolgate.community.roles import Role

ADULTS = frozenset({Role.STAFF, Role.GOVERNOR, Role.VOLUNTEER, Role.CONTRACTOR, Role.TECHNICIAN})

POWERS = {
    "declaration.make": ADULTS,
    "declaration.read": ADULTS,
}
