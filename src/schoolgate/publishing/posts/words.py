"""What a version of a post says, as values: for its hash, for the check and for the networks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import repeat
from typing import NamedTuple

from schoolgate.community.models import School
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.networks.network import Media, Outgoing
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.posts.models import PostVersion
from schoolgate.record import vault
from schoolgate.record.chain import Json, canonical, sha256


class Words(NamedTuple):
    """What somebody wrote. `pictures` and `channels` are numbers of rows, the pictures in order; `tags` without #."""

    text: str
    title: str = ""
    tags: tuple[str, ...] = ()
    pictures: tuple[int, ...] = ()
    channels: tuple[int, ...] = ()
    not_before: datetime | None = None
    page: bool = False
    unlisted: bool = False


def words_of(version: PostVersion) -> Words:
    said = version.private
    return Words(
        text=str(said.get("text", "")),
        title=str(said.get("title", "")),
        tags=tuple(said.get("tags", ())),
        pictures=tuple(version.pictures),
        channels=tuple(version.channels),
        not_before=version.not_before,
        page=version.page,
        unlisted=version.unlisted,
    )


def hashed(words: Words, pictures: Sequence[Picture]) -> str:
    """SHA-256, in hexadecimal, of everything that would be published, where and when."""
    shown: list[Json] = [[one.sha256, one.said("alt")] for one in pictures]
    when = words.not_before.astimezone(UTC).isoformat() if words.not_before else ""
    said: list[Json] = [words.text, words.title, list(words.tags), list(words.channels), words.page, words.unlisted]
    return sha256(canonical([*said, shown, when]))


def pictures_of(school: School, numbers: Iterable[int], *, put_away: bool = False) -> list[Picture]:
    """These pictures of a school's, in this order, without those that were put away unless they are wanted too."""
    wanted = list(numbers)
    rows = Picture.objects.of(school).filter(pk__in=wanted, **({} if put_away else {"ended_at": None}))
    found = {one.pk: one for one in rows.prefetch_related("faces__person__holdings")}
    return [found[number] for number in wanted if number in found]


def channels_of(version: PostVersion) -> list[Channel]:
    return list(Channel.objects.of(version.post.school).filter(pk__in=version.channels))


def outgoing(words: Words, pictures: Sequence[Picture], addresses: Sequence[str] = ()) -> Outgoing:
    """The same as a network's adapter takes it. `addresses`: where it may fetch each picture, if it is to."""
    return Outgoing(
        text=words.text,
        title=words.title,
        media=tuple(_media(one, address) for one, address in zip(pictures, addresses or repeat(""), strict=False)),
        page=words.page,
        unlisted=words.unlisted,
        tags=words.tags,
    )


def _media(picture: Picture, address: str) -> Media:
    return Media(
        type=picture.media,
        size=picture.size,
        parts=partial(vault.stream, picture.vault_key),
        alt=picture.said("alt"),
        width=picture.width,
        height=picture.height,
        address=address,
    )
