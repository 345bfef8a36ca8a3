"""What recruitment searches give to the home page and the menu. The searcher's steps come with the other duties."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Person
from schoolgate.community.today import MenuItem, Task
from schoolgate.duties.dates import Date
from schoolgate.duties.searches.parts import posts_led_by, posts_of

MENU = [MenuItem("Recruitment", "search_posts", "search.open", "Open a post, and see how its online searches stand")]


def tasks(person: Person) -> Iterator[Task]:
    """A post that waits for its first candidates, and the posts that they lead and have to close."""
    every = posts_of(person).filter(decided_on__isnull=True)
    for post in every.filter(searcher=person, candidates__isnull=True):
        url = reverse("search_post", args=[post.reference])
        yield Task(
            "Put the shortlisted candidates on the list", url, f"{post.reference}, by {post.needed_by:%-d %B %Y}."
        )
    for post in every.filter(panel=person):
        url = reverse("search_post", args=[post.reference])
        yield Task("See what bears on a post that you judge", url, f"{post.reference}.", "Waiting")
    for post in posts_led_by(person).filter(decided_on__isnull=True, needed_by__lt=timezone.localdate()):
        url = reverse("search_close", args=[post.reference])
        yield Task("Say when a post was filled", url, f"{post.reference}: then its papers go on their date.")


def dates(person: Person) -> Iterator[Date]:
    """The day on which each post's papers are destroyed, for whoever may hold them."""
    for post in posts_led_by(person).filter(held_at__isnull=True):
        url = reverse("search_post", args=[post.reference])
        words = f"Recruitment searches {post.reference} are destroyed"
        yield Date(f"search-{post.pk}", post.destroy_on(), words, url)
