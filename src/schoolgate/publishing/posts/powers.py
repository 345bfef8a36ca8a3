"""Who may do what with posts."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
