"""Who may do what here: agreements. Whose agreement it is, and which class somebody leads, is asked beside."""

from collections.abc import Mapping

from schoolgate.community.roles import Role

POWERS: Mapping[str, frozenset[str]] = {
    "agreements.sign": frozenset(Role.values) - {Role.LEAVER},
    "agreements.publish": frozenset({Role.HEAD}),
    "agreements.class": frozenset({Role.STAFF, Role.CONTRACTOR}),
    "agreements.desk": frozenset({Role.STAFF}),
}
