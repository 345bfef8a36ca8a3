"""Bluesky. A post is one record under a key that is worked out from ours, so that the server itself takes it once; its
pictures can be seen with it and not before it, and go when it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import ClassVar

import httpx

from schoolgate.publishing.networks.asked_about import post_of
from schoolgate.publishing.networks.bluesky import places, said, standing, thread, words
from schoolgate.publishing.networks.bluesky.api import CALLED, Api
from schoolgate.publishing.networks.errors import NoAccess, Unsupported
from schoolgate.publishing.networks.http import Line, gone
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

LONGEST_FILM_ALT = 1000
NOT_OURS = (
    "Bluesky lets nobody delete what others write. Hide it, or open it and report it to Bluesky; it can be taken down "
    "there."
)
POST = "post on Bluesky"
NO_LIST = "A Bluesky account has one sign-in and no list of who uses it. Write down here who knows its password."


class Bluesky(Network):
    name: ClassVar[str] = "bluesky"
    called: ClassVar[str] = CALLED
    # The lexicon's (app.bsky.embed.images and .video in bluesky-social/atproto, looked up 2026-11-21): pictures of
    # 2,000,000 bytes since April 2026, four at most. It limits no description of a picture; Bluesky's own app does.
    can: ClassVar[Capabilities] = Capabilities(
        longest=words.LONGEST,
        length=words.characters,
        pictures=4,
        picture_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
        picture_bytes=2_000_000,
        longest_alt=2000,
        film=True,
        film_bytes=100_000_000,
        comments=True,
        hide=True,
        remove=True,
    )
    asks: ClassVar[tuple[Ask, ...]] = (
        Ask("password", "App password", "In Bluesky, under Settings, Privacy and security, App passwords."),
    )

    def __init__(self, account: Account) -> None:
        self._api = Api(account)
        self._stranger = Line(CALLED, account.transport)

    def check_access(self) -> None:
        if self._api.session.is_own_password:
            raise NoAccess(said.OF_THE_ACCOUNT)

    def validate(self, post: Outgoing) -> list[Problem]:
        whole = replace(post, text=words.whole(post))
        found = problems(self.can, self.called, whole)
        size = len(whole.text.encode())
        if size > words.LONGEST_BYTES and words.characters(whole.text) <= words.LONGEST:
            fix = "Take some of the small pictures out of the words."
            found.insert(0, Problem("limit", "text", "These words take more room than Bluesky has.", fix))
        for one in post.media:
            if one.is_film and words.characters(one.alt) > LONGEST_FILM_ALT:
                message = f"Bluesky takes a description of {LONGEST_FILM_ALT:,} characters at most for a film."
                found.append(Problem("alt_text", "film 1", message, "Shorten the description."))
        return found

    def publish(self, post: Outgoing, key: str) -> Published:
        return standing.put(self._api, post, key)

    def look(self, key: str, post: Outgoing) -> Published | None:  # noqa: ARG002
        return standing.found(self._api, key)

    def remains(self, key: str, post: Outgoing) -> Published | None:  # noqa: ARG002
        return standing.found(self._api, key)

    def poll(self, published: Published) -> State:
        return "gone" if self._api.record(post_of(published, POST).id) is None else "live"

    def fetch_comments(self, published: Published, since: datetime | None = None) -> list[Comment]:
        return thread.comments(self._api, post_of(published, POST).id, since)

    def hide_comment(self, comment_id: str) -> None:
        thread.hide(self._api, comment_id, hidden=True)

    def show_comment(self, comment_id: str) -> None:
        thread.hide(self._api, comment_id, hidden=False)

    def delete_comment(self, comment_id: str) -> None:  # noqa: ARG002
        raise Unsupported(NOT_OURS)

    def remove(self, published: Published) -> list[Removal]:
        return standing.taken_down(self._api, published)

    def confirm_gone(self, reference: Reference) -> bool:
        if not reference.address:
            raise Unsupported("There is no address to ask at. Look for it on Bluesky.")
        if places.is_page(reference.address):
            # The page itself answers 200 to everything: what it would show is asked for.
            return not self._api.is_shown(reference.id)
        address = httpx.URL(reference.address)
        if address.path.startswith("/xrpc/"):
            return self._api.is_gone(address)
        return gone(self._stranger, reference.address)

    def verify_admins(self) -> list[Admin]:
        raise Unsupported(NO_LIST)
