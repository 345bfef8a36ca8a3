"""Take an entry off the list that should not stand there: whoever lost the lead of the post by it has it back."""

from __future__ import annotations

from django.urls import reverse

from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.duties.searches.actions.opening import ask, held
from schoolgate.duties.searches.guidance import why_taken_off
from schoolgate.duties.searches.models import Candidate
from schoolgate.duties.searches.parts import OPENER, leaders

LEAD_NOW = "You lead the filling of a post now, because an entry was taken off its list."
TAKEN_OFF = "A candidate was taken off the list by whoever leads the post."
FILLED = "This post is filled, so its list stays as it is until it is destroyed. You need not do anything."
KEPT = "This post is kept for now, and so is its list. Let it be destroyed on its date first, then try again."


def take_off(by: Person, candidate: Candidate, *, because: str) -> None:
    """Take a candidate off the list, with all that was recorded of them. `because`: one of `why_taken_off()`.

    For mistakes only: who is no candidate any more stays on it, as they were promised. The searcher is told. Raises
    Refused once the post is filled, and while it is kept.
    """
    with held(by, candidate.post, "search.lead", OPENER) as (ledger, row):
        if because not in why_taken_off():
            raise Refused("Choose why they are taken off the list.")
        if row.decided_on:
            raise Refused(FILLED)
        if row.held_at:
            raise Refused(KEPT)
        found = row.candidates.filter(pk=candidate.pk).first()
        if found is None:
            raise Refused("They are off the list already. You need not do anything.")
        led, results = leaders(row), found.results.count()
        found.delete()
        ledger.write("search.candidate_taken_off", row, candidate=found.number, because=because, results=results)
        for person in leaders(row):
            if person not in led:
                ask(person, row, LEAD_NOW)
        tell([row.searcher], f"{row.title}: {TAKEN_OFF}", reverse("search_post", args=[row.reference]))
