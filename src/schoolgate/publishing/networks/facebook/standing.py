"""What stands on a Page for one post with photographs: put there, and found again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress

from schoolgate.publishing.networks import graph, keys
from schoolgate.publishing.networks.errors import Failed, Trouble, Unsure
from schoolgate.publishing.networks.graph import Graph
from schoolgate.publishing.networks.hashtags import with_tags
from schoolgate.publishing.networks.http import Row
from schoolgate.publishing.networks.network import Media, Outgoing, Published, Reference
from schoolgate.publishing.networks.reading import Reader

# As many of the Page's own posts are looked through, the newest first; without a time in the key the same.
MOST = 200
PHOTOS = "attachments{media_type,target{id},subattachments.limit(20){media_type,target{id}}}"
FIELDS = f"id,message,created_time,permalink_url,from{{id}},is_published,{PHOTOS}"
LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
ENDS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}


def put(api: Graph, page: str, post: Outgoing) -> Published:
    """Make it, with photographs that nobody sees before it stands."""
    photos: list[str] = []
    try:
        for one in post.media:
            photos.append(_photo(api, page, one))
        form = {"message": with_tags(post), "published": "true"}
        form |= {f"attached_media[{n}]": json.dumps({"media_fbid": id_}) for n, id_ in enumerate(photos)}
        if not photos and (link := LINK.search(post.text)):
            form["link"] = link[0]
        said = api.ask("POST", f"{page}/feed", data=form)
    except Unsure:
        raise
    except Trouble:
        for id_ in photos:  # nobody saw them, and Facebook throws away after a day what stays
            with suppress(Trouble):
                api.ask("DELETE", id_, harmless=True)
        raise
    try:
        return references(api, api.ask("GET", str(said["id"]), params={"fields": FIELDS}), photos)
    except (Trouble, KeyError):
        raise Unsure("Facebook has taken the post. We look where it stands.") from None


def _photo(api: Graph, page: str, one: Media) -> str:
    """The number of a photograph that waits for its post."""
    form = {"published": "false", "alt_text_custom": one.alt}
    if one.caption:
        form["message"] = one.caption
    file = (f"picture.{ENDS.get(one.type, 'bin')}", Reader(one), one.type)
    said = api.ask("POST", f"{page}/photos", data=form, files={"source": file})
    if not isinstance(said.get("id"), str):
        raise Failed("Facebook did not take a photograph. It will be tried again.", again=True)
    return str(said["id"])


def found(api: Graph, page: str, key: str, post: Outgoing) -> Published | None:
    """Every post of the Page itself with these words since the key was made, the oldest first: there is more than one
    where a request arrived that had been given up."""
    rows = sorted(_alike(api, page, key, post), key=lambda row: str(row["created_time"]))
    every = [one for row in rows for one in references(api, row, _photos(row)).references]
    every.sort(key=lambda one: one.kind != "post")
    return Published(tuple(every)) if every else None


def _alike(api: Graph, page: str, key: str, post: Outgoing) -> Iterator[Row]:
    begun, words, pictures = keys.begun(key), with_tags(post), len(post.media)
    asked: dict[str, str] = {"fields": FIELDS}
    if begun is not None:
        asked["since"] = str(int(begun.timestamp()))
    for row in api.rows(f"{page}/feed", asked, MOST):
        # What visitors wrote on the Page stands in the same list.
        if str((row.get("from") or {}).get("id")) != page or row.get("is_published") is False:
            continue
        if begun is not None and graph.at(row["created_time"]) < begun:
            continue
        # A post without words is told by how many photographs it has.
        if graph.same(str(row.get("message") or ""), words) and (words or len(_photos(row)) == pictures):
            yield row


def _photos(row: Row) -> list[str]:
    """The numbers of the photographs that a post shows, in order."""
    for one in (row.get("attachments") or {}).get("data") or ():
        several = (one.get("subattachments") or {}).get("data") or [one]
        return [str(each["target"]["id"]) for each in several if (each.get("target") or {}).get("id") and _shows(each)]
    return []


def _shows(attachment: Row) -> bool:
    return attachment.get("media_type") in ("photo", "album")


def references(api: Graph, row: Row, photos: list[str]) -> Published:
    """Every address of it: the post, each photograph's own page, and each size of its file."""
    every = [Reference("post", str(row["id"]), str(row["permalink_url"]))]
    for place, id_ in enumerate(photos):
        photo = api.ask("GET", id_, params={"fields": "link,images"})
        every.append(Reference("media", id_, str(photo.get("link") or ""), place))
        sizes = dict.fromkeys(str(one["source"]) for one in photo.get("images") or () if one.get("source"))
        every += [Reference("copy", id_, address, place) for address in sizes]
    return Published(tuple(every))
