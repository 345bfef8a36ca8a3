"""Who may do what here: steps."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
