"""Names and findings are opened: who did is written down before they are shown."""

from __future__ import annotations

from schoolgate.community.models import Person
from schoolgate.duties.searches.actions.opening import held
from schoolgate.duties.searches.models import Candidate, Post
from schoolgate.duties.searches.parts import parts


def open_it(by: Person, post: Post, candidate: Candidate | None = None) -> None:
    """Write down that somebody opens a post with its candidates, or one candidate, and with which part in it."""
    with held(by, post, "search.see") as (ledger, row):
        ledger.write(
            "search.read", row, parts=sorted(parts(by, row)), candidate=candidate.number if candidate else None
        )
