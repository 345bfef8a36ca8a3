"""A comment by its number, for somebody who may see it; that they look is written down first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from schoolgate.community import moments
from schoolgate.community.change import change
from schoolgate.community.models import School
from schoolgate.community.request import Request
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.moderation.models import Comment
from schoolgate.publishing.moderation.naming import names_in
from schoolgate.publishing.moderation.reaching import looked_after_by, looks_after, may_see
from schoolgate.record.chain import Json

State, Wanted = Comment.State, Comment.Wanted
COLOURS = {State.NEW: "blue", State.KEPT: "green", State.HIDDEN: "orange", State.DELETED: "grey", State.GONE: "grey"}


def find(request: Request, pk: int, *, to_handle: bool = False) -> Comment:
    """Raises Http404 for one that they may not see (or, with `to_handle`, do not look after), as for none."""
    rows = Comment.objects.of(request.person.school).filter(pk=pk)
    found = rows.select_related("channel__school", "channel__owner", "channel__second", "delivery__post__by").first()
    if found is None:
        raise Http404
    may = looks_after(request.person, found.channel) if to_handle else may_see(request.person, found)
    if not may:
        raise Http404
    looks(request, [found])
    return found


def find_channel(request: Request, pk: int) -> Channel:
    """An account that they look after, or 404."""
    found = looked_after_by(request.person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def looks(request: Request, shown: Iterable[Comment]) -> None:
    """One entry for a page, before what anybody wrote is shown on it: the numbers of the comments."""
    page = request.resolver_match.url_name if request.resolver_match else ""
    numbers: list[Json] = [one.pk for one in shown]
    with change(request.person, "comment.see", request.person.school) as ledger:
        ledger.write("comments.shown", request.person, page=page, comments=numbers)


def lines(school: School, found: Iterable[Comment]) -> list[dict[str, Any]]:
    """Each as it is shown in a list: who, when, where, its words and whom they name."""
    rows = list(found)
    said = [one.private for one in rows]
    named = names_in(school, [one["text"] for one in said])
    return [
        {
            "it": row,
            "author": words["author"] or "Somebody",
            "paragraphs": [part for part in words["text"].split("\n") if part.strip()],
            "at": moments.at(row.at),
            "where": called(row.channel),
            "state": state(row),
            "pupils": names.pupils,
            "others": names.others,
        }
        for row, words, names in zip(rows, said, named, strict=True)
    ]


def state(row: Comment) -> tuple[str, str]:
    """How it stands, in words and in a colour."""
    if row.wanted:
        hand = row.by_hand_by is not None
        return ("Somebody has to do it", "red") if hand else (row.get_wanted_display(), "yellow")
    if row.hidden_there and row.state in (State.NEW, State.SEEN, State.KEPT):
        return f"{row.get_state_display()}, held back by the network", "yellow"
    return row.get_state_display(), COLOURS.get(State(row.state), "grey")
