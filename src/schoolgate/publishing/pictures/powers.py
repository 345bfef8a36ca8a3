"""Who may do what with pictures and films. Whose pictures somebody sees stands in `reach.py`."""

from collections.abc import Mapping

from schoolgate.community.roles import Role

POWERS: Mapping[str, frozenset[str]] = {
    "picture.use": frozenset({Role.STAFF, Role.TECHNICIAN}),
    "picture.oversee": frozenset({Role.HEAD, Role.DSL, Role.DEPUTY_DSL}),
}
