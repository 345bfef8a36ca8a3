"""YouTube. A film is sent as a private one, found again by a tag that is worked out from its key, and then shown."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from schoolgate.publishing.networks.asked_about import post_of
from schoolgate.publishing.networks.errors import NoAccess, Unsupported
from schoolgate.publishing.networks.http import Line
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
from schoolgate.publishing.networks.youtube import comments, said, standing, words
from schoolgate.publishing.networks.youtube.api import Api

STATES: dict[str, State] = {"processed": "live", "uploaded": "processing", "deleted": "gone"}
FILM = "film on YouTube"
NO_LIST = (
    "YouTube does not tell machines who manages a channel. Open YouTube Studio, Settings, Permissions, and write down "
    "here who stands there."
)
SIGNS = "YouTube does not take < and > here."


class YouTube(Network):
    name: ClassVar[str] = "youtube"
    called: ClassVar[str] = "YouTube"
    can: ClassVar[Capabilities] = Capabilities(
        longest=words.LONGEST_WORDS,
        length=words.size,
        title=True,
        longest_title=words.LONGEST_TITLE,
        film=True,
        film_types=frozenset({"video/mp4", "video/quicktime", "video/webm"}),
        film_bytes=256_000_000_000,
        needs="film",
        unlisted=True,
        comments=True,
        hide=True,
        delete=True,
        remove=True,
    )
    asks: ClassVar[tuple[Ask, ...]] = (
        Ask(
            "client_id", "Client ID", "In Google's Cloud console, at the school's project, under Clients.", secret=False
        ),
        Ask("client_secret", "Client secret", "In the same place."),
        Ask("refresh_token", "Refresh token", "Made once, signed in as the school's channel."),
    )

    def __init__(self, account: Account) -> None:
        self._api = Api(account)
        self._handle = account.handle.strip().lstrip("@").casefold()
        self._stranger = Line("YouTube", account.transport)

    def check_access(self) -> None:
        found = self._api.ask("GET", "channels", params={"part": "snippet", "mine": "true"}).get("items", [])
        if not found:
            raise NoAccess(said.NO_CHANNEL)
        handle = str(found[0]["snippet"].get("customUrl", ""))
        if self._handle and handle.lstrip("@").casefold() != self._handle:
            raise NoAccess(said.OTHER_CHANNEL.format(handle or found[0]["snippet"].get("title", "")))

    def validate(self, post: Outgoing) -> list[Problem]:
        found = problems(self.can, self.called, post)
        if not post.title.strip():
            found.insert(0, Problem("limit", "title", "A film on YouTube needs a title.", "Write a title."))
        for where, text in (("title", post.title), ("text", post.text)):
            if {"<", ">"} & set(text):
                found.append(Problem("limit", where, SIGNS, "Write it in words."))
        if words.tags_length(post.tags) > words.LONGEST_TAGS:
            found.append(Problem("limit", "tags", "YouTube does not take so many tags.", "Leave some out."))
        return found

    def publish(self, post: Outgoing, key: str) -> Published:
        return standing.put(self._api, post, key)

    def look(self, key: str, post: Outgoing) -> Published | None:
        rows = standing.found(self._api, key)
        is_whole = bool(rows) and rows[0]["status"]["privacyStatus"] == standing.wanted(post)
        return standing.published(rows) if is_whole else None

    def remains(self, key: str, post: Outgoing) -> Published | None:  # noqa: ARG002
        rows = standing.found(self._api, key)
        return standing.published(rows) if rows else None

    def poll(self, published: Published) -> State:
        about = {"part": "status", "id": post_of(published, FILM).id}
        found = self._api.ask("GET", "videos", params=about).get("items", [])
        return STATES.get(found[0]["status"]["uploadStatus"], "failed") if found else "gone"

    def fetch_comments(self, published: Published, since: datetime | None = None) -> list[Comment]:
        return comments.fetched(self._api, post_of(published, FILM).id, since)

    def hide_comment(self, comment_id: str) -> None:
        comments.moderated(self._api, comment_id, "heldForReview")

    def show_comment(self, comment_id: str) -> None:
        comments.moderated(self._api, comment_id, "published")

    def delete_comment(self, comment_id: str) -> None:
        comments.moderated(self._api, comment_id, "rejected")

    def remove(self, published: Published) -> list[Removal]:
        return standing.taken_down(self._api, published)

    def confirm_gone(self, reference: Reference) -> bool:
        if not reference.address:
            raise Unsupported("There is no address to ask at. Look for it on YouTube.")
        return standing.is_gone(self._stranger, reference)

    def verify_admins(self) -> list[Admin]:
        raise Unsupported(NO_LIST)
