"""Who may do what with pictures and films."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
