"""A finding is put right at one click: the words are changed, and the post is checked again."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.publishing.checking.mending import mended
from schoolgate.publishing.checking.model import Finding
from schoolgate.publishing.checking.words_of import places
from schoolgate.publishing.pictures.actions.describing import reword
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.pictures.reach import seen_by
from schoolgate.publishing.posts.actions.writing import write
from schoolgate.publishing.posts.finding import latest
from schoolgate.publishing.posts.gate import Gated, gate
from schoolgate.publishing.posts.models import Post, PostVersion
from schoolgate.publishing.posts.words import words_of

OTHER = "The post has changed meanwhile. Look at what is marked now."
ON_ITS_WAY = (Post.State.ASKED, Post.State.APPROVED)


def can_mend(by: Person, version: PostVersion, gated: Gated, finding: Finding) -> bool:
    """Whether one click puts a finding right. The description of a picture is the same in every post, so it stays as it
    is while another post with it waits to go out."""
    if finding.put is None:
        return False
    picture = _described(version, gated, finding)
    if picture is None:
        return True
    waiting = Post.objects.of(by.school).filter(state__in=ON_ITS_WAY).exclude(pk=version.post_id)
    shown = PostVersion.objects.of(by.school).filter(post__in=waiting).values_list("pictures", flat=True)
    return seen_by(by).filter(pk=picture).exists() and not any(picture in pictures for pictures in shown)


def mend(by: Person, post: Post, number: int, sha256: str) -> None:
    """`number` counts the findings of the version with that hash from 0. Raises Refused where it is another now."""
    version = latest(post)
    gated = gate(version, timezone.localdate())
    if version.sha256 != sha256 or not 0 <= number < len(gated.findings):
        raise Refused(OTHER)
    finding = gated.findings[number]
    if not can_mend(by, version, gated, finding):
        raise Refused(OTHER)
    draft = mended(gated.draft, finding)
    if (picture := _described(version, gated, finding)) is not None:
        alt = draft.pictures[version.pictures.index(picture)].alt
        reword(by, Picture.objects.of(by.school).get(pk=picture), alt)
    words = words_of(version)._replace(text=draft.text, title=draft.title, tags=tuple(draft.tags))
    write(by, words, post)


def leave_out(by: Person, post: Post, picture: int, sha256: str) -> None:
    """The same post without a picture. Raises Refused where it is another now."""
    version = latest(post)
    if version.sha256 != sha256 or picture not in version.pictures:
        raise Refused(OTHER)
    words = words_of(version)
    write(by, words._replace(pictures=tuple(one for one in words.pictures if one != picture)), post)


def _described(version: PostVersion, gated: Gated, finding: Finding) -> int | None:
    """The picture whose description a finding would change."""
    listed = places(gated.draft)
    return version.pictures[listed.index(finding.where)] if finding.where in listed and not finding.does else None
