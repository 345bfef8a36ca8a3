"""The candidates of a post: on the list once they are shortlisted, and told before anybody searches."""

from __future__ import annotations

from datetime import date

from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.duties.searches.actions.opening import held
from schoolgate.duties.searches.guidance import may_search, ways_of_telling
from schoolgate.duties.searches.models import Candidate, Post
from schoolgate.duties.searches.parts import OPENER, SEARCHER

HAS_A_PART = "Somebody of this name searches or is on the panel for this post. Ask the head to choose others first."


def add_candidate(by: Person, post: Post, *, name: str, stage: str, shortlisted_on: date) -> Candidate:
    """Put somebody on the list. Raises Refused for one who is not shortlisted, or has a part in filling the post."""
    with held(by, post, "search.see", OPENER, SEARCHER) as (ledger, row):
        may_search(post.school, stage)
        if row.decided_on:
            raise Refused("This post is filled. Open it as a new one if you search again.")
        involved = {row.searcher.name.casefold(), *(person.name.casefold() for person in row.panel.all())}
        if name.casefold() in involved:
            raise Refused(HAS_A_PART)
        last = row.candidates.order_by("-number").first()
        candidate = Candidate(post=row, number=last.number + 1 if last else 1, shortlisted_on=shortlisted_on)
        candidate.keep(name)
        candidate.save()
        ledger.write("search.candidate_added", row, candidate=candidate.number)
    return candidate


def mark_told(by: Person, candidate: Candidate, *, on: date, how: str) -> None:
    """Write down how and when the candidate was told of the searches."""
    with held(by, candidate.post, "search.see", OPENER, SEARCHER) as (ledger, row):
        found = row.candidates.get(pk=candidate.pk)
        if how not in ways_of_telling():
            raise Refused("Choose how they were told.")
        found.told_on, found.told_how = on, how
        found.save()
        ledger.write("search.candidate_told", row, candidate=found.number, on=on.isoformat(), how=how)
