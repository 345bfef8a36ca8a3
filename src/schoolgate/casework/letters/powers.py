"""Who may do what here: letters."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
