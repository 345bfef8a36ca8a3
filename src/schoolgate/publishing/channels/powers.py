"""Who may do what with official accounts."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
