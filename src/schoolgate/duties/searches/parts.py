"""Who has which part in the filling of a post, and so may see and do what."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.duties.searches.models import Post

OPENER, SEARCHER, PANEL = "opener", "searcher", "panel"


def parts(person: Person, post: Post) -> frozenset[str]:
    """The parts that somebody has: the head opens and closes, the searcher searches, the panel judges."""
    found = {OPENER} if holds(person, "search.open") else set()
    if post.searcher_id == person.pk:
        found.add(SEARCHER)
    if post.panel.filter(pk=person.pk).exists():
        found.add(PANEL)
    return frozenset(found)


def posts_of(person: Person) -> QuerySet[Post]:
    """Every post that somebody has a part in."""
    every = Post.objects.of(person.school).select_related("searcher", "school")
    if holds(person, "search.open"):
        return every
    return every.filter(Q(searcher=person) | Q(panel=person)).distinct()


def find(person: Person, reference: str, *wanted: str) -> Post:
    """A post that this person has one of these parts in (any at all, where none is named). Raises Http404."""
    post = posts_of(person).filter(reference=reference).first()
    if post is None or (wanted and not parts(person, post) & set(wanted)):
        raise Http404
    return post
