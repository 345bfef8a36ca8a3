"""Who may do what with pictures and films. Whose pictures somebody sees stands in `reach.py`."""

from collections.abc import Mapping

from schoolgate.community.roles import Role

POWERS: Mapping[str, frozenset[str]] = {
    "picture.use": frozenset({Role.STAFF, Role.TECHNICIAN}),
    # The school's cameras, tablets and telephones, by which a picture is known to be the school's own.
    "device.register": frozenset({Role.HEAD, Role.SLT, Role.TECHNICIAN}),
    "picture.original": frozenset({Role.HEAD, Role.DSL}),
    "picture.oversee": frozenset({Role.HEAD, Role.DSL, Role.DEPUTY_DSL}),
}
