"""What the network makes of a server's posts: a fake of Bluesky's app view and picture servers, written from the lexicon
(app.bsky.feed.getPosts and .getPostThread, and app.bsky.feed.defs, as in @atproto/pds 0.4.217).

It shows the school's posts by asking the real server of the tests, and answers of strangers that a test puts in.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

import pds as real
from publishing.networks.fakes import Answer, Asked, Fake, Reply, on

VIEW, PICTURES, FILMS, SERVER, ENTRANCE = (
    "public.api.bsky.app",
    "cdn.bsky.app",
    "video.bsky.app",
    "pds.test",
    "entrance.test",
)
BEGIN = datetime(2026, 11, 21, 12, tzinfo=UTC)

Row = dict[str, Any]


class Network(Fake):
    """`cached`: pictures are still served when the server has none. `stale`: posts that are still shown. `deepest`: how
    many levels of answers are given at once."""

    def __init__(self, server: real.Server) -> None:
        super().__init__()
        self.server = server
        self.answers: dict[str, Row] = {}
        self.cached = False
        self.unseen = False
        self.stale: set[str] = set()
        self.deepest = 1000

    def answer_to(self, parent: str, text: str, who: str = "mother", *, root: str = "") -> str:
        """Somebody answers a post or an answer; its address."""
        number = len(self.answers)
        uri = f"at://did:plc:{who.ljust(24, 'a')}/{real.POSTS}/3m{number:011d}"
        reply = {"root": {"uri": root or parent, "cid": "x"}, "parent": {"uri": parent, "cid": "x"}}
        self.answers[uri] = {
            "uri": uri,
            "cid": "x",
            "author": {"did": uri.split("/")[2], "handle": f"{who}.example", "displayName": who.title()},
            "record": {"$type": real.POSTS, "text": text, "reply": reply, "createdAt": "2001-01-01T00:00:00Z"},
            "indexedAt": (BEGIN + timedelta(minutes=number)).isoformat().replace("+00:00", "Z"),
        }
        return uri

    @on("GET", "/xrpc/app.bsky.feed.getPosts")
    def posts(self, asked: Asked) -> Answer:
        self._by_a_stranger(asked)
        asked.need(set(asked.query) == {"uris"}, "posts are asked for by their addresses")
        found = self._post(asked.query["uris"])
        return {"posts": [found] if found else []}

    @on("GET", "/xrpc/app.bsky.feed.getPostThread")
    def thread(self, asked: Asked) -> Answer:
        self._by_a_stranger(asked)
        asked.need(0 <= int(asked.query["depth"]) <= 1000, "the lexicon's depth")
        asked.need(0 <= int(asked.query["parentHeight"]) <= 1000, "the lexicon's height")
        post = self._post(asked.query["uri"])
        if post is None:
            return Reply(400, {"error": "NotFound", "message": f"Post not found: {asked.query['uri']}"})
        return {"thread": self._node(post, min(int(asked.query["depth"]), self.deepest))}

    @on("GET", "/img/{size}/plain/{did}/{file}")
    def picture(self, asked: Asked, size: str, did: str, file: str) -> Answer:
        asked.need(asked.host == PICTURES and size in ("feed_fullsize", "feed_thumbnail"), "a size that there is")
        about = {"did": did, "cid": file.removesuffix("@jpeg")}
        there = self.server.xrpc("GET", "com.atproto.sync.getBlob", params=about).status_code == 200
        return Reply(200, b"jpeg") if there or self.cached else Reply(404, b"")

    @on("GET", "/watch/{did}/{cid}/{name}")
    def film(self, asked: Asked, did: str, cid: str, name: str) -> Answer:
        asked.need(asked.host == FILMS and name in ("playlist.m3u8", "thumbnail.jpg"), "a part that there is")
        there = self.server.xrpc("GET", "com.atproto.sync.getBlob", params={"did": did, "cid": cid}).status_code == 200
        return Reply(200 if there else 404, b"")

    def _by_a_stranger(self, asked: Asked) -> None:
        asked.need(asked.host == VIEW, "the app view is asked")
        asked.need("authorization" not in asked.headers, "nobody signs in at the app view")

    def _post(self, uri: str) -> Row | None:
        if uri in self.answers:
            return self.answers[uri]
        if self.unseen:
            return None
        did, collection, rkey = uri.removeprefix("at://").split("/")
        about = {"repo": did, "collection": collection, "rkey": rkey}
        found = self.server.xrpc("GET", "com.atproto.repo.getRecord", params=about)
        if found.status_code != 200 and uri not in self.stale:
            return None
        author = {"did": did, "handle": self.server.handle}
        return {"uri": uri, "cid": "x", "author": author, "record": {}, "indexedAt": "2026-11-21T11:00:00Z"}

    def _node(self, post: Row, depth: int) -> Row:
        below = [one for one in self.answers.values() if one["record"]["reply"]["parent"]["uri"] == post["uri"]]
        node: Row = {"$type": "app.bsky.feed.defs#threadViewPost", "post": {**post, "replyCount": len(below)}}
        if depth:
            node["replies"] = [self._node(one, depth - 1) for one in below]
            node["replies"].append({"uri": "at://did:plc:x/y/z", "blocked": True, "author": {"did": "did:plc:x"}})
        return node


class Web(httpx.HTTPTransport):
    """The web of the tests: a server's true name, an entrance before it, and what the network makes of its posts.
    `names` is what the entrance tells of where the account is kept."""

    def __init__(self, server: real.Server, network: Network, names: str = "https://pds.test") -> None:
        super().__init__(limits=httpx.Limits(max_keepalive_connections=0))
        self.asked: list[tuple[str, str]] = []
        self.names = names
        pds, shown = httpx.URL(server.address).port, network.port
        self.ports = {SERVER: pds, ENTRANCE: pds, VIEW: shown, PICTURES: shown, FILMS: shown}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host, name = request.url.host, request.url.path.rpartition(".")[2]
        assert request.url.scheme == "https", "secrets travel encrypted"
        self.asked.append((host, name))
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.ports[host])
        answer = super().handle_request(request)
        return self._named(answer) if host == ENTRANCE else answer

    def _named(self, answer: httpx.Response) -> httpx.Response:
        answer.read()
        answer.close()
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": self.names}
        row = {**answer.json(), "didDoc": {"service": [{"id": "#other", "serviceEndpoint": "x"}, service]}}
        return httpx.Response(answer.status_code, headers={"Date": answer.headers["Date"]}, json=row)
