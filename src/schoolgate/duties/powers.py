"""Who may do what here: duties."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
