"""What stands on the account's server for one post: put there, found again, taken down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from schoolgate.publishing.networks.asked_about import became_of
from schoolgate.publishing.networks.bluesky import places, said, words
from schoolgate.publishing.networks.bluesky.api import Api
from schoolgate.publishing.networks.errors import Failed, Trouble, Unsure
from schoolgate.publishing.networks.http import Row
from schoolgate.publishing.networks.network import Answer, Media, Outgoing, Published, Reference, Removal

STILL_SHOWN = (
    "The server still gives this to strangers: another post, or the profile of the account, shows it too. Look at the "
    "account, and take it down there as well."
)
NOT_OURS = "This stands on another account than the one that is connected. Take it down there."


def found(api: Api, key: str) -> Published | None:
    """The post under this key. It is there whole or not at all: files that no post shows are given to nobody."""
    uri = places.uri(api.session.did, words.rkey(key))
    row = api.record(uri)
    return None if row is None else Published(tuple(_references(api, uri, row.get("value") or {})))


def put(api: Api, post: Outgoing, key: str) -> Published:
    """Put it in public, unless it is there already. Of two that do the same at once the server takes one."""
    if there := found(api, key):
        return there
    blobs = [_upload(api, one) for one in post.media]
    session = api.session
    about = {"repo": session.did, "collection": places.POSTS, "rkey": words.rkey(key)}
    try:
        made = {**about, "record": words.record(post, blobs, session.at)}
        api.ask("POST", "com.atproto.repo.createRecord", json=made)
    except Unsure:
        # A server has a fault, too, where there is a record under this key: it overwrites none.
        with suppress(Trouble):
            if there := found(api, key):
                return there
        raise
    if (there := found(api, key)) is None:
        raise Unsure("Bluesky took the post and does not show it. We look again before we try again.")
    return there


def _upload(api: Api, one: Media) -> Row:
    headers = {"Content-Type": one.type, "Content-Length": str(one.size)}
    row = api.ask("POST", "com.atproto.repo.uploadBlob", harmless=True, content=one.parts(), headers=headers)
    blob = row.get("blob")
    if not isinstance(blob, dict) or _cid(blob) != words.cid(one):
        raise Failed(said.NOT_WHOLE, again=True)
    return blob


def _cid(blob: Row) -> str:
    return str((blob.get("ref") or {}).get("$link", ""))


def _references(api: Api, uri: str, value: Row) -> Iterator[Reference]:
    """The post, where people read it and where it is kept; each media once, and what the network makes of it."""
    did, server = places.parts(uri)[0], api.session.server
    shown = places.is_shown(server)
    kept = str(places.record(server, uri))
    yield Reference("post", uri, places.page(uri) if shown else kept)
    if shown:
        yield Reference("copy", uri, kept)
    seen = set()
    for place, blob in enumerate(words.media_of(value)):
        cid = _cid(blob)
        if not cid or cid in seen:
            continue
        seen.add(cid)
        yield Reference("media", cid, str(places.blob(server, did, cid)), place)
        film = str(blob.get("mimeType", "")).startswith("video/")
        for address in places.copies(did, cid, film=film) if shown else ():
            yield Reference("copy", cid, address, place)


def taken_down(api: Api, published: Published) -> list[Removal]:
    """One answer for each reference. Media go with the post, unless something else of the account shows them."""
    answers: dict[str, Answer] = {}
    # The post first: its media go with it.
    for id_ in sorted({one.id for one in published.references}, key=lambda one: not one.startswith("at://")):
        try:
            answers[id_] = _deleted(api, id_) if id_.startswith("at://") else _left(api, id_, answers)
        except Trouble as error:
            answers[id_] = became_of(error)
    return [Removal(one, *answers[one.id]) for one in published.references]


def _deleted(api: Api, uri: str) -> Answer:
    did, collection, rkey = places.parts(uri)
    if did != api.session.did:
        return Answer("failed", NOT_OURS)
    about = {"repo": did, "rkey": rkey}
    row = api.ask("POST", "com.atproto.repo.deleteRecord", harmless=True, json={**about, "collection": collection})
    with suppress(Trouble):  # which answers were hidden: of no use without the post, and nothing of it is shown
        api.ask("POST", "com.atproto.repo.deleteRecord", harmless=True, json={**about, "collection": places.GATES})
    # Where there was nothing to delete, nothing was committed.
    return Answer("done" if row.get("commit") else "already gone")


def _left(api: Api, cid: str, answers: dict[str, Answer]) -> Answer:
    post = next((answer for id_, answer in answers.items() if id_.startswith("at://")), Answer("already gone"))
    if post.outcome == "failed":
        return post
    if not api.is_gone(places.blob(api.session.server, api.session.did, cid)):
        return Answer("failed", STILL_SHOWN, again=True)
    return post
