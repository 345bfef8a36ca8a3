"""A school with a policy, an open account and the people who run it; and what they do with posts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from factories import somebody
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.models import Person, School
from schoolgate.policy.actions import adopting, drafting
from schoolgate.publishing.channels.models import Channel, Credential, RiskAssessment
from schoolgate.publishing.moderation.models import Comment
from schoolgate.publishing.posts.actions import writing
from schoolgate.publishing.posts.models import Delivery, Post
from schoolgate.publishing.posts.words import Words

WORDS = "We planted twelve apple trees behind the hall.\n\nIt rained. Nobody minded."


@dataclass
class Here:
    school: School
    head: Person
    dsl: Person
    chair: Person
    tess: Person
    channel: Channel


def here(pack: str = "days-lane", network: str = "noticeboard", address: str = "", **secrets: str) -> Here:
    head = somebody("head")
    school = head.school
    dsl, chair, tess = (somebody(role, school=school) for role in ("dsl", "chair", "staff"))
    if pack:
        adopt(head, chair, pack)
    channel = a_channel(tess, head, network, address, **secrets)
    return Here(school, head, dsl, chair, tess, channel)


def adopt(head: Person, chair: Person, pack: str) -> None:
    adopting.adopt(chair, adopting.send(head, drafting.start_from(head, pack)), date(2020, 9, 1))


def a_channel(
    owner: Person,
    second: Person,
    network: str = "noticeboard",
    address: str = "",
    handle: str = "school",
    **secrets: str,
) -> Channel:
    """An account that was assessed, asked for and opened, and is connected."""
    school, now = owner.school, timezone.now()
    asked = ApprovalRequest.objects.create(
        school=school, asker=owner, kind="account", words="An account.", state="approved", ended_at=now,
        expires_on=timezone.localdate(),
    )  # fmt: skip
    channel = Channel.objects.create(
        school=school, network=network, handle=handle, address=address, purpose="News", email="office@school.example",
        owner=owner, second=second,
    )  # fmt: skip
    risks = RiskAssessment(channel=channel, by=owner, left=1, review_on=timezone.localdate() + timedelta(days=365))
    risks.save()
    channel.request, channel.assessment, channel.state, channel.opened_at = asked, risks, Channel.State.OPEN, now
    channel.save()
    credential = Credential(channel=channel, by=owner, tested_at=now)
    credential.keep(**(secrets or {"pin": "1234"}))
    credential.save()
    return channel


def words(response: Any) -> str:
    """What a page says, without its tags, in one line."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main", 1)[1])
    return re.sub(r"\s+", " ", text).replace("&#x27;", "'")


def write(client: Any, channel: Channel, text: str = WORDS, title: str = "Apple trees", **more: Any) -> str:
    """Write a post in the browser; its reference."""
    given = {"title": title, "text": text, "tags": "", "channels": [channel.pk], "when": "now", **more}
    page = client.post("/posts/new/", given, follow=True)
    assert page.status_code == 200, words(page)
    return str(Post.unscoped.latest("pk").reference)


def ask_for(client: Any, reference: str, said: str = "Please look at it.") -> Any:
    sha256 = latest(reference).sha256
    return client.post(f"/posts/{reference}/ask/", {"words": said, "seen": "on", "sha256": sha256}, follow=True)


def latest(reference: str) -> Any:
    return Post.unscoped.get(reference=reference).versions.latest("number")


def approve(client: Any, reference: str) -> Any:
    request = latest(reference).approval.request
    answer = {"answer": "approve", "reason": "It is right.", "conditions": ""}
    return client.post(f"/requests/{request.pk}/decide/", answer, follow=True)


def delivery(reference: str) -> Delivery:
    return Delivery.unscoped.filter(post__reference=reference).latest("pk")


def a_comment(channel: Channel, by: Person, text: str = "Lovely.", author: str = "Robin Ash", **about: Any) -> Comment:
    """What somebody wrote under a post of `by`'s that is out."""
    version, _ = writing.write(by, Words(WORDS, "Apple trees", channels=(channel.pk,)))
    post, now = version.post, timezone.now()
    post.state, post.out_at = Post.State.OUT, now
    post.save()
    sent = Delivery.objects.create(
        post=post, version=version, channel=channel, key=f"k{post.pk}", state="out", out_at=now
    )
    sent.references.create(kind="post", network_id=f"n{post.pk}", address=f"https://wall.example/n{post.pk}")
    made = Comment(channel=channel, delivery=sent, network_id="1", at=now, address="https://wall.example/n1#1", **about)
    made.keep(author=author, text=text)
    made.save()
    return made
