"""What recruitment searches give to the home page and the menu. The searcher's steps come with the other duties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.today import A_FEW, PEOPLE, WAITING, MenuItem, Task, few
from schoolgate.duties.dates import Date
from schoolgate.duties.searches.models import Post
from schoolgate.duties.searches.parts import posts_led_by, posts_of

WING = PEOPLE
MENU = [
    MenuItem(
        "Recruitment", "search_posts", "search.open", "Open a post, and see how its online searches stand", aside=True
    )
]


def tasks(person: Person) -> Iterator[Task]:
    """What waits for this person, and where the rest stands."""
    rest = Task("See the other posts that wait for you", reverse("search_posts"), "They stand on the list of posts.")
    yield from few(_waiting(person), rest)


def _waiting(person: Person) -> Iterator[Task]:
    """A post that waits for its first candidates, those to judge, and the posts that they lead and have to close."""
    every = posts_of(person).filter(decided_on__isnull=True)
    for post in every.filter(searcher=person, candidates__isnull=True)[: A_FEW + 1]:
        hint = f"{post.reference}, by {post.needed_by:%-d %B %Y}."
        yield Task("Put the shortlisted candidates on the list", _url(post), hint)
    for post in every.filter(panel=person)[: A_FEW + 1]:
        yield Task("See what bears on a post that you judge", _url(post), f"{post.reference}.", WAITING)
    late = posts_led_by(person).filter(decided_on__isnull=True, needed_by__lt=timezone.localdate())
    for post in late[: A_FEW + 1]:
        url = reverse("search_close", args=[post.reference])
        yield Task("Say when a post was filled", url, f"{post.reference}: then its papers go on their date.")


def private_parts(school: School) -> Iterable[int]:
    """Whoever searches for a post, and whoever judges it."""
    found = Person.objects.of(school).filter(Q(posts_to_search__isnull=False) | Q(posts_to_judge__isnull=False))
    return found.values_list("pk", flat=True)


def dates(person: Person) -> Iterator[Date]:
    """The day on which each post's papers are destroyed, for whoever may hold them."""
    for post in posts_led_by(person).filter(held_at__isnull=True):
        words = f"Recruitment searches {post.reference} are destroyed"
        yield Date(f"search-{post.pk}", post.destroy_on(), words, _url(post))


def _url(post: Post) -> str:
    return reverse("search_post", args=[post.reference])
