"""What to write to a network, ready to be copied: why it should go, in the words of its own rules, and no names."""

from __future__ import annotations

from schoolgate.casework.removals.models import Removal
from schoolgate.casework.removals.routes import ground_says


def to_paste(removal: Removal) -> str:
    """A request for one address or account, in plain words."""
    school = removal.case.school.name
    return (
        f"Please remove this: {removal.said('address')}\n\n"
        f"{ground_says(removal.ground)}\n\n"
        f"I write for {school}, a school in the United Kingdom. Please tell us what you decide, and your reference."
    )
