"""Who may do what here: evidence."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
