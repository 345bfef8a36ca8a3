"""Who may do what here: removals."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
