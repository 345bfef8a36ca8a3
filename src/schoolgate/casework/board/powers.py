"""Who may do what here: board."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
