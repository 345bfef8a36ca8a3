"""WordPress. A post is made as a draft, its media are added, and then it is put in public by one change that may be
asked for twice: whatever breaks on the way, there is never a second post to be seen.

Everything made for a post is found again by the end of its address, which is worked out from the key (`words.slug`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from schoolgate.publishing.networks.asked_about import post_of, written_since
from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Unsupported
from schoolgate.publishing.networks.http import Line, Row, gone
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
from schoolgate.publishing.networks.wordpress import said, standing, words
from schoolgate.publishing.networks.wordpress.api import Api

NEEDED = ("publish_posts", "publish_pages", "delete_published_posts", "upload_files", "moderate_comments")
STATES: dict[str, State] = {"publish": "live", "future": "processing", "pending": "processing"}
# Comments are asked for by the website's own clock, which may stand in another time zone.
ANY_ZONE = timedelta(days=1)
POST = "post on the website"
NO_LIST = (
    "The website shows its administrators only to an administrator. Ask whoever looks after the website who they are, "
    "and write it down here."
)


class WordPress(Network):
    name: ClassVar[str] = "wordpress"
    called: ClassVar[str] = "The website"
    can: ClassVar[Capabilities] = Capabilities(
        title=True,
        longest_title=200,
        pictures=50,
        picture_types=frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"}),
        picture_side=2560,
        longest_alt=None,
        film=True,
        film_with_pictures=True,
        pages=True,
        comments=True,
        hide=True,
        delete=True,
        remove=True,
        admins=True,
    )
    asks: ClassVar[tuple[Ask, ...]] = (
        Ask("user", "User name", "The website's user that posts for the school: an editor.", secret=False),
        Ask("password", "Application password", "In WordPress, under Users, Profile, Application Passwords."),
    )

    def __init__(self, account: Account) -> None:
        self._api = Api(account)
        self._stranger = Line(self.called, account.transport)

    def check_access(self) -> None:
        may = self._may()
        if not all(may.get(one) for one in NEEDED):
            raise NoAccess(said.MAY_NOT)

    def validate(self, post: Outgoing) -> list[Problem]:
        found = problems(self.can, self.called, post)
        if not post.title.strip():
            found.insert(0, Problem("limit", "title", "A post on a website needs a title.", "Write a title."))
        return found

    def publish(self, post: Outgoing, key: str) -> Published:
        return standing.put(self._api, post, words.slug(post.title, key))

    def look(self, key: str, post: Outgoing) -> Published | None:
        found = standing.found(self._api, post, words.slug(post.title, key))
        return found.published() if found.is_live else None

    def remains(self, key: str, post: Outgoing) -> Published | None:
        return standing.found(self._api, post, words.slug(post.title, key)).published()

    def poll(self, published: Published) -> State:
        try:
            row: Row = self._api.ask("GET", post_of(published, POST).id)
        except Gone:
            return "gone"
        return STATES.get(row["status"], "gone")

    def fetch_comments(self, published: Published, since: datetime | None = None) -> list[Comment]:
        about = {
            "post": post_of(published, POST).id.partition("/")[2],
            "status": "all",
            "order": "asc",
            "orderby": "date_gmt",
        }
        if since is not None:
            about["after"] = (since - ANY_ZONE).astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
        return written_since(map(_comment, self._api.every("comments", about)), since)

    def hide_comment(self, comment_id: str) -> None:
        row: Row = self._api.ask("POST", f"comments/{comment_id}", harmless=True, json={"status": "hold"})
        if row.get("status") != "hold":
            raise Failed("The website did not hide the comment. Hide it in WordPress.", again=False)

    def show_comment(self, comment_id: str) -> None:
        row: Row = self._api.ask("POST", f"comments/{comment_id}", harmless=True, json={"status": "approved"})
        if row.get("status") != "approved":
            raise Failed("The website did not show the comment again. Approve it in WordPress.", again=False)

    def delete_comment(self, comment_id: str) -> None:
        row: Row = self._api.ask("DELETE", f"comments/{comment_id}", harmless=True, params={"force": "true"})
        if row.get("deleted") is not True:
            raise Failed("The website did not delete the comment. Delete it in WordPress.", again=False)

    def remove(self, published: Published) -> list[Removal]:
        return standing.taken_down(self._api, published)

    def confirm_gone(self, reference: Reference) -> bool:
        if not reference.address:
            raise Unsupported("There is no address to ask at. Look for it on the website.")
        return gone(self._stranger, reference.address)

    def verify_admins(self) -> list[Admin]:
        if not self._may().get("list_users"):
            raise Unsupported(NO_LIST)
        rows = self._api.every("users", {"roles": "administrator"})
        return [Admin(str(row["id"]), row["name"], row["username"], row["email"]) for row in rows]

    def _may(self) -> Row:
        """What the user may do, by WordPress's names."""
        me = self._api.ask("GET", "users/me")
        may = me.get("capabilities") if isinstance(me, dict) else None
        return may if isinstance(may, dict) else {}


def _comment(row: Row) -> Comment:
    return Comment(
        id=str(row["id"]),
        author=row.get("author_name", ""),
        text=row["content"].get("raw", ""),
        at=datetime.fromisoformat(row["date_gmt"]).replace(tzinfo=UTC),
        hidden=row.get("status") != "approved",
        address=row.get("link", ""),
        answers=str(row.get("parent") or ""),
    )
