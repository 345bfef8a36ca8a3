"""A film on a Page: sent in parts, then published by one request, and worked on by Facebook for a while."""

from __future__ import annotations

import io
from collections.abc import Iterator

from schoolgate.publishing.networks import graph, keys
from schoolgate.publishing.networks.errors import Failed, Unsure
from schoolgate.publishing.networks.graph import Graph
from schoolgate.publishing.networks.hashtags import with_tags
from schoolgate.publishing.networks.http import Row
from schoolgate.publishing.networks.network import Media, Outgoing, Published, Reference, State
from schoolgate.publishing.networks.reading import Reader

HOST = "graph-video.facebook.com"
FIELDS = "id,description,created_time,permalink_url,status,from{id}"
SITE = "https://www.facebook.com"
MOST = 100
STATES: dict[str, State] = {"ready": "live", "error": "failed", "upload_failed": "failed", "expired": "failed"}
# Of these the film itself did not arrive whole, so nothing of it was published.
PARTS = ("uploading", "upload_failed", "expired")
LOST = "Facebook did not follow the film’s parts. It will be tried again."


def put(api: Graph, page: str, post: Outgoing) -> Published:
    one = post.media[0]
    begun = _send(api, page, {"upload_phase": "start", "file_size": str(one.size)})
    number, session = str(begun["video_id"]), str(begun["upload_session_id"])
    _transfer(api, page, one, session, begun)
    about = {"upload_phase": "finish", "upload_session_id": session, "description": with_tags(post)}
    said = api.ask("POST", f"{page}/videos", host=HOST, data={**about, "published": "true"})
    if said.get("success") is not True:
        raise Unsure("Facebook did not say that it published the film. We look whether it is there.")
    return references({"id": number})


def _transfer(api: Graph, page: str, one: Media, session: str, begun: Row) -> None:
    """Each part that Facebook asks for; they follow one another."""
    film, at = io.BufferedReader(Reader(one)), 0
    while (start := int(begun["start_offset"])) < (end := int(begun["end_offset"])):
        if start != at or end > one.size:
            raise Failed(LOST, again=True)
        part = film.read(end - start)
        if len(part) != end - start:
            raise Failed("The film is shorter than it was said to be. Add it again.", again=False)
        at = end
        about = {"upload_phase": "transfer", "upload_session_id": session, "start_offset": str(start)}
        begun = _send(api, page, about, files={"video_file_chunk": ("part", part, "application/octet-stream")})
    if at != one.size:
        raise Failed(LOST, again=True)


def _send(api: Graph, page: str, about: dict[str, str], **sent: object) -> Row:
    """A part is seen by nobody, so to send it a second time changes nothing."""
    try:
        said = api.ask("POST", f"{page}/videos", host=HOST, harmless=True, data=about, **sent)
        int(said["start_offset"]), int(said["end_offset"])
    except Unsure as error:
        raise Failed(str(error), again=True) from None
    except (KeyError, ValueError):
        raise Failed(LOST, again=True) from None
    return said


def found(api: Graph, page: str, key: str, post: Outgoing, *, whole: bool) -> Published | None:
    """Every film of the Page with these words since the key was made; not `whole`: also what did not arrive."""
    rows = sorted(_alike(api, page, key, post), key=lambda row: str(row["created_time"]))
    wanted = [row for row in rows if not whole or _status(row) not in PARTS]
    every = tuple(one for row in wanted for one in references(row).references)
    return Published(every) if every else None


def _alike(api: Graph, page: str, key: str, post: Outgoing) -> Iterator[Row]:
    begun, words = keys.begun(key), with_tags(post)
    for row in api.rows(f"{page}/videos", {"fields": FIELDS, "type": "uploaded"}, MOST):
        if begun is not None and graph.at(row["created_time"]) < begun:
            continue
        if graph.same(str(row.get("description") or ""), words):
            yield row


def references(row: Row) -> Published:
    """The film and its page are one thing there."""
    path = str(row.get("permalink_url") or "")
    address = path if path.startswith("https://") else f"{SITE}{path}" if path else f"{SITE}/watch/?v={row['id']}"
    return Published((Reference("post", str(row["id"]), address, 0),))


def is_film(number: str) -> bool:
    """A post's number has its Page's before it; a film's has not."""
    return "_" not in number


def state(row: Row) -> State:
    return STATES.get(_status(row), "processing")


def _status(row: Row) -> str:
    return str((row.get("status") or {}).get("video_status") or "")
