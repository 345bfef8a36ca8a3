"""Who has which part in the filling of a post, and so may see and do what. A candidate has none."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from schoolgate.community.finding import holding
from schoolgate.community.models import Person, School
from schoolgate.community.roles import ACTING
from schoolgate.duties.searches.models import Candidate, Post, mark_of, mark_of_person
from schoolgate.policy.holders import FALLS_TO

OPENER, SEARCHER, PANEL = "opener", "searcher", "panel"


def parts(person: Person, post: Post) -> frozenset[str]:
    """The parts that somebody has: one opens, leads and closes, the searcher searches, the panel judges."""
    if is_candidate(person, post):
        return frozenset()
    found = {OPENER} if posts_led_by(person).filter(pk=post.pk).exists() else set()
    if post.searcher_id == person.pk:
        found.add(SEARCHER)
    if post.panel.filter(pk=person.pk).exists():
        found.add(PANEL)
    return frozenset(found)


def is_candidate(person: Person, post: Post) -> bool:
    """Whether a candidate has somebody's name, or had it when added, whatever they are called now.

    It may be another of that name: we cannot know, so it counts.
    """
    return _with_candidate(person).filter(post=post).exists()


def posts_of(person: Person) -> QuerySet[Post]:
    """Every post that somebody has a part in."""
    part = Q(searcher=person) | Q(panel=person) | _led_by(person)
    every = Post.objects.of(person.school).filter(part).select_related("searcher", "school").distinct()
    return every.exclude(pk__in=_with_candidate(person).values("post"))


def posts_led_by(person: Person) -> QuerySet[Post]:
    """Every post that somebody leads today."""
    return Post.objects.of(person.school).filter(_led_by(person)).exclude(pk__in=_with_candidate(person).values("post"))


def leaders(post: Post) -> list[Person]:
    """Who leads a post today: of those in line for it, the first who are there and no candidates."""
    for role in _line(post.led_as):
        if found := [person for person in holding(post.school, role) if not is_candidate(person, post)]:
            return found
    return []


def near(post: Post) -> list[Person]:
    """Who searches, who judges, who is in line to lead, and who may come to stand in for those."""
    line = holding(post.school, *_line(post.led_as), *ACTING)
    panel = post.panel.prefetch_related("holdings")
    return list(dict.fromkeys([post.searcher, *panel, *line.prefetch_related("holdings").order_by("name", "pk")]))


def find(person: Person, reference: str, *wanted: str) -> Post:
    """A post that this person has one of these parts in (any at all, where none is named). Raises Http404."""
    post = posts_of(person).filter(reference=reference).first()
    if post is None or (wanted and not parts(person, post) & set(wanted)):
        raise Http404
    return post


def _line(led_as: str) -> tuple[str, ...]:
    """The roles that a post falls to in turn, because all who hold the one before are candidates."""
    return tuple(dict.fromkeys([led_as, *FALLS_TO]))


def _led_by(person: Person) -> Q:
    """Posts that fall to one of somebody's roles, since all who come before it are candidates."""
    roles, found = person.roles(), Q(pk__in=[])
    for led_as in Post.LedAs.values:
        fallen = Q(led_as=led_as)
        for role in _line(led_as) if roles & {*_line(led_as)} else ():
            if role in roles:
                found |= fallen
                break
            for before in holding(person.school, role):
                fallen &= Q(pk__in=_with_candidate(before).values("post"))
    return found


def _with_candidate(person: Person) -> QuerySet[Candidate]:
    school: School = person.school
    return Candidate.objects.of(school).filter(marks__mark__in=[mark_of(school, person.name), mark_of_person(person)])
