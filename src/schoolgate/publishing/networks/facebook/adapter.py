"""Facebook Pages. Photographs are put there unpublished, and one request then makes the post that shows them.

Facebook keeps no key: a post is found again by its words among what the Page itself has published since the key was
made (`standing.py`).
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from schoolgate.publishing.networks import graph
from schoolgate.publishing.networks.asked_about import post_of, written_since
from schoolgate.publishing.networks.errors import Gone, NoAccess, Unsupported
from schoolgate.publishing.networks.facebook import film, standing
from schoolgate.publishing.networks.graph import Graph
from schoolgate.publishing.networks.http import Line, Row
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
    "pages_read_user_content",
    "pages_manage_posts",
    "pages_manage_engagement",
)
FULL_CONTROL = frozenset({"MANAGE", "PROFILE_PLUS_MANAGE", "PROFILE_PLUS_FULL_CONTROL"})
LONGEST = 63_206
NO_LIST = "The token may not read who runs the Page. Look in its settings, under Page access, and write it down here."
POST = "post on Facebook"
NOT_OURS = "This is not the Page of this account. Look at its number, and at the name that stands here."
COMMENT = "id,message,created_time,from{name},is_hidden,permalink_url,parent{id}"


class Facebook(Network):
    name: ClassVar[str] = "facebook"
    called: ClassVar[str] = "Facebook"
    can: ClassVar[Capabilities] = Capabilities(
        longest=LONGEST,
        pictures=10,
        picture_types=frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"}),
        picture_bytes=10_000_000,
        longest_alt=None,
        film=True,
        film_bytes=10_000_000_000,
        comments=True,
        hide=True,
        delete=True,
        remove=True,
        admins=True,
    )
    asks: ClassVar[tuple[Ask, ...]] = (
        Ask("page", "Number of the Page", "In the Page’s settings, under Page transparency: Page ID.", secret=False),
        Ask("token", "Page access token", "One that does not end. Whoever set up the school’s app at Meta makes it."),
    )

    def __init__(self, account: Account) -> None:
        self._handle = account.handle
        self._page = account.secrets.get("page", "").strip()
        self._graph = Graph(self.called, account, self._page)
        self._stranger = Line(self.called, account.transport)

    def check_access(self) -> None:
        if not self._page.isdecimal():
            raise NoAccess("The number of the Page is made of figures alone. Look at it again.")
        self._graph.check(NEEDED, "PAGE")
        try:
            page = self._graph.ask("GET", self._page, params={"fields": "id,name,username"})
        except Gone:
            raise NoAccess("There is no Page of this number for this token. Look at both again.") from None
        ours = {graph.handle(str(page.get(one) or "")) for one in ("id", "name", "username")}
        if graph.handle(self._handle) not in ours:
            raise NoAccess(NOT_OURS)

    def validate(self, post: Outgoing) -> list[Problem]:
        return problems(self.can, self.called, post)

    def publish(self, post: Outgoing, key: str) -> Published:
        if there := self.look(key, post):
            return there
        if any(one.is_film for one in post.media):
            return film.put(self._graph, self._page, post)
        return standing.put(self._graph, self._page, post)

    def look(self, key: str, post: Outgoing) -> Published | None:
        return self._found(key, post, whole=True)

    def remains(self, key: str, post: Outgoing) -> Published | None:
        return self._found(key, post, whole=False)

    def _found(self, key: str, post: Outgoing, *, whole: bool) -> Published | None:
        if any(one.is_film for one in post.media):
            return film.found(self._graph, self._page, key, post, whole=whole)
        return standing.found(self._graph, self._page, key, post)

    def poll(self, published: Published) -> State:
        number = post_of(published, POST).id
        try:
            if film.is_film(number):
                return film.state(self._graph.ask("GET", number, params={"fields": "status"}))
            row = self._graph.ask("GET", number, params={"fields": "id,is_published"})
        except Gone:
            self._graph.see_home()
            return "gone"
        return "gone" if row.get("is_published") is False else "live"

    def fetch_comments(self, published: Published, since: datetime | None = None) -> list[Comment]:
        asked = {"fields": COMMENT, "filter": "stream", "order": "chronological"}
        rows = self._graph.rows(f"{post_of(published, POST).id}/comments", asked)
        return written_since(map(_comment, rows), since)

    def hide_comment(self, comment_id: str) -> None:
        self._graph.do("POST", comment_id, "hide", data={"is_hidden": "true"})

    def delete_comment(self, comment_id: str) -> None:
        self._graph.do("DELETE", comment_id, "delete")

    def remove(self, published: Published) -> list[Removal]:
        # The post first: then nobody is led to the pictures while they go.
        posts = {one.id for one in published.references if one.kind == "post"}
        order = sorted({one.id for one in published.references}, key=lambda number: (number not in posts, number))
        answers = {number: self._graph.delete(number) for number in order}
        return [Removal(one, *answers[one.id]) for one in published.references]

    def confirm_gone(self, reference: Reference) -> bool:
        return graph.gone(self._stranger, reference)

    def verify_admins(self) -> list[Admin]:
        """Those of no business stand in one list, those of one in another."""
        try:
            people = list(self._graph.rows(f"{self._page}/roles", {"fields": "id,name,tasks"}))
            of_business = list(self._graph.rows(f"{self._page}/assigned_users", {"fields": "id,name,tasks"}))
        except NoAccess:
            raise Unsupported(NO_LIST) from None
        rows = {str(row["id"]): row for row in (*people, *of_business) if FULL_CONTROL & set(row.get("tasks") or ())}
        return [Admin(id_, str(row.get("name") or "")) for id_, row in rows.items()]


def _comment(row: Row) -> Comment:
    return Comment(
        id=str(row["id"]),
        author=str((row.get("from") or {}).get("name") or ""),
        text=str(row.get("message") or ""),
        at=graph.at(row["created_time"]),
        hidden=row.get("is_hidden"),
        address=str(row.get("permalink_url") or ""),
        answers=str((row.get("parent") or {}).get("id") or ""),
    )
