"""What the parts above follow."""

from __future__ import annotations

from django.dispatch import Signal

case_joined = Signal()
"""Sent inside the change that joins one case to another, with `ledger`, `old` and `into`: what belonged to the old case
moves to the other."""

case_closed = Signal()
"""Sent inside the change that closes a case, with `case` and `by`."""
