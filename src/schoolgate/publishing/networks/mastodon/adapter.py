"""Mastodon. A post is made once under its key, which a server keeps for an hour; later it is found by its words, its
pictures and the time of its key."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from schoolgate.publishing.networks.asked_about import post_of, written_since
from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Unsupported
from schoolgate.publishing.networks.http import Line, Row, gone
from schoolgate.publishing.networks.limits import problems
from schoolgate.publishing.networks.mastodon import said, standing, words
from schoolgate.publishing.networks.mastodon.api import CALLED, Api
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

NEEDED = ("read:accounts", "read:statuses", "write:statuses", "write:media")
IN_PUBLIC = ("public", "unlisted")
NOT_HIDDEN = (
    "Mastodon does not let an account hide what others answer. Open it, and block or report whoever wrote it, or ask "
    "the people who run the server."
)
POST = "post on the server"
NO_LIST = "A Mastodon account has one sign-in and no list of who uses it. Write down here who knows its password."


class Mastodon(Network):
    name: ClassVar[str] = "mastodon"
    called: ClassVar[str] = "Mastodon"
    # What a server has that nobody set up otherwise (Mastodon 4.4; a picture of 33,177,600 pixels at most).
    can: ClassVar[Capabilities] = Capabilities(
        longest=500,
        length=words.length,
        pictures=4,
        picture_types=frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"}),
        picture_bytes=16 * 1024 * 1024,
        picture_side=5760,
        longest_alt=1500,
        film=True,
        film_bytes=99 * 1024 * 1024,
        comments=True,
        remove=True,
    )
    asks: ClassVar[tuple[Ask, ...]] = (
        Ask("token", "Access token", "At the server, under Preferences, Development, New application."),
    )

    def __init__(self, account: Account) -> None:
        self._api = Api(account)
        self._handle = account.handle
        self._stranger = Line(CALLED, account.transport)

    def check_access(self) -> None:
        try:
            me = self._api.ask("GET", "v1/accounts/verify_credentials")
        except Gone:
            raise Failed(said.NO_MASTODON, again=False) from None
        name = str(me.get("username", ""))
        wanted = self._handle.strip().lstrip("@").partition("@")[0]
        if wanted and name.casefold() != wanted.casefold():
            raise NoAccess(said.OTHER_ACCOUNT.format(name))
        scopes = self._api.ask("GET", "v1/apps/verify_credentials").get("scopes")
        # Servers before 4.3 do not say; there a request that is not allowed is answered with 403.
        lacks = [one for one in NEEDED if isinstance(scopes, list) and not {one, one.partition(":")[0]} & set(scopes)]
        if lacks:
            raise NoAccess(said.MAY_NOT.format(" and ".join(lacks)))

    def validate(self, post: Outgoing) -> list[Problem]:
        return problems(self.can, self.called, replace(post, text=words.whole(post)))

    def publish(self, post: Outgoing, key: str) -> Published:
        return standing.found(self._api, post, key) or standing.put(self._api, post, key)

    def look(self, key: str, post: Outgoing) -> Published | None:
        return standing.found(self._api, post, key)

    def remains(self, key: str, post: Outgoing) -> Published | None:
        return standing.found(self._api, post, key)

    def poll(self, published: Published) -> State:
        try:
            self._api.ask("GET", f"v1/statuses/{post_of(published, POST).id}")
        except Gone:
            return "gone"
        return "live"

    def fetch_comments(self, published: Published, since: datetime | None = None) -> list[Comment]:
        below = self._api.ask("GET", f"v1/statuses/{post_of(published, POST).id}/context").get("descendants", [])
        # What was written to the school alone is a letter and no comment.
        rows = [row for row in below if row.get("visibility") in IN_PUBLIC]
        return written_since(map(_comment, rows), since)

    def hide_comment(self, comment_id: str) -> None:  # noqa: ARG002
        raise Unsupported(NOT_HIDDEN)

    def delete_comment(self, comment_id: str) -> None:  # noqa: ARG002
        raise Unsupported(NOT_HIDDEN)

    def remove(self, published: Published) -> list[Removal]:
        return standing.taken_down(self._api, published)

    def confirm_gone(self, reference: Reference) -> bool:
        if not reference.address:
            raise Unsupported("There is no address to ask at. Look for it on the server.")
        return gone(self._stranger, reference.address)

    def verify_admins(self) -> list[Admin]:
        raise Unsupported(NO_LIST)


def _comment(row: Row) -> Comment:
    by = row.get("account") or {}
    return Comment(
        id=str(row["id"]),
        author=by.get("display_name") or by.get("acct", ""),
        text=words.plain(row.get("content", "")),
        at=standing.at(row),
        address=row.get("url") or "",
        answers=str(row.get("in_reply_to_id") or ""),
    )
