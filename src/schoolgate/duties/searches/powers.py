"""Who may do what here: searches."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
