"""What others answer below a post, as the app view shows it, and which of it the account hides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from schoolgate.publishing.networks.bluesky import places, words
from schoolgate.publishing.networks.bluesky.api import Api
from schoolgate.publishing.networks.errors import Failed, Gone, Unsupported
from schoolgate.publishing.networks.http import Row
from schoolgate.publishing.networks.network import Comment

DEEPEST = 1000
MOST_ASKED = 20
MOST_HIDDEN = 300
NO_VIEW = "This server is not in the network, so nobody can answer. There is nothing to look over."
NOT_BELOW_OURS = "This answer does not stand below a post of the school’s account. Look at it on Bluesky."
TOO_MANY_HIDDEN = "Bluesky hides three hundred answers at most below one post. Hide it in Bluesky, or stop the answers."


def comments(api: Api, uri: str, since: datetime | None) -> list[Comment]:
    """The answers since then, the oldest first. `at` is when the app view saw them: whoever writes can choose another
    time. Of one that nobody may see, the app view tells nothing."""
    _see_view(api)
    hidden = _hidden(api.record(_gate(uri)))
    posts = {post["uri"]: post for post in _below(api, uri)}
    found = [_comment(post, uri, post["uri"] in hidden) for post in posts.values()]
    return sorted((one for one in found if since is None or one.at >= since), key=lambda one: one.at)


def hide(api: Api, comment: str, *, hidden: bool) -> None:
    """Hide an answer, or show it again: a list of the post's own, which the network's apps go by."""
    _see_view(api)
    uri = _root(api, comment)
    row = api.record(_gate(uri))
    now = _hidden(row)
    if (comment in now) == hidden:
        return
    wanted = [*now, comment] if hidden else [one for one in now if one != comment]
    if len(wanted) > MOST_HIDDEN:
        raise Failed(TOO_MANY_HIDDEN, again=False)
    did, collection, rkey = places.parts(_gate(uri))
    new = {"$type": places.GATES, "post": uri, "createdAt": words.instant(api.session.at)}
    about = {"repo": did, "collection": collection, "rkey": rkey, "swapRecord": row["cid"] if row else None}
    record = {**(row["value"] if row else new), "hiddenReplies": wanted}
    # Not over what somebody changed meanwhile: who may answer stands there too.
    api.ask("POST", "com.atproto.repo.putRecord", harmless=True, json={**about, "record": record})


def _see_view(api: Api) -> None:
    if not places.is_shown(api.session.server):
        raise Unsupported(NO_VIEW)


def _gate(uri: str) -> str:
    did, _, rkey = places.parts(uri)
    return places.uri(did, rkey, places.GATES)


def _hidden(row: Row | None) -> list[str]:
    return list(((row or {}).get("value") or {}).get("hiddenReplies") or ())


def _root(api: Api, comment: str) -> str:
    """The post that an answer stands below."""
    posts = api.view("app.bsky.feed.getPosts", uris=comment).get("posts") or []
    if not posts:
        raise Gone("The answer is not there any more.")
    uri = str((((posts[0].get("record") or {}).get("reply") or {}).get("root") or {}).get("uri", ""))
    if places.parts(uri)[:2] != (api.session.did, places.POSTS):
        raise Failed(NOT_BELOW_OURS, again=False)
    return uri


def _below(api: Api, uri: str) -> Iterator[Row]:
    """Every answer. Where the app view stops because it is deep, it is asked again from there."""
    asked, left = 0, [uri]
    while left and asked < MOST_ASKED:
        at, asked = left.pop(), asked + 1
        try:
            row = api.view("app.bsky.feed.getPostThread", uri=at, depth=DEEPEST, parentHeight=0)
        except Gone:  # the app view has not seen it yet, or it went meanwhile
            continue
        nodes = [row.get("thread") or {}]
        while nodes:
            node = nodes.pop()
            post = node.get("post")
            if not isinstance(post, dict):
                continue  # blocked, or gone
            if post["uri"] not in (uri, at):
                yield post
            if post.get("replyCount") and node.get("replies") is None and post["uri"] != at:
                left.append(post["uri"])
            nodes += node.get("replies") or []


def _comment(post: Row, uri: str, hidden: bool) -> Comment:
    by, record = post.get("author") or {}, post.get("record") or {}
    answers = str(((record.get("reply") or {}).get("parent") or {}).get("uri", ""))
    return Comment(
        id=post["uri"],
        author=by.get("displayName") or by.get("handle", ""),
        text=record.get("text", ""),
        at=datetime.fromisoformat(post["indexedAt"]),
        hidden=hidden,
        address=places.page(post["uri"]),
        answers="" if answers == uri else answers,
    )
