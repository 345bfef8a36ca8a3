"""Where things stand: on the account's server, and, of a server that is in the network, what others make of it."""

from __future__ import annotations

import httpx

# Shows every public post of the network to whoever asks: docs.bsky.app, “API Hosts and Auth” (2026-11-21).
APP_VIEW = httpx.URL("https://public.api.bsky.app")
PAGES = "https://bsky.app/profile"
PICTURES = "https://cdn.bsky.app/img"
FILMS = "https://video.bsky.app/watch"
POSTS, GATES = "app.bsky.feed.post", "app.bsky.feed.threadgate"
RECORD, BLOB = "com.atproto.repo.getRecord", "com.atproto.sync.getBlob"


def method(server: httpx.URL, name: str, params: dict[str, str | int] | None = None) -> httpx.URL:
    return server.copy_with(path=f"/xrpc/{name}", params=params)


def is_shown(server: httpx.URL) -> bool:
    """Whether the network shows what is on this server. One on this machine, without https, it cannot see."""
    return server.scheme == "https"


def uri(did: str, rkey: str, collection: str = POSTS) -> str:
    return f"at://{did}/{collection}/{rkey}"


def parts(uri_: str) -> tuple[str, str, str]:
    """Account, collection and key of a record."""
    did, collection, rkey = [*uri_.removeprefix("at://").split("/"), "", ""][:3]
    return did, collection, rkey


def record(server: httpx.URL, uri_: str) -> httpx.URL:
    did, collection, rkey = parts(uri_)
    return method(server, RECORD, {"repo": did, "collection": collection, "rkey": rkey})


def blob(server: httpx.URL, did: str, cid: str) -> httpx.URL:
    return method(server, BLOB, {"did": did, "cid": cid})


def page(uri_: str) -> str:
    """Where people read it."""
    did, _, rkey = parts(uri_)
    return f"{PAGES}/{did}/post/{rkey}"


def is_page(address: str) -> bool:
    return address.startswith(f"{PAGES}/")


def copies(did: str, cid: str, *, film: bool) -> list[str]:
    """What the network makes of a media and serves from places of its own."""
    if film:
        return [f"{FILMS}/{did}/{cid}/{name}" for name in ("playlist.m3u8", "thumbnail.jpg")]
    return [f"{PICTURES}/{size}/plain/{did}/{cid}@jpeg" for size in ("feed_fullsize", "feed_thumbnail")]
