"""A fake of YouTube's Data API with one channel, its films and the pictures of them, and what a stranger is shown;
written from its published contract: developers.google.com/youtube/v3 (reference, resumable uploads, errors; November
2026)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from publishing.networks.fakes import Answer, Asked, Fake, Fault, Reply, on

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECRETS = {"client_id": "school-project", "client_secret": "its-secret", "refresh_token": "lasting"}
SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"
PIECE = 256 * 1024
HOSTS = ("oauth2.googleapis.com", "www.googleapis.com", "www.youtube.com", "i.ytimg.com")


def no(status: int, reason: str, message: str = "") -> Reply:
    return Reply(status, {"error": {"code": status, "message": message, "errors": [{"reason": reason}]}})


def refuses(status: int, reason: str, **headers: str) -> Fault:
    return Fault(replace(no(status, reason), headers=headers))


class FakeYouTube(Fake):
    def __init__(self, *, lists_late: bool = False, keeps_private: bool = False, now: datetime = NOW) -> None:
        super().__init__()
        self.lists_late, self.keeps_private, self.now = lists_late, keeps_private, now
        self.films: dict[str, dict[str, Any]] = {}
        self.bytes: dict[str, bytes] = {}
        self.sessions: dict[str, tuple[dict[str, Any], int, bytearray]] = {}
        self.threads: dict[str, list[dict[str, Any]]] = {}
        self.moderated: list[tuple[str, str]] = []
        self.comments_off = False
        self.good = 0
        self.scope, self.session_host = SCOPE, "www.googleapis.com"
        self.thumbnails: set[str] = set()
        self.takes: int | None = None
        self.stays = ""

    @on("POST", "/token")
    def token(self, asked: Asked) -> Answer:
        asked.need(asked.host == "oauth2.googleapis.com", "keys are fetched where they are given")
        asked.need(asked.form["grant_type"] == "refresh_token", "with the token that lasts")
        if asked.form | SECRETS != asked.form:
            return Reply(400, {"error": "invalid_grant"})
        self.good += 1
        return {"access_token": f"key-{self.good}", "expires_in": 3599, "scope": self.scope, "token_type": "Bearer"}

    def _signed_in(self, asked: Asked) -> None:
        asked.need(asked.host == "www.googleapis.com", "the key goes to Google's interface alone")
        asked.need(asked.headers.get("authorization") == f"Bearer key-{self.good}", "a key", no(401, "authError"))

    @on("GET", "/youtube/v3/channels")
    def channel(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        asked.need(asked.query["mine"] == "true", "our own channel")
        playlists = {"relatedPlaylists": {"uploads": "UU7"}}
        return {"items": [{"snippet": {"title": "Alder Lane", "customUrl": "@alderlane"}, "contentDetails": playlists}]}

    @on("GET", "/youtube/v3/playlistItems")
    def uploads(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        asked.need(asked.query["playlistId"] == "UU7" and int(asked.query["maxResults"]) <= 50, "50 at most")
        rows = sorted(self.films.values(), key=lambda row: row["snippet"]["publishedAt"], reverse=True)
        if not rows:
            return no(404, "playlistNotFound")
        if self.lists_late:
            rows = []
        start = int(asked.query.get("pageToken", 0))
        items = [
            {"snippet": {"publishedAt": row["snippet"]["publishedAt"], "resourceId": {"videoId": row["id"]}}}
            for row in rows[start : start + 50]
        ]
        return {"items": items} | ({"nextPageToken": str(start + 50)} if len(rows) > start + 50 else {})

    @on("GET", "/youtube/v3/videos")
    def list(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        wanted = asked.query["id"].split(",")
        asked.need(len(wanted) <= 50 and wanted[0], "50 at most")
        return {"items": [self.films[one] for one in wanted if one in self.films]}

    @on("POST", "/upload/youtube/v3/videos")
    def begin(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        asked.need(asked.query["uploadType"] == "resumable" and asked.query["part"] == "snippet,status", "resumable")
        asked.need(asked.headers["x-upload-content-type"].startswith("video/"), "it is a film")
        said = asked.json
        asked.need(set(said) == {"snippet", "status"}, "the parts that were named")
        asked.need(said["status"]["privacyStatus"] == "private", "nobody sees it while it is sent")
        asked.need(said["snippet"]["title"] and len(said["snippet"]["title"]) <= 100, "a title")
        name = f"session-{len(self.sessions) + 1}"
        self.sessions[name] = (said, int(asked.headers["x-upload-content-length"]), bytearray())
        where = f"https://{self.session_host}/resumable/{name}"
        return Reply(200, None, {"Location": where})

    @on("PUT", "/resumable/{name}")
    def piece(self, asked: Asked, name: str) -> Answer:
        self._signed_in(asked)
        said, size, have = self.sessions[name]
        where = asked.headers["content-range"]
        if where == f"bytes */{size}":
            asked.need(asked.body == b"", "it is only asked how far it is")
        else:
            first, last, whole = map(int, re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", where).groups())
            asked.need(whole == size and last - first + 1 == len(asked.body), "the piece is where it says")
            asked.need(first == len(have), "it goes on where it was")
            asked.need(last + 1 == size or len(asked.body) % PIECE == 0, "pieces of so many times 256 KB")
            have += asked.body[: self.takes]
        if len(have) < size:
            return Reply(308, None, {"Range": f"bytes=0-{len(have) - 1}"} if have else {})
        return Reply(201, self._made(said, bytes(have), name))

    def _made(self, said: dict[str, Any], data: bytes, session: str) -> dict[str, Any]:
        name = f"film{session.removeprefix('session-')}"
        if name not in self.films:
            named = {size: {"url": f"https://i.ytimg.com/vi/{name}/{size}.jpg"} for size in ("default", "hqdefault")}
            when = (self.now + timedelta(minutes=len(self.films) + 1)).isoformat().replace("+00:00", "Z")
            snippet = {**said["snippet"], "publishedAt": when, "thumbnails": named}
            self.films[name] = {
                "id": name,
                "snippet": snippet,
                "status": {**said["status"], "uploadStatus": "uploaded"},
            }
            self.bytes[name] = data
            self.thumbnails |= {f"{name}/{one}" for one in ("default.jpg", "hqdefault.jpg", "1.jpg")}
        return self.films[name]

    @on("PUT", "/youtube/v3/videos")
    def update(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        asked.need(asked.query == {"part": "status"} and set(asked.json) == {"id", "status"}, "the status alone")
        status = asked.json["status"]
        asked.need(
            status["selfDeclaredMadeForKids"] is True and status["embeddable"] is True, "all of it is said again"
        )
        row = self.films[asked.json["id"]]
        row["status"] |= status if not self.keeps_private else {}
        return {"id": row["id"], "status": row["status"]}

    @on("DELETE", "/youtube/v3/videos")
    def delete(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        if self.films.pop(asked.query["id"], None) is None:
            return no(404, "videoNotFound")
        self.thumbnails = {
            one for one in self.thumbnails if one == self.stays or not one.startswith(asked.query["id"] + "/")
        }
        return Reply(204)

    @on("GET", "/youtube/v3/commentThreads")
    def comments(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        asked.need(asked.query["textFormat"] == "plainText" and int(asked.query["maxResults"]) <= 100, "plain words")
        if self.comments_off:
            return no(403, "commentsDisabled")
        return {"items": self.threads.get(asked.query["moderationStatus"], [])}

    @on("GET", "/youtube/v3/comments")
    def answers(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        return {"items": [comment(f"a{number}", number, parentId=asked.query["parentId"]) for number in (1, 2, 3)]}

    @on("POST", "/youtube/v3/comments/setModerationStatus")
    def moderate(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        asked.need(asked.query["moderationStatus"] in ("heldForReview", "published", "rejected"), "what there is")
        self.moderated.append((asked.query["id"], asked.query["moderationStatus"]))
        return Reply(204)

    @on("GET", "/oembed")
    def oembed(self, asked: Asked) -> Answer:
        asked.need("authorization" not in asked.headers and asked.host == "www.youtube.com", "a stranger asks")
        row = self.films.get(asked.query["url"].partition("v=")[2])
        if row is None:
            return Reply(404, b"Not Found")
        return Reply(403, b"Forbidden") if row["status"]["privacyStatus"] == "private" else {"type": "video"}

    @on("GET", "/vi/{film}/{name}")
    def thumbnail(self, asked: Asked, film: str, name: str) -> Answer:
        asked.need("authorization" not in asked.headers and asked.host == "i.ytimg.com", "a stranger asks")
        return Reply(200, b"picture") if f"{film}/{name}" in self.thumbnails else Reply(404, b"grey")


def comment(name: str, minutes: int, **more: str) -> dict[str, Any]:
    when = (NOW + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
    about = {"authorDisplayName": "@parent8", "textDisplay": f"Well sung {name}", "publishedAt": when}
    return {"id": name, "snippet": {**about, **more}}


def thread(name: str, minutes: int, answers: int = 0) -> dict[str, Any]:
    return {"snippet": {"topLevelComment": comment(name, minutes), "totalReplyCount": answers}}
