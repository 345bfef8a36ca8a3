"""Who may do what here: board. Its pages are for those who decide about cases: `case.decide` of cases."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
