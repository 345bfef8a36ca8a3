"""In the demonstration: a post with two candidates, half of its searches made, and something found for each."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.community.demo import person_called
from schoolgate.community.models import School
from schoolgate.duties.searches.actions import opening, searching, shortlist

CANDIDATES = ("Cleo Applicant", "Ali Applicant")
ANSWER = "That was meant as a joke among friends, and I should not have made it. I have taken it down."
FINDING = {
    "what": "A public film in which the candidate makes fun of the pupils of an earlier school, by their first names.",
    "why": "children",
    "because": "The post is with children, who have a right not to be laughed at in public.",
}


def fill(school: School) -> None:
    today = timezone.localdate()
    head, searcher = person_called("Hattie Example"), person_called("Olly Example")
    assert head.school == school
    panel = [head, person_called("Selma Example"), person_called("Chandra Example")]
    post = opening.open_post(
        head,
        title="Year 4 teacher",
        needed_by=today + timedelta(days=10),
        searcher=searcher,
        panel=panel,
        reference="S-EXAMPLE",
    )
    people = [
        shortlist.add_candidate(searcher, post, name=name, stage="shortlisted", shortlisted_on=today)
        for name in CANDIDATES
    ]
    for candidate in people:
        shortlist.mark_told(searcher, candidate, on=today, how="email")
    searching.declare_independent(searcher, post)
    first, second, third, *_ = post.searches.all()
    searching.found_nothing(searcher, people[0], first)
    searching.found_nothing(searcher, people[0], second)
    found = searching.found_something(searcher, people[0], third, **FINDING)
    searching.put_to_candidate(
        searcher, found, on=today, answer="That was for a friend’s birthday. I have taken it down."
    )
    searching.found_something(searcher, people[1], second, **FINDING)
