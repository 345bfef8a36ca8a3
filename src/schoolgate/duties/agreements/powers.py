"""Who may do what here: agreements."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
