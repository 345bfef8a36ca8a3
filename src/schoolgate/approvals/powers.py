"""Who may do what here: approvals."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
