"""Who may do what here: lessons."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
