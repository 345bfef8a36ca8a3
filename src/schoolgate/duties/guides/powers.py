"""Who may do what here: guides."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
