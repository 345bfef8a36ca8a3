"""What the board gives to the menu."""

from __future__ import annotations

from schoolgate.community.today import WORRIES, MenuItem

WING = WORRIES
MENU = [
    MenuItem(
        "What waits", "cases_board", "case.decide", "Of the cases that you may open: who has what to do", aside=True
    ),
]
