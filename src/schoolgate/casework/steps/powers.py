"""Who may do what here: steps. They are decided with the powers of cases: `casework/cases/powers.py`."""

from collections.abc import Mapping

POWERS: Mapping[str, frozenset[str]] = {}
