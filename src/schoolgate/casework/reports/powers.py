"""Who may do what here: reports."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
