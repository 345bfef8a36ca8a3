"""In the demonstration: a post with two candidates, half of its searches made."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.community.demo import person_called
from schoolgate.community.models import School
from schoolgate.duties.searches.actions import opening, searching, shortlist

CANDIDATES = ("Cleo Applicant", "Ali Applicant")


def fill(school: School) -> None:
    today = timezone.localdate()
    head, searcher = person_called("Hattie Example"), person_called("Olly Example")
    assert head.school == school
    panel = [head, person_called("Selma Example"), person_called("Chandra Example")]
    post = opening.open_post(
        head, title="Year 4 teacher", needed_by=today + timedelta(days=10), searcher=searcher, panel=panel
    )
    people = [
        shortlist.add_candidate(searcher, post, name=name, stage="shortlisted", shortlisted_on=today)
        for name in CANDIDATES
    ]
    for candidate in people:
        shortlist.mark_told(searcher, candidate, on=today, how="email")
    searching.declare_independent(searcher, post)
    for search in post.searches.all()[:3]:
        searching.found_nothing(searcher, people[0], search)
