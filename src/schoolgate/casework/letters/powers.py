"""Who may do what here: letters. Writing one about a case is `case.decide`, by its members alone."""

from collections.abc import Mapping

from schoolgate.community.roles import Role

POWERS: Mapping[str, frozenset[str]] = {
    "letter.template": frozenset({Role.HEAD}),
}
