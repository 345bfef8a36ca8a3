"""What stands on Instagram for one post: made ready, published, and found again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from schoolgate.publishing.networks import graph, keys
from schoolgate.publishing.networks.errors import Failed, Trouble, Unsure
from schoolgate.publishing.networks.graph import Graph
from schoolgate.publishing.networks.hashtags import with_tags
from schoolgate.publishing.networks.http import Row
from schoolgate.publishing.networks.instagram.said import FULL, LATER, NOT_FETCHED, NOT_REACHED, SAYS
from schoolgate.publishing.networks.network import Media, Outgoing, Published, Reference

FIELDS = (
    "id,caption,permalink,timestamp,media_type,media_url,thumbnail_url,children{id,media_type,media_url,thumbnail_url}"
)
MOST = 200
# Seconds before each look whether a container is ready: Meta asks for no more than one a minute for a film.
PICTURE = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
FILM = (5.0, 15.0, 30.0, *[60.0] * 12)
HOUR = 3600.0

Pause = Callable[[float], None]


def put(api: Graph, account: str, post: Outgoing, pause: Pause) -> Published:
    """Nothing is seen of it before the last request."""
    if any(not one.address for one in post.media):
        raise Failed(f"{NOT_REACHED} Publish it there by hand.", again=False)
    left_today(api, account)
    number = _ready(api, account, post, pause)
    said = api.ask("POST", f"{account}/media_publish", data={"creation_id": number})
    try:
        return references(api.ask("GET", str(said["id"]), params={"fields": FIELDS}))
    except (Trouble, KeyError):
        raise Unsure("Instagram has taken the post. We look where it stands.") from None


def left_today(api: Graph, account: str) -> None:
    """Raises Failed where the account has published as much as it may within 24 hours."""
    said = api.ask("GET", f"{account}/content_publishing_limit", params={"fields": "config,quota_usage"})
    for row in said.get("data") or ():
        most = (row.get("config") or {}).get("quota_total")
        if most and int(row.get("quota_usage") or 0) >= int(most):
            raise Failed(FULL, again=True, after=HOUR)


def _ready(api: Graph, account: str, post: Outgoing, pause: Pause) -> str:
    """The number of the container that holds the whole post."""
    caption = {"caption": with_tags(post)}
    if len(post.media) == 1:
        [one] = post.media
        film = {"media_type": "REELS", "share_to_feed": "true"} if one.is_film else {}
        return _container(api, account, {**_media(one), **film, **caption}, one.is_film, pause)
    children = []
    for one in post.media:
        film = {"media_type": "VIDEO"} if one.is_film else {}
        children.append(
            _container(api, account, {**_media(one), **film, "is_carousel_item": "true"}, one.is_film, pause)
        )
    whole = {"media_type": "CAROUSEL", "children": ",".join(children), **caption}
    return _container(api, account, whole, any(one.is_film for one in post.media), pause)


def _media(one: Media) -> dict[str, str]:
    if one.is_film:
        return {"video_url": one.address}
    return {"image_url": one.address, **({"alt_text": one.alt} if one.alt else {})}


def _container(api: Graph, account: str, form: dict[str, str], film: bool, pause: Pause) -> str:
    """Its number, once Instagram has fetched and worked through what is in it. Left alone it ends after a day."""
    try:
        said = api.ask("POST", f"{account}/media", harmless=True, data=form)
        number = str(said["id"])
    except (Unsure, KeyError):
        raise Failed(LATER, again=True) from None
    for seconds in FILM if film else PICTURE:
        pause(seconds)
        row = api.ask("GET", number, params={"fields": "status_code,status"})
        state = row.get("status_code")
        if state == "FINISHED":
            return number
        if state in ("ERROR", "EXPIRED"):
            raise _why(str(row.get("status") or ""))
    raise Failed("Instagram takes long to work through it. It will be tried again.", again=True, after=HOUR)


def _why(status: str) -> Trouble:
    """Why a container failed: its status has a number of `SAYS` in it."""
    number = re.search(r"\b22\d{5}\b", status)
    known = SAYS.get(int(number[0])) if number else None
    return known or Failed(NOT_FETCHED, again=True)


def found(api: Graph, account: str, key: str, post: Outgoing) -> Published | None:
    """Every post of the account with these words since the key was made, the oldest first: there is more than one where
    a request arrived that had been given up."""
    rows = sorted(_alike(api, account, key, post), key=lambda row: str(row["timestamp"]))
    every = [one for row in rows for one in references(row).references]
    every.sort(key=lambda one: one.kind != "post")
    return Published(tuple(every)) if every else None


def _alike(api: Graph, account: str, key: str, post: Outgoing) -> Iterator[Row]:
    begun, caption = keys.begun(key), with_tags(post)
    for row in api.rows(f"{account}/media", {"fields": FIELDS}, MOST):
        if begun is not None and graph.at(row["timestamp"]) < begun:
            return  # the newest come first
        if graph.same(str(row.get("caption") or ""), caption) and len(_shown(row)) == len(post.media):
            yield row


def _shown(row: Row) -> list[Row]:
    """The row of each picture and film in a post, in order."""
    return list((row.get("children") or {}).get("data") or [row])


def references(row: Row) -> Published:
    """Every address of it: the post, each file, and the still of a film."""
    every = [Reference("post", str(row["id"]), str(row.get("permalink") or ""))]
    for place, one in enumerate(_shown(row)):
        every.append(Reference("media", str(one["id"]), str(one.get("media_url") or ""), place))
        if one.get("thumbnail_url"):
            every.append(Reference("copy", str(one["id"]), str(one["thumbnail_url"]), place))
    return Published(tuple(every))
