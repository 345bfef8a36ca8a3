"""The same searches for every candidate, by somebody who knows none of them; and what they said of what was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Refused
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.duties.searches.actions.opening import held
from schoolgate.duties.searches.guidance import may_search, reasons
from schoolgate.duties.searches.models import Candidate, Post, Result, Search
from schoolgate.duties.searches.parts import OPENER, SEARCHER, leaders

STEP_ASIDE = "Whoever was to make the online searches for a post knows a candidate. Please choose somebody else."
FIXED = "The searches have begun, so the list stays as it is: it is the same for every candidate."


def declare_independent(by: Person, post: Post) -> None:
    """Say that one is no relative or friend of any candidate on the list. Another candidate makes it unsaid."""
    with held(by, post, "search.see", SEARCHER) as (ledger, row):
        if not row.candidates.exists():
            raise Refused("Put the shortlisted candidates on the list first. Then say whether you know any of them.")
        row.independent_at = timezone.now()
        row.save()
        ledger.write("search.independent", row)


def step_aside(by: Person, post: Post) -> None:
    """Say that one knows a candidate: whoever leads the post chooses another searcher."""
    with held(by, post, "search.see", SEARCHER) as (ledger, row):
        row.independent_at = None
        row.save()
        ledger.write("search.stepped_aside", row)
        path = reverse("search_people", args=[row.reference])
        lead = leaders(row)
        tell(lead, f"{row.title}: {STEP_ASIDE}", path)
        for person in lead:
            send(person, "Something about a post has to be decided by you.", path, row.reference)


def set_list(by: Person, post: Post, searches: Sequence[str]) -> None:
    """Say which searches are made, before the first begins."""
    with held(by, post, "search.see", OPENER, SEARCHER) as (ledger, row):
        if row.fixed_at:
            raise Refused(FIXED)
        if not searches:
            raise Refused("Write at least one search.")
        row.searches.all().delete()
        for number, what in enumerate(searches, 1):
            Search.unscoped.create(post=row, number=number, what=what)
        ledger.write("search.list_set", row, searches=len(searches))


def found_nothing(by: Person, candidate: Candidate, search: Search) -> Result:
    """Nothing that bears on the post: nothing else is kept, and what was written before is gone."""
    return _record(by, candidate, search, Result.Found.NOTHING, {})


def found_something(
    by: Person, candidate: Candidate, search: Search, *, what: str, why: str, because: str, link: str = ""
) -> Result:
    """Something that bears on the post, and why (`why` is one of the reasons, `because` says more)."""
    if why not in reasons():
        raise Refused("Choose why it bears on the post.")
    finding = {"what": what, "why": why, "because": because, "link": link}
    return _record(by, candidate, search, Result.Found.RELEVANT, finding)


def _record(by: Person, candidate: Candidate, search: Search, found: Result.Found, finding: dict[str, str]) -> Result:
    with held(by, candidate.post, "search.see", SEARCHER) as (ledger, row):
        candidate = get_object_or_404(row.candidates.select_related("post"), pk=candidate.pk)
        _ready(row, candidate)
        result = Result.objects.of(row.school).filter(candidate=candidate, search=search).first()
        if result and result.put_on:
            raise Refused("This has been put to the candidate, so it stays as it is.")
        result = result or Result(candidate=candidate, search=search)
        result.found, result.by, result.at, result.sealed = found, by, timezone.now(), ""
        if finding:
            result.keep(finding)
        result.save()
        if row.fixed_at is None:
            row.fixed_at = timezone.now()
            row.save()
        ledger.write("search.recorded", row, candidate=candidate.number, search=search.number, found=found.value)
    return result


def _ready(row: Post, candidate: Candidate) -> None:
    may_search(row.school, "shortlisted")
    if row.decided_on:
        raise Refused("This post is filled, so the searches are over.")
    if row.independent_at is None:
        raise Refused("First say that you are no relative or friend of any candidate.")
    if candidate.told_on is None or candidate.told_on > timezone.localdate():
        raise Refused("This candidate has not been told yet. Tell them first, and write down when.")


def put_to_candidate(by: Person, result: Result, *, on: date, answer: str) -> None:
    """Write down what the candidate said of what was found. The panel sees it from then on."""
    with held(by, result.candidate.post, "search.see", SEARCHER) as (ledger, row):
        rows = Result.objects.of(row.school).select_related("candidate__post")
        found = get_object_or_404(rows, pk=result.pk)
        if found.found != Result.Found.RELEVANT:
            raise Refused("There is nothing here to put to the candidate.")
        if found.put_on:
            raise Refused("Their answer is written down already, and stays as it is.")
        found.put_on = on
        found.keep_answer(answer)
        found.save()
        ledger.write("search.put_to_candidate", row, candidate=found.candidate.number, on=on.isoformat())
