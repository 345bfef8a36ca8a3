"""What stands on YouTube for one post: put there, found again, taken down, and looked for as a stranger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from schoolgate.publishing.networks import keys
from schoolgate.publishing.networks.asked_about import became_of
from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Trouble
from schoolgate.publishing.networks.http import Line, Row, gone
from schoolgate.publishing.networks.network import Answer, Outgoing, Published, Reference, Removal
from schoolgate.publishing.networks.youtube import said, words
from schoolgate.publishing.networks.youtube.api import PAGE, Api
from schoolgate.publishing.networks.youtube.uploading import upload

PAGES = 10
A_DAY = timedelta(days=1)
PARTS = "snippet,status"
WATCH = "https://www.youtube.com/watch?v="
EMBED = "https://www.youtube.com/embed/"
OEMBED = "https://www.youtube.com/oembed"
PICTURES = "https://i.ytimg.com/vi/"
# Pictures that YouTube makes of every film by itself, besides those it names.
STILLS = ("0", "1", "2", "3", "default", "mqdefault", "hqdefault", "sddefault", "maxresdefault", "hq720")


def wanted(post: Outgoing) -> str:
    return "unlisted" if post.unlisted else "public"


def put(api: Api, post: Outgoing, key: str) -> Published:
    """Send the film where nobody sees it, then show it: what breaks on the way leaves no second one to be seen."""
    rows = found(api, key)
    if not rows:
        made = upload(api, post.media[0], words.about(post, key))
        # YouTube lists it a moment later.
        rows = found(api, key) or [made]
    row, *doubles = rows
    for double in doubles:
        with suppress(Failed):  # a double that stays is named below, and goes when the post does
            api.ask("DELETE", "videos", harmless=True, params={"id": double["id"]})
    if row["status"]["privacyStatus"] != wanted(post):
        about = {"id": row["id"], "status": words.status(wanted(post))}
        row = {**row, **api.ask("PUT", "videos", harmless=True, params={"part": "status"}, json=about)}
    if row["status"]["privacyStatus"] != wanted(post):
        raise Failed(said.KEPT_PRIVATE, again=False)
    return published(found(api, key) or [row])


def found(api: Api, key: str) -> list[Row]:
    """Every film of the channel with this key's mark, what is to be seen first, then the oldest."""
    return _marked(api, words.mark(key), keys.begun(key))


def _marked(api: Api, mark: str, begun: datetime | None) -> list[Row]:
    numbers = list(_uploads(api, begun))
    rows = []
    for at in range(0, len(numbers), PAGE):
        about = {"part": PARTS, "id": ",".join(numbers[at : at + PAGE])}
        rows += api.ask("GET", "videos", params=about).get("items", [])
    ours = [row for row in rows if mark in row["snippet"].get("tags", [])]
    return sorted(ours, key=lambda row: (row["status"]["privacyStatus"] == "private", row["snippet"]["publishedAt"]))


def _uploads(api: Api, begun: datetime | None) -> Iterator[str]:
    """The channel's films, the newest first, none that is older."""
    about = {"part": "contentDetails", "mine": "true"}
    channels = api.ask("GET", "channels", params=about).get("items", [])
    if not channels:
        raise NoAccess(said.NO_CHANNEL)
    lists = channels[0]["contentDetails"]["relatedPlaylists"]
    about = {"part": "snippet", "playlistId": lists["uploads"], "maxResults": str(PAGE)}
    try:
        for row in api.every("playlistItems", about, PAGES):
            if begun is not None and datetime.fromisoformat(row["snippet"]["publishedAt"]) < begun:
                return
            yield row["snippet"]["resourceId"]["videoId"]
    except Gone:
        return  # a channel that has no film yet has no list of them


def published(rows: list[Row]) -> Published:
    posts = [Reference("post", row["id"], WATCH + row["id"]) for row in rows]
    return Published((*posts, *(one for row in rows for one in _shown(row))))


def _shown(row: Row) -> Iterator[Reference]:
    yield Reference("media", row["id"], EMBED + row["id"], 0)
    named = [one["url"] for one in row["snippet"].get("thumbnails", {}).values()]
    stills = [f"{PICTURES}{row['id']}/{name}.jpg" for name in STILLS]
    for address in dict.fromkeys([*named, *stills]):
        yield Reference("copy", row["id"], address, 0)


def taken_down(api: Api, down: Published) -> list[Removal]:
    every = (*down.references, *_late(api, down))
    answers = {number: _deleted(api, number) for number in dict.fromkeys(one.id for one in every)}
    return [Removal(one, *answers[one.id]) for one in every]


def _late(api: Api, down: Published) -> list[Reference]:
    """Doubles of the film that arrived after it was out, by a request that had been given up: nobody sees them."""
    try:
        [row] = api.ask("GET", "videos", params={"part": PARTS, "id": down.references[0].id})["items"]
        mark = next(one for one in row["snippet"].get("tags", []) if words.MARK.fullmatch(one))
        begun = datetime.fromisoformat(row["snippet"]["publishedAt"]) - A_DAY
        known = {one.id for one in down.references}
        doubles = [one for one in _marked(api, mark, begun) if one["id"] not in known]
    except (Trouble, LookupError, ValueError, StopIteration):
        return []  # what cannot be asked cannot be deleted either, and that is said of each
    return list(published(doubles).references)


def _deleted(api: Api, number: str) -> Answer:
    try:
        api.ask("DELETE", "videos", harmless=True, params={"id": number})
    except Trouble as error:
        return became_of(error)
    return Answer()


def is_gone(stranger: Line, reference: Reference) -> bool:
    """Pictures are asked for at their addresses. A film's page is shown to strangers whatever is there, so YouTube is
    asked twice, in two places: what it gives to websites that show films (404 only where there is none: a private one
    is 401 or 403), and the picture that stands for the film."""
    if reference.kind == "copy":
        return gone(stranger, reference.address)
    about = {"url": WATCH + reference.id, "format": "json"}
    try:
        answer = stranger.ask("GET", OEMBED, params=about, headers={"Cache-Control": "no-cache"})
    except NoAccess:
        return False
    return answer.status_code == 404 and gone(stranger, f"{PICTURES}{reference.id}/hqdefault.jpg")
