"""Posts for `samples.py`: one that could neither be sent nor taken down."""

from __future__ import annotations

from typing import Any

from factories import somebody
from publishing.posting import a_channel
from schoolgate.community.models import School
from schoolgate.publishing.posts.actions.writing import write
from schoolgate.publishing.posts.models import Copy, Delivery, Post, Reference
from schoolgate.publishing.posts.words import Words
from schoolgate.record import vault


def _post(school: School) -> Post:
    tess = somebody("staff", school=school)
    channel = a_channel(tess, somebody("staff", school=school), "wordpress", "https://school.example", handle=tess.name)
    version, _ = write(tess, Words("We planted trees.", "Trees", channels=(channel.pk,)))
    return version.post


def _one(school: School) -> dict[str, Any]:
    return {"reference": _post(school).reference}


def _sent(school: School) -> dict[str, Any]:
    post = _post(school)
    made = Delivery.objects.create(
        post=post, version=post.versions.get(), channel_id=post.versions.get().channels[0], key=post.reference, state="by_hand"
    )  # fmt: skip
    return {"reference": post.reference, "delivery": made.pk}


def _standing(school: School) -> dict[str, Any]:
    sent = _sent(school)
    row = Reference.objects.create(delivery_id=sent["delivery"], kind="post", network_id="posts/1")
    return {"reference": sent["reference"], "row": row.pk}


def _copied(school: School) -> dict[str, Any]:
    sent, kept = _sent(school), vault.put(b"WARC")
    made = Copy(
        delivery_id=sent["delivery"], address="https://school.example/1", vault_key=kept.key, sha256=kept.sha256, size=4
    )
    made.save()
    return {"reference": sent["reference"], "number": made.pk}


POST_SAMPLES = {
    "post": _one,
    "post_change": _one,
    "post_fix": _one,
    "post_pictures": _one,
    "post_picture": lambda school: {**_one(school), "version": 1, "number": 1},
    "post_ask": _one,
    "post_drop": _one,
    "post_down": _one,
    "post_again": _sent,
    "post_by_hand": _sent,
    "post_gone": _standing,
    "post_copy": _copied,
    "post_media": lambda school: {"delivery": _sent(school)["delivery"], "place": 0, "said": "0" * 64},
    "posts_feed": lambda school: {"school": school.slug},
}
