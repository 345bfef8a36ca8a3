"""Who may do what here: reviews."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
