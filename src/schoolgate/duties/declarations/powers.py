"""Who may do what here: declarations."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
