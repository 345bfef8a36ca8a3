"""Who may do what with consents to be shown."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
