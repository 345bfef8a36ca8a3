"""How a post stands on each channel: where it is, what comes down, and what a person does there."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone

from schoolgate.community import moments
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.posts.actions.removing import can_be_said
from schoolgate.publishing.posts.gate import gate
from schoolgate.publishing.posts.models import Delivery, Post, Reference

Sent = Delivery.State
COLOURS = {Sent.OUT: "green", Sent.BY_HAND: "red", Sent.STOPPED: "orange", Sent.DOWN: "grey"}


def deliveries(found: Post) -> list[dict[str, Any]]:
    """A row for each channel, in the order they were asked for."""
    rows = found.deliveries.select_related("channel", "version").order_by("pk")
    rows = rows.prefetch_related("references__looked_by", "copies")
    return [
        {
            "it": one,
            "channel": called(one.channel),
            "colour": COLOURS.get(Sent(one.state), "blue"),
            "address": next((r.address for r in one.references.all() if r.kind == "post" and not r.gone_at), ""),
            "by": moments.at(one.by_hand_by),
            "next": moments.at(one.next_at) if one.state == Sent.WAITING else "",
            "out": moments.at(one.out_at),
            "coming": any(r.asked_at and not r.gone_at for r in one.references.all()),
            "going": [r for r in one.references.all() if r.asked_at and not r.gone_at and not r.by_eye],
            **_for_people([r for r in one.references.all() if r.by_hand_by and not r.gone_at]),
            "looked": _looked(one),
            "gone": sum(bool(r.gone_at) for r in one.references.all()),
            "all": len(one.references.all()),
            "copies": [(copy.pk, moments.at(copy.at)) for copy in one.copies.all()],
            "by_hand": one.state == Sent.BY_HAND,
            "not_now": one.state == Sent.BY_HAND and _blocked(found, one),
            "done_by_hand": can_be_said(one),
        }
        for one in rows
    ]


def _blocked(found: Post, delivery: Delivery) -> bool:
    delivery.version.post = found
    return gate(delivery.version, timezone.localdate()).blocked


def _for_people(rows: list[Reference]) -> dict[str, Any]:
    """What a person takes down, and what a person looks at because no machine can tell; each with the time for it."""
    hands, eyes = [one for one in rows if not one.by_eye], [one for one in rows if one.by_eye]

    def first(of: list[Reference]) -> str:
        return moments.at(min((one.by_hand_by for one in of if one.by_hand_by), default=None))

    return {"hands": hands, "hands_by": first(hands), "eyes": eyes, "eyes_by": first(eyes)}


def _looked(delivery: Delivery) -> list[tuple[str, int]]:
    """Who looked at how many addresses that are gone."""
    who = Counter(one.looked_by.name for one in delivery.references.all() if one.looked_by and one.gone_at)
    return sorted(who.items())
