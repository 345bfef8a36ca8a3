"""Open a post, say who searches and who judges, close it, and stop or let go its destruction."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.community.roles import Role
from schoolgate.duties.searches.guidance import keep_days, may_search, question_of, usual
from schoolgate.duties.searches.models import Post, Search
from schoolgate.duties.searches.parts import OPENER, find, is_candidate

ON_THE_PANEL = (
    "Whoever searches is not on the panel: the panel hears only what bears on the post. Choose somebody else."
)
ASKED = "You are asked to make the online searches for a post."


def open_post(
    by: Person, *, title: str, needed_by: date, searcher: Person, panel: Collection[Person], reference: str = ""
) -> Post:
    """Open a post, to be led by whoever is head, or chair, as `by` is. `reference`: instead of one of its own.

    Raises Refused where the searcher is on the panel, or the policy lets nobody search.
    """
    with change(by, "search.open", by.school) as ledger:
        may_search(by.school, "shortlisted")
        _apart(searcher, panel)
        days, clause = keep_days(question_of(by.school))
        post = Post(school=by.school, title=title, opened_by=by, needed_by=needed_by, searcher=searcher)
        post.led_as = Post.LedAs.HEAD if Role.HEAD in by.roles() else Post.LedAs.CHAIR
        post.reference = reference or post.reference
        post.keep_days, post.keep_clause = days, clause
        post.save()
        post.panel.set(panel)
        for number, what in enumerate(usual(), 1):
            Search.unscoped.create(post=post, number=number, what=what)
        ledger.write("search.opened", post, searcher=searcher.pk, panel=sorted(p.pk for p in panel), days=days)
        ask(searcher, post, ASKED)
    return post


def change_people(by: Person, post: Post, *, searcher: Person, panel: Collection[Person]) -> None:
    """Say anew who searches and who judges. Another searcher has to say anew that they know no candidate."""
    with held(by, post, "search.lead", OPENER) as (ledger, row):
        _apart(searcher, panel)
        if any(is_candidate(person, row) for person in (searcher, *panel)):
            raise Refused("One of them is a candidate. Choose somebody else.")
        if row.candidates.filter(results__by__in=panel).exists():
            raise Refused("One of the panel has searched already, and knows more than the panel may. Choose others.")
        other = row.searcher_id != searcher.pk
        row.searcher, row.independent_at = searcher, None if other else row.independent_at
        row.save()
        row.panel.set(panel)
        ledger.write("search.people_changed", row, searcher=searcher.pk, panel=sorted(p.pk for p in panel))
        if other:
            ask(searcher, row, ASKED)


def close_post(by: Person, post: Post, on: date) -> None:
    """The post is filled, or given up: from this day the time runs after which everything is destroyed.

    Raises Refused for a day before it was opened or to come, and for a post that is closed already.
    """
    with held(by, post, "search.lead", OPENER) as (ledger, row):
        if row.decided_on:
            gone = f"{row.destroy_on():%-d %B %Y}"
            raise Refused(f"It is closed already, and destroyed on {gone}. If that is too early, keep it for now.")
        if on > timezone.localdate():
            raise Refused("That day is still to come. Choose today or a day before.")
        if on < row.opened_on:
            raise Refused(f"The post was opened on {row.opened_on:%-d %B %Y}. Choose that day or a later one.")
        row.decided_on = on
        row.save()
        ledger.write("search.closed", row, on=on.isoformat(), destroy_on=row.destroy_on().isoformat())


def hold(by: Person, post: Post, reason: str) -> None:
    """Stop the destruction, for a claim or a question that is open."""
    with held(by, post, "search.lead", OPENER) as (ledger, row):
        if row.held_at:
            raise Refused("It is held already. Let it go first, if the reason has changed.")
        row.held_at, row.held_by = timezone.now(), by
        row.keep_reason(reason)
        row.save()
        ledger.write("search.held", row)


def let_go(by: Person, post: Post) -> None:
    """End a hold: it is destroyed on its date again, tonight if that is past."""
    with held(by, post, "search.lead", OPENER) as (ledger, row):
        if not row.held_at:
            raise Refused("It is not held. You need not do anything.")
        row.held_at, row.held_by, row.hold_sealed = None, None, ""
        row.save()
        ledger.write("search.let_go", row)


@contextmanager
def held(by: Person, post: Post, power: str, *wanted: str) -> Iterator[tuple[Change, Post]]:
    """A change to a post by somebody with one of these parts in it, with its row locked."""
    with change(by, power, post.school) as ledger:
        Post.objects.of(post.school).select_for_update().filter(pk=post.pk).first()
        yield ledger, find(by, post.reference, *wanted)


def _apart(searcher: Person, panel: Collection[Person]) -> None:
    if searcher in panel:
        raise Refused(ON_THE_PANEL)


def ask(person: Person, post: Post, words: str) -> None:
    """Put a post before somebody, on their home page, where it is named, and by mail, where it is not."""
    path = reverse("search_post", args=[post.reference])
    tell([person], f"{post.title}: {words}", path)
    send(person, words, path, post.reference)
