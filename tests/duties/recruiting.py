"""A post to be filled, with those who have a part in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from factories import somebody
from schoolgate.community.models import Person, School
from schoolgate.duties.searches.actions import opening, searching, shortlist
from schoolgate.duties.searches.models import Candidate, Result, Search

TODAY = timezone.localdate


class World:
    """A post with a head, a searcher and a panel."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.head = somebody("head", school=school)
        self.searcher = somebody("staff", school=school, name="Sue Searcher")
        self.judge = somebody("slt", school=school, name="Jude Judge")
        self.post = opening.open_post(
            self.head,
            title="Year 4 teacher",
            needed_by=TODAY() + timedelta(days=14),
            searcher=self.searcher,
            panel=[self.head, self.judge],
        )

    def candidate(self, name: str, *, told: bool = True, same: Collection[Person] | None = None) -> Candidate:
        added = shortlist.add_candidate(
            self.searcher, self.post, name=name, stage="shortlisted", shortlisted_on=TODAY(), same=same
        )
        if told:
            shortlist.mark_told(self.searcher, added, on=TODAY(), how="letter")
        return Candidate.unscoped.get(pk=added.pk)

    def begin(self, *names: str) -> list[Candidate]:
        """Candidates who have been told, and a searcher who knows none of them."""
        found = [self.candidate(name) for name in names]
        searching.declare_independent(self.searcher, self.post)
        return found

    def search(self, number: int = 1) -> Search:
        return self.post.searches.get(number=number)

    def something(self, candidate: Candidate, search: Search) -> Result:
        return searching.found_something(
            self.searcher,
            candidate,
            search,
            what="A public post that mocks a pupil by name",
            why="children",
            because="They would teach children.",
            link="https://example.org/post/1",
        )
