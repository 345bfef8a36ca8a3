"""The candidates of a post: on the list once they are shortlisted, and told before anybody searches."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse

from schoolgate.community.called import like_called
from schoolgate.community.change import Refused
from schoolgate.community.mail import send
from schoolgate.community.models import Person, School
from schoolgate.community.notices import tell
from schoolgate.duties.searches.actions.opening import ask, held
from schoolgate.duties.searches.guidance import may_search, ways_of_telling
from schoolgate.duties.searches.models import Candidate, Mark, Post, mark_of, mark_of_person, words_of
from schoolgate.duties.searches.parts import OPENER, SEARCHER, leaders, near

HAS_A_PART = (
    "This is somebody who searches for this post, or is on its panel. Ask whoever leads it to choose others first."
)
WHICH = "Somebody here has a name like this one. Say first whether it is them, or none of them."
MOST = 10
"""So many with a name like one that was typed are asked about: the page is no list of all who work here."""
YOURSELF = "Nobody puts themselves on the list. Ask whoever makes the searches to do it."
NOBODY_LEADS = "This is whoever leads the post, and nobody else can. Ask for a chair of governors to be named first."
SEARCHED = "A search has been made for them, so this stays as it is. If it is wrong, tell whoever leads the post."
LOST = (
    "Somebody with your name, or one like it, is on the list of candidates for {reference}, so others lead it now. If "
    "it is not you, tell another head or a governor: whoever leads it can take the entry off."
)
OTHERS_LEAD = "Others lead the filling of a post now."
LEAD = "You are asked to lead the filling of a post, because whoever led it may not."


def could_be(post: Post, name: str) -> list[Person]:
    """Of whom to ask whether they are the candidate: those near to the post whose name is like this one, the likest
    first. Whoever has the very name counts unasked."""
    alike = like_called(near(post), name, by_role=False)[:MOST]
    return [person for person in alike if words_of(person.name) != words_of(name)]


def add_candidate(
    by: Person, post: Post, *, name: str, stage: str, shortlisted_on: date, same: Collection[Person] | None = None
) -> Candidate:
    """Put somebody on the list. Whoever led the post and has this name leads it no more and is told so; the next
    in line does.

    `same` are those of `could_be` who are this candidate; None where it was not asked.
    Raises Refused for one who is not shortlisted, searches, judges, or is `by`, where nobody is left to lead, and
    where it was not said which of those called alike it is.
    """
    with held(by, post, "search.see", OPENER, SEARCHER) as (ledger, row):
        may_search(post.school, stage)
        if row.decided_on:
            raise Refused("This post is filled. Open it as a new one if you search again.")
        are_they = {*_called(row.school, name), *(same or ())}
        if are_they & {row.searcher, *row.panel.all()}:
            raise Refused(HAS_A_PART)
        if by in are_they:
            raise Refused(YOURSELF)
        if same is None and could_be(row, name):
            raise Refused(WHICH)
        led = leaders(row)
        row.last_number += 1
        candidate = Candidate(post=row, number=row.last_number, shortlisted_on=shortlisted_on)
        candidate.keep(name)
        candidate.save()
        marks = [mark_of(row.school, name), *map(mark_of_person, are_they)]
        Mark.unscoped.bulk_create(Mark(candidate=candidate, mark=mark) for mark in marks)
        row.independent_at = None
        row.save()
        lead = leaders(row)
        if not lead:
            raise Refused(NOBODY_LEADS)
        ledger.write("search.candidate_added", row, candidate=candidate.number)
        for person in lead:
            if person not in led:
                ask(person, row, LEAD)
        for person in led:
            if person not in lead:
                _tell_of_the_lead(person, row)
    return candidate


def _called(school: School, name: str) -> set[Person]:
    """Everybody of a school whom a name may mean."""
    wanted = words_of(name)
    return {person for person in Person.objects.of(school).only("name", "school") if words_of(person.name) == wanted}


def lost_lead_url(post: Post) -> str:
    """Where somebody is led who hears that they lead a post no more: the post itself they do not see."""
    return f"{reverse('search_posts')}#{post.reference}"


def _tell_of_the_lead(person: Person, post: Post) -> None:
    tell([person], LOST.format(reference=post.reference), lost_lead_url(post))
    send(person, OTHERS_LEAD, reverse("search_posts"), post.reference)


def mark_told(by: Person, candidate: Candidate, *, on: date, how: str) -> None:
    """Write down how and when the candidate was told of the searches. Raises Refused once one is made for them."""
    with held(by, candidate.post, "search.see", OPENER, SEARCHER) as (ledger, row):
        found = get_object_or_404(row.candidates, pk=candidate.pk)
        if how not in ways_of_telling():
            raise Refused("Choose how they were told.")
        if found.results.exists():
            raise Refused(SEARCHED)
        found.told_on, found.told_how = on, how
        found.save()
        ledger.write("search.candidate_told", row, candidate=found.number, on=on.isoformat(), how=how)
