"""Who may do what here: support."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
