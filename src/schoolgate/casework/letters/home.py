"""What letters give to the menu."""

from __future__ import annotations

from schoolgate.community.today import WORRIES, MenuItem

WING = WORRIES
MENU = [
    MenuItem("Words of letters", "letter_wordings", "letter.template", "Change what our letters say", aside=True),
]
