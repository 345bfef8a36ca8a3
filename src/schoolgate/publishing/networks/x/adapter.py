"""X. It keeps no key: a post is looked for by its words and pictures among the account's own before it is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from schoolgate.publishing.networks.asked_about import post_of, written_since
from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Unsupported
from schoolgate.publishing.networks.hashtags import with_tags
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
from schoolgate.publishing.networks.x import said, standing, words
from schoolgate.publishing.networks.x.api import Api

# X takes money for each answer that is read, and finds those of the last seven days.
PAGES = 5
NOT_DELETED = "X does not let an account delete what others answer. Hide it, or open it and report it to X."
NO_LIST = "X does not tell who may post on an account. Write down here who knows its password or was let in."
POST = "post on X"
WHERE = "In X's developer console, at the app, under Keys and tokens."


class X(Network):
    name: ClassVar[str] = "x"
    called: ClassVar[str] = "X"
    can: ClassVar[Capabilities] = Capabilities(
        longest=280,
        length=words.length,
        pictures=4,
        picture_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
        picture_bytes=5_000_000,
        longest_alt=1000,
        film=True,
        film_bytes=512_000_000,
        comments=True,
        hide=True,
        remove=True,
    )
    asks: ClassVar[tuple[Ask, ...]] = (
        Ask("key", "Key of the app", f"{WHERE} It is called API key, or consumer key."),
        Ask("key_secret", "Secret of the app", "It is shown once, with the key of the app."),
        Ask("token", "Access token", "In the same place, made for the school's account, to read and write."),
        Ask("token_secret", "Secret of the access token", "It is shown once, with the access token."),
    )

    def __init__(self, account: Account) -> None:
        self._api = Api(account)
        self._handle = account.handle.strip().lstrip("@")
        self._stranger = Line("X", account.transport)

    def check_access(self) -> None:
        name = str(self._api.ask("GET", "users/me").get("data", {}).get("username", ""))
        if not name:
            raise NoAccess(said.CREDENTIALS)
        if self._handle and name.casefold() != self._handle.casefold():
            raise NoAccess(said.OTHER_ACCOUNT.format(name))

    def validate(self, post: Outgoing) -> list[Problem]:
        return problems(self.can, self.called, replace(post, text=with_tags(post)))

    def publish(self, post: Outgoing, key: str) -> Published:
        if there := standing.found(self._api, post, key):
            return there
        try:
            return standing.put(self._api, post, self._handle or "i")
        except said.Duplicate:
            # It may be ours, and X showed it a moment too late.
            if there := standing.found(self._api, post, key):
                return there
            raise

    def look(self, key: str, post: Outgoing) -> Published | None:
        return standing.found(self._api, post, key)

    def remains(self, key: str, post: Outgoing) -> Published | None:
        return standing.found(self._api, post, key)

    def poll(self, published: Published) -> State:
        # What is not there is answered with 200 and no data.
        try:
            return "live" if "data" in self._api.ask("GET", f"tweets/{post_of(published, POST).id}") else "gone"
        except Gone:
            return "gone"

    def fetch_comments(self, published: Published, since: datetime | None = None) -> list[Comment]:
        number = post_of(published, POST).id
        about = {"query": f"conversation_id:{number} -is:retweet", "max_results": "100", "expansions": "author_id"}
        found = []
        for page in self._api.pages("tweets/search/recent", about, PAGES):
            authors = {one["id"]: one for one in page.get("includes", {}).get("users", [])}
            for row in page.get("data", []):
                by = authors.get(row.get("author_id"), {})
                one = Comment(
                    id=str(row["id"]),
                    author=by.get("name") or by.get("username", ""),
                    text=words.read(row["text"]),
                    at=standing.at(str(row["id"])),
                    hidden=None,
                    address=f"https://x.com/{by.get('username', 'i')}/status/{row['id']}",
                )
                if one.id != number:
                    found.append(one)
        return written_since(found, since)

    def hide_comment(self, comment_id: str) -> None:
        self._hide(comment_id, True)

    def show_comment(self, comment_id: str) -> None:
        self._hide(comment_id, False)

    def delete_comment(self, comment_id: str) -> None:  # noqa: ARG002
        raise Unsupported(NOT_DELETED)

    def remove(self, published: Published) -> list[Removal]:
        return standing.taken_down(self._api, published)

    def confirm_gone(self, reference: Reference) -> bool:
        if not reference.address:
            raise Unsupported("There is no address to ask at. Look for it on X.")
        return standing.is_gone(self._stranger, reference)

    def verify_admins(self) -> list[Admin]:
        raise Unsupported(NO_LIST)

    def _hide(self, comment_id: str, hidden: bool) -> None:
        answer = self._api.ask("PUT", f"tweets/{comment_id}/hidden", harmless=True, json={"hidden": hidden})
        if answer.get("data", {}).get("hidden") is not hidden:
            raise Failed("X did not do it. Open the answer on X and do it there.", again=False)
