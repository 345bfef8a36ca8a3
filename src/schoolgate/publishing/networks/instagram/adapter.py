"""Instagram, by the API for professional accounts with Facebook Login. It fetches each picture itself, into a container
that nobody sees; one request then publishes the container.

Instagram keeps no key: a post is found again by its words among what the account has published since the key was made.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from schoolgate.publishing.networks import graph
from schoolgate.publishing.networks.asked_about import post_of, written_since
from schoolgate.publishing.networks.errors import Gone, NoAccess, Trouble, Unsupported
from schoolgate.publishing.networks.graph import Graph
from schoolgate.publishing.networks.hashtags import with_tags
from schoolgate.publishing.networks.http import Line, Row
from schoolgate.publishing.networks.instagram import standing
from schoolgate.publishing.networks.instagram.said import NOT_REACHED, SAYS
from schoolgate.publishing.networks.limits import problems
from schoolgate.publishing.networks.network import (
    Account,
    Admin,
    Ask,
    Capabilities,
    Comment,
    Network,
    Outgoing,
    Problem,
    Published,
    Reference,
    Removal,
    State,
)

NEEDED = (
    "pages_show_list",
    "pages_read_engagement",
    "instagram_basic",
    "instagram_content_publish",
    "instagram_manage_comments",
    "instagram_manage_contents",
)
MOST = 10
LONGEST = 2200
HASHTAGS, NAMES = 30, 20
TALLEST, WIDEST = 4 / 5, 1.91
# Rounding to whole pixels.
ALMOST = 0.01
COMMENT = "id,text,timestamp,username,hidden,parent_id"
ALONE = "Instagram deletes whole posts only. Delete the post, or this picture of it, in the app."
POST = "post on Instagram"
NOT_OURS = "This is not the account that stands here. Look at its number, and at its name."


class Instagram(Network):
    name: ClassVar[str] = "instagram"
    called: ClassVar[str] = "Instagram"
    can: ClassVar[Capabilities] = Capabilities(
        longest=LONGEST,
        pictures=MOST,
        picture_types=frozenset({"image/jpeg"}),
        picture_bytes=8_000_000,
        longest_alt=1000,
        film=True,
        film_types=frozenset({"video/mp4", "video/quicktime"}),
        film_bytes=300_000_000,
        film_with_pictures=True,
        needs="media",
        fetches=True,
        comments=True,
        hide=True,
        delete=True,
        remove=True,
    )
    asks: ClassVar[tuple[Ask, ...]] = (
        Ask("account", "Number of the account", "In Meta Business Suite, under Settings, Accounts.", secret=False),
        Ask("token", "Access token", "One that does not end. Whoever set up the school’s app at Meta makes it."),
    )

    def __init__(self, account: Account) -> None:
        self._handle = account.handle
        self._account = account.secrets.get("account", "").strip()
        self._graph = Graph(self.called, account, self._account, SAYS)
        self._stranger = Line(self.called, account.transport)

    def pause(self, seconds: float) -> None:
        """Between two looks whether Instagram is ready."""
        time.sleep(seconds)

    def check_access(self) -> None:
        if not self._account.isdecimal():
            raise NoAccess("The number of the account is made of figures alone. Look at it again.")
        self._graph.check(NEEDED)
        try:
            ours = self._graph.ask("GET", self._account, params={"fields": "id,username"})
        except Gone:
            raise NoAccess("There is no account of this number for this token. Look at both again.") from None
        if _handle(str(ours.get("username") or "")) != _handle(self._handle):
            raise NoAccess(NOT_OURS)
        standing.left_today(self._graph, self._account)

    def validate(self, post: Outgoing) -> list[Problem]:
        return [*problems(self.can, self.called, post), *_more(post)]

    def publish(self, post: Outgoing, key: str) -> Published:
        return self.look(key, post) or standing.put(self._graph, self._account, post, self.pause)

    def look(self, key: str, post: Outgoing) -> Published | None:
        return standing.found(self._graph, self._account, key, post)

    def remains(self, key: str, post: Outgoing) -> Published | None:
        return self.look(key, post)

    def poll(self, published: Published) -> State:
        try:
            self._graph.ask("GET", post_of(published, POST).id, params={"fields": "id"})
        except Gone:
            self._graph.see_home()
            return "gone"
        return "live"

    def fetch_comments(self, published: Published, since: datetime | None = None) -> list[Comment]:
        asked = {"fields": f"{COMMENT},replies{{{COMMENT}}}"}
        found = []
        for row in self._graph.rows(f"{post_of(published, POST).id}/comments", asked):
            below = (row.get("replies") or {}).get("data") or ()
            found += [_comment(row), *(_comment(one, str(row["id"])) for one in below)]
        return written_since(found, since)

    def hide_comment(self, comment_id: str) -> None:
        self._graph.do("POST", comment_id, "hide", data={"hide": "true"})

    def delete_comment(self, comment_id: str) -> None:
        self._graph.do("DELETE", comment_id, "delete")

    def remove(self, published: Published) -> list[Removal]:
        """A post goes with everything in it. A picture that is a post of its own goes alone; one of several cannot."""
        posts = {one.id for one in published.references if one.kind == "post"}
        if not posts:
            return [answer for one in published.references for answer in self._alone(one)]
        by_post = {number: self._graph.delete(number) for number in sorted(posts)}
        # With more than one post, what is shown is gone once all of them are.
        whole = next((one for one in by_post.values() if one.outcome == "failed"), next(iter(by_post.values())))
        return [Removal(one, *by_post.get(one.id, whole)) for one in published.references]

    def confirm_gone(self, reference: Reference) -> bool:
        return graph.gone(self._stranger, reference)

    def verify_admins(self) -> list[Admin]:
        raise Unsupported(
            "Instagram does not tell who runs an account. Look in Meta Business Suite, under Settings, and write it "
            "down here."
        )

    def _alone(self, shown: Reference) -> Iterator[Removal]:
        """Only a post has a page of its own; it goes with its one picture."""
        try:
            page = self._graph.ask("GET", shown.id, params={"fields": "id,permalink"}).get("permalink")
        except Trouble as error:
            yield Removal(shown, *self._graph.refused(error))
            return
        if not page:
            yield Removal(shown, "unsupported", ALONE)
            return
        answer = self._graph.delete(shown.id)
        yield Removal(Reference("post", shown.id, str(page)), *answer)
        yield Removal(shown, *answer)


def _more(post: Outgoing) -> Iterator[Problem]:
    """What only Instagram asks for."""
    caption = with_tags(post)
    if len(post.text) <= LONGEST < len(caption):
        yield Problem("limit", "tags", "With its tags this is too long for Instagram.", "Take out a tag or some words.")
    for sign, most, what in (("#", HASHTAGS, "words with a #"), ("@", NAMES, "names with an @")):
        if (count := len(re.findall(rf"(?<!\w){sign}\w", caption))) > most:
            yield Problem("limit", "text", f"Instagram takes {most} {what}, and this has {count}.", "Take some out.")
    if len(post.media) > MOST:
        yield Problem(
            "limit",
            "media",
            f"Instagram takes {MOST} pictures and films together.",
            "Take out some, or make two posts.",
        )
    if any(not one.address for one in post.media):
        yield Problem("limit", "media", NOT_REACHED, "Leave Instagram out, or publish it there by hand.")
    yield from _shapes(post)


def _shapes(post: Outgoing) -> Iterator[Problem]:
    pictures = [one for one in post.media if not one.is_film]
    first = 0.0
    for number, one in enumerate(pictures, start=1):
        if not (one.width and one.height):
            continue
        shape = one.width / one.height
        first = first or shape
        if not TALLEST - ALMOST <= shape <= WIDEST + ALMOST:
            what = "tall" if shape < 1 else "wide"
            yield Problem(
                "limit", f"picture {number}", f"This picture is too {what} for Instagram.", "Cut it to a squarer shape."
            )
        elif abs(shape / first - 1) > ALMOST:
            yield Problem(
                "limit",
                f"picture {number}",
                "Instagram cuts every picture to the shape of the first.",
                "Cut it to the same shape yourself, so that you see what is shown, or make another post of it.",
            )


def _handle(name: str) -> str:
    return name.strip().lstrip("@").casefold()


def _comment(row: Row, answers: str = "") -> Comment:
    return Comment(
        id=str(row["id"]),
        author=str(row.get("username") or ""),
        text=str(row.get("text") or ""),
        at=graph.at(row["timestamp"]),
        hidden=row.get("hidden"),
        answers=answers or str(row.get("parent_id") or ""),
    )
