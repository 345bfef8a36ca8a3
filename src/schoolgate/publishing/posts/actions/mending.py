"""A finding is put right at one click: the words are changed, and the post is checked again."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.publishing.checking.mending import mended
from schoolgate.publishing.posts.actions.writing import write
from schoolgate.publishing.posts.finding import latest
from schoolgate.publishing.posts.gate import gate
from schoolgate.publishing.posts.models import Post
from schoolgate.publishing.posts.words import words_of

OTHER = "The post has changed meanwhile. Look at what is marked now."


def mend(by: Person, post: Post, number: int, sha256: str) -> None:
    """`number` counts the findings of the version with that hash from 0. Raises Refused where it is another now."""
    version = latest(post)
    gated = gate(version, timezone.localdate())
    if version.sha256 != sha256 or not 0 <= number < len(gated.findings):
        raise Refused(OTHER)
    try:
        draft = mended(gated.draft, gated.findings[number])
    except ValueError:
        raise Refused(OTHER) from None
    words = words_of(version)._replace(text=draft.text, title=draft.title, tags=tuple(draft.tags))
    write(by, words, post)
