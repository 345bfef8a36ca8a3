"""A version of a post is to go out: one delivery for each channel, written with whatever decided it."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.change import Change, Refused
from schoolgate.publishing.channels.gate import why_closed
from schoolgate.publishing.networks import keys
from schoolgate.publishing.posts.finding import latest
from schoolgate.publishing.posts.models import Delivery, Post, PostVersion
from schoolgate.publishing.posts.words import channels_of, hashed, pictures_of, words_of

CHANGED = "The post or one of its pictures has been changed since this was asked. It has to be asked again."


def publish(ledger: Change, version: PostVersion) -> list[Delivery]:
    """Within a change that holds the post. Raises Refused where it is not what was asked for any more."""
    from schoolgate.publishing.posts.jobs import send

    post = version.post
    if not unchanged(version):
        raise Refused(CHANGED)
    made, when = [], max(version.not_before or timezone.now(), timezone.now())
    for channel in channels_of(version):
        if why := why_closed(channel):
            raise Refused(why)
        made.append(
            Delivery.objects.create(
                post=post,
                version=version,
                channel=channel,
                key=keys.made(timezone.now()),
                not_before=when,
                next_at=when,
            )
        )
    post.state = Post.State.APPROVED
    post.save(update_fields=["state"])
    ledger.write("post.released", post, version=version.number, deliveries=[one.pk for one in made])
    for one in made:
        send.at(when, delivery=one.pk)
    return made


def unchanged(version: PostVersion) -> bool:
    """Whether it is the latest, and all that it shows is what it was."""
    words = words_of(version)
    pictures = pictures_of(version.post.school, words.pictures)
    same = len(pictures) == len(words.pictures) and hashed(words, pictures) == version.sha256
    return same and latest(version.post).pk == version.pk
