"""Who may do what here: removals. They are part of a case, so its powers are theirs."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
