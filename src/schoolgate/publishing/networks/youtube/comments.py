"""What is written below a film. Only who wrote it can delete it; the channel can hide it, or refuse it for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from schoolgate.publishing.networks.asked_about import written_since
from schoolgate.publishing.networks.http import Row
from schoolgate.publishing.networks.network import Comment
from schoolgate.publishing.networks.youtube.api import Api
from schoolgate.publishing.networks.youtube.said import CommentsOff

STATES = ("published", "heldForReview", "likelySpam")
PAGES = 20


def fetched(api: Api, film: str, since: datetime | None) -> list[Comment]:
    """Those that wait to be looked at too."""
    found: dict[str, Comment] = {}
    try:
        for state in STATES:
            for one in _threads(api, film, state):
                found.setdefault(one.id, one)
    except CommentsOff:
        return []
    return written_since(found.values(), since)


def moderated(api: Api, comment: str, state: str) -> None:
    about = {"id": comment, "moderationStatus": state}
    api.ask("POST", "comments/setModerationStatus", harmless=True, params=about)


def _threads(api: Api, film: str, state: str) -> Iterator[Comment]:
    about = {"part": "snippet,replies", "videoId": film, "moderationStatus": state, "textFormat": "plainText"}
    for row in api.every("commentThreads", {**about, "maxResults": "100"}, PAGES):
        top = row["snippet"]["topLevelComment"]
        yield _comment(top, film, state)
        answers = row.get("replies", {}).get("comments", [])
        if row["snippet"].get("totalReplyCount", 0) > len(answers):
            more = {"part": "snippet", "parentId": top["id"], "textFormat": "plainText", "maxResults": "100"}
            answers = api.every("comments", more, PAGES)
        for one in answers:
            yield _comment(one, film, state)


def _comment(row: Row, film: str, state: str) -> Comment:
    about = row["snippet"]
    return Comment(
        id=row["id"],
        author=about.get("authorDisplayName", ""),
        text=about.get("textDisplay", ""),
        at=datetime.fromisoformat(about["publishedAt"]),
        hidden=about.get("moderationStatus", state) != "published",
        address=f"https://www.youtube.com/watch?v={film}&lc={row['id']}",
        answers=about.get("parentId", ""),
    )
