"""What the board gives to the menu."""

from __future__ import annotations

from schoolgate.community.today import MenuItem

MENU = [
    MenuItem("What waits", "cases_board", "case.decide", "Every case that you may open: what waits, and for whom"),
]
