"""Who may do what here: training."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
