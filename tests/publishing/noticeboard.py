"""A network of the tests' own: a noticeboard in memory, which keeps its keys and can be told to go wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar

from schoolgate.publishing.networks import known
from schoolgate.publishing.networks.errors import Unsupported
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


@dataclass
class Wall:
    """What hangs there: the key of each post -> what it says. `asked` are the calls, in order."""

    posts: dict[str, Outgoing] = field(default_factory=dict)
    pinned: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda _: None
    after: Callable[[str], None] = lambda _: None
    state: State = "live"
    keeps: bool = False
    removal: Removal | None = None
    comments: dict[str, list[Comment]] = field(default_factory=dict)
    can_hide: bool = True

    def writes(self, key: str, text: str, author: str = "Robin Ash", **more: Any) -> str:
        """Somebody writes under a post; the number of their comment."""
        number = str(sum(map(len, self.comments.values())) + 1)
        about = {"at": datetime.now(UTC), "address": f"https://wall.example/{key}#{number}", **more}
        self.comments.setdefault(key, []).append(Comment(number, author, text, **about))
        return number

    def comment(self, number: str) -> Comment:
        return next(one for on in self.comments.values() for one in on if one.id == number)

    def put(self, number: str, **other: Any) -> None:
        """A comment is otherwise now; gone, with `gone=True`."""
        for on in self.comments.values():
            for place, one in enumerate(on):
                if one.id == number:
                    on[place : place + 1] = [] if other.get("gone") else [replace(one, **other)]

    def published(self, key: str) -> Published | None:
        if key not in self.posts:
            return None
        shown = [
            Reference("media", f"{key}-{n}", f"https://wall.example/{key}/{n}.jpg", n)
            for n in range(len(self.posts[key].media))
        ]
        return Published((Reference("post", key, f"https://wall.example/{key}"), *shown))


WALL = Wall()


class Noticeboard(Network):
    name: ClassVar[str] = "noticeboard"
    called: ClassVar[str] = "The noticeboard"
    can: ClassVar[Capabilities] = Capabilities(
        longest=2000,
        title=True,
        pictures=4,
        longest_alt=500,
        film=True,
        remove=True,
        comments=True,
        hide=True,
        delete=True,
    )
    asks: ClassVar[tuple[Ask, ...]] = (Ask("pin", "The pin"),)

    def __init__(self, account: Account) -> None:
        self.account = account

    def check_access(self) -> None: ...

    def validate(self, post: Outgoing) -> list[Problem]:
        return problems(self.can, self.called, post)

    def publish(self, post: Outgoing, key: str) -> Published:
        WALL.asked.append("publish")
        WALL.before(key)
        if key not in WALL.posts:
            WALL.posts[key] = post
            WALL.pinned.append(key)
        WALL.after(key)
        found = WALL.published(key)
        assert found
        return found

    def look(self, key: str, post: Outgoing) -> Published | None:
        WALL.asked.append("look")
        return WALL.published(key)

    def remains(self, key: str, post: Outgoing) -> Published | None:
        WALL.asked.append("remains")
        return WALL.published(key)

    def poll(self, published: Published) -> State:
        return WALL.state

    def fetch_comments(self, published: Published, since: datetime | None = None) -> list[Comment]:
        WALL.asked.append("comments" if since else "all comments")
        WALL.before("comments")
        on = WALL.comments.get(published.post.id if published.post else "", [])
        return [one for one in on if since is None or one.at >= since]

    def hide_comment(self, comment_id: str) -> None:
        self._handle(comment_id, "hide", hidden=True)

    def show_comment(self, comment_id: str) -> None:
        self._handle(comment_id, "show", hidden=False)

    def delete_comment(self, comment_id: str) -> None:
        self._handle(comment_id, "delete", gone=True)

    def _handle(self, number: str, what: str, **other: Any) -> None:
        WALL.asked.append(f"{what} {number}")
        WALL.before(what)
        if not WALL.can_hide:
            raise Unsupported("This noticeboard hides nothing. Do it there by hand.")
        WALL.put(number, **other)
        WALL.after(what)

    def remove(self, published: Published) -> list[Removal]:
        WALL.asked.append("remove")
        if WALL.removal:
            return [
                Removal(one, WALL.removal.outcome, WALL.removal.why, WALL.removal.again) for one in published.references
            ]
        for one in published.references:
            if not WALL.keeps:
                WALL.posts.pop(one.id.partition("-")[0], None)
        return [Removal(one, "done") for one in published.references]

    def confirm_gone(self, reference: Reference) -> bool:
        return reference.id.partition("-")[0] not in WALL.posts and not WALL.keeps

    def verify_admins(self) -> list[Admin]:
        return []


@contextmanager
def hanging() -> Iterator[Wall]:
    """The noticeboard is among the networks, and nothing hangs on it yet."""
    name = f"{known.__package__}.noticeboard"
    known.WHERE["noticeboard"], sys.modules[name] = "noticeboard:Noticeboard", sys.modules[__name__]
    WALL.__init__()  # type: ignore[misc]
    try:
        yield WALL
    finally:
        del known.WHERE["noticeboard"], sys.modules[name]
