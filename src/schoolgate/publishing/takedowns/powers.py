"""Who sees what comes down because somebody may not be shown any more. Whom a family reads about is asked beside."""

from collections.abc import Mapping

from schoolgate.community.roles import Role

POWERS: Mapping[str, frozenset[str]] = {
    "takedown.see": frozenset({Role.HEAD, Role.DSL, Role.DEPUTY_DSL}),
    "takedown.mine": frozenset(Role.values) - {Role.LEAVER},
}
