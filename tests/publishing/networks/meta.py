"""A fake of Meta's Graph API, with one Page and one Instagram account, the files that both show, and the pages that a
stranger is shown; written from what stands in docs/networks.md under Sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import httpx

from publishing.networks.fakes import Answer, Asked, Fake, Fault, Reply, on

PAGE, ACCOUNT, TOKEN = "1029384756", "17841400000000001", "EAAB-the-token"
HOSTS = (
    "graph.facebook.com", "graph-video.facebook.com", "www.facebook.com", "www.instagram.com",
    "scontent.xx.fbcdn.net", "scontent.cdninstagram.com",
)  # fmt: skip
PERMISSIONS = (
    "pages_show_list", "pages_read_engagement", "pages_read_user_content", "pages_manage_posts",
    "pages_manage_engagement", "pages_manage_metadata", "instagram_basic", "instagram_content_publish",
    "instagram_manage_comments", "instagram_manage_contents",
)  # fmt: skip
FILE = "https://scontent.xx.fbcdn.net/t39/{}.jpg?oe=6A000000"
PART = 100_000


def error(code: int, subcode: int = 0, status: int = 400, **more: object) -> Reply:
    said = {"message": "No.", "type": "OAuthException", "code": code, "fbtrace_id": "A1", **more}
    return Reply(status, {"error": {**said, **({"error_subcode": subcode} if subcode else {})}})


def says(code: int, subcode: int = 0, status: int = 400, usage: object = None, **more: object) -> Fault:
    """An error in place of the answer; nothing is done."""
    reply = error(code, subcode, status, **more)
    headers = {} if usage is None else {"X-Business-Use-Case-Usage": json.dumps(usage)}
    return Fault(Reply(reply.status, reply.said, headers))


NOT_THERE = error(100, 33)


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def get(url: str) -> httpx.Response:
    """Fetch as Instagram does, from this machine alone."""
    assert httpx.URL(url).host == "127.0.0.1"
    return httpx.get(url)


@dataclass
class FakeMeta(Fake):
    """`things` are all rows by their numbers; `fetch` is how Instagram gets a picture. Of an empty `token` nothing is told. `lingers`: files are shown to
    whoever has their address although they were deleted; `expired`: their addresses have ended."""

    fetch: Callable[[str], httpx.Response] = get
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    permissions: list[str] = field(default_factory=lambda: list(PERMISSIONS))
    token: dict[str, Any] = field(default_factory=lambda: {"type": "PAGE", "is_valid": True, "expires_at": 0})
    quota: int = 0
    slow: int = 0
    lingers: bool = False
    expired: bool = False
    page_status: int = 200
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.things[PAGE] = {"is": "page", "id": PAGE, "name": "Alder Lane", "username": "AlderLane"}
        self.things[ACCOUNT] = {"is": "account", "id": ACCOUNT, "username": "alderlane.forest"}
        super().__init__()

    def of(self, what: str) -> list[dict[str, Any]]:
        return [row for row in self.things.values() if row["is"] == what]

    def put(self, what: str, prefix: str = "", **row: Any) -> dict[str, Any]:
        number = f"{prefix}{1000 + len(self.things)}"
        self.things[number] = {"is": what, "id": number, **row}
        return self.things[number]

    def a_post(self, message: str, at: str = "", by: str = PAGE, **more: Any) -> dict[str, Any]:
        """A post on the Page that somebody made otherwise."""
        row = self.put("post", f"{PAGE}_", message=message, created_time=at or now(), by=by, photos=[], **more)
        return row | {"permalink_url": f"https://www.facebook.com/alderlane/posts/{row['id']}"}

    def _may(self, asked: Asked, *permissions: str) -> None:
        asked.need("access_token" not in asked.query, "no token stands in an address")
        asked.need(asked.headers.get("authorization") == f"Bearer {TOKEN}", "the token is in its header", error(190))
        missing = set(permissions) - set(self.permissions)
        asked.need(not missing, f"the token has {missing}", error(200))

    # What the token is

    @on("POST", "/v26.0/")
    def batch(self, asked: Asked) -> Answer:
        asked.need("access_token" not in asked.query, "no token stands in an address")
        asked.need(asked.form["access_token"], "a batch has its token in the body")
        [one] = json.loads(asked.form["batch"])
        path, query = one["relative_url"].split("?")
        asked.need((one["method"], path) == ("GET", "debug_token"), "the token is looked at")
        if parse_qs(query)["input_token"] != [TOKEN]:
            return [{"code": 400, "body": json.dumps(error(190).said)}]
        if not self.token:
            return [{"code": 400, "body": json.dumps(error(100).said)}]
        about = {"app_id": "5", "profile_id": PAGE, "scopes": self.permissions, **self.token}
        return [{"code": 200, "body": json.dumps({"data": about})}]

    # The Page

    @on("POST", "/v26.0/{page}/photos")
    def photo(self, asked: Asked, page: str) -> Answer:
        self._may(asked, "pages_manage_posts", "pages_read_engagement", "pages_show_list")
        asked.need(page == PAGE, "it is put on the Page")
        asked.need(asked.form.get("published") == "false", "a photograph is not seen before its post")
        asked.need(asked.form.get("alt_text_custom"), "a photograph has words for who cannot see it")
        made = self.put("photo", post="", data=asked.files["source"].data, alt=asked.form["alt_text_custom"])
        return {"id": made["id"]}

    @on("POST", "/v26.0/{page}/feed")
    def feed(self, asked: Asked, page: str) -> Answer:
        self._may(asked, "pages_manage_posts", "pages_read_engagement", "pages_show_list")
        asked.need(page == PAGE, "it is put on the Page")
        numbers = sorted(name for name in asked.form if name.startswith("attached_media["))
        photos = [json.loads(asked.form[name])["media_fbid"] for name in numbers]
        asked.need(asked.form.get("message") or photos, "a post has words or photographs")
        asked.need(all(self.things[one]["is"] == "photo" for one in photos), "what is shown was put there before")
        asked.need(not (photos and "link" in asked.form), "a post shows photographs or a link")
        made = self.a_post(asked.form.get("message", ""), link=asked.form.get("link", ""))
        self.things[made["id"]]["photos"] = photos
        for one in photos:
            self.things[one]["post"] = made["id"]
        return {"id": made["id"]}

    @on("GET", "/v26.0/{page}/feed")
    def read(self, asked: Asked, page: str) -> Answer:
        self._may(asked, "pages_read_engagement", "pages_read_user_content", "pages_show_list")
        rows = [self._post(one) for one in reversed(self.of("post"))]
        if "since" in asked.query:
            since = datetime.fromtimestamp(int(asked.query["since"]), UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
            rows = [row for row in rows if row["created_time"] >= since]
        return self._listed(asked, rows)

    def _post(self, row: dict[str, Any]) -> dict[str, Any]:
        shown = [{"media_type": "photo", "target": {"id": one}} for one in row["photos"]]
        whole = shown if len(shown) == 1 else [{"media_type": "album", "subattachments": {"data": shown}}]
        return {
            "id": row["id"],
            "created_time": row["created_time"],
            "permalink_url": f"https://www.facebook.com/alderlane/posts/{row['id']}",
            "from": {"id": row["by"]},
            "is_published": True,
            **({"message": row["message"]} if row["message"] else {}),
            **({"attachments": {"data": whole}} if shown else {}),
        }

    def _listed(self, asked: Asked, rows: list[dict[str, Any]], size: int = 0) -> Answer:
        """A page of a list; the address of the next has the token in it."""
        asked.need(asked.query.get("fields"), "what is wanted of each is said")
        begin, size = int(asked.query.get("after", 0)), min(int(asked.query["limit"]), size or 50)
        said: dict[str, Any] = {"data": rows[begin : begin + size]}
        if len(rows) > begin + size:
            query = f"?access_token={TOKEN}&limit={size}&after={begin + size}"
            said["paging"] = {"next": f"https://{asked.host}{asked.path}{query}"}
        return said

    @on("POST", "/v26.0/{page}/videos")
    def film(self, asked: Asked, page: str) -> Answer:
        self._may(asked, "pages_manage_posts", "pages_read_engagement", "pages_show_list")
        asked.need(asked.host == "graph-video.facebook.com", "films have a host of their own")
        match asked.form["upload_phase"]:
            case "start":
                size = int(asked.form["file_size"])
                made = self.put("video", size=size, data=b"", description="", created_time=now(), state="uploading")
                ends = {"start_offset": "0", "end_offset": str(min(PART, size))}
                return {"video_id": made["id"], "upload_session_id": f"s{made['id']}", **ends}
            case "transfer":
                row = self._session(asked)
                asked.need(int(asked.form["start_offset"]) == len(row["data"]), "parts follow one another")
                row["data"] += asked.files["video_file_chunk"].data
                ends = min(row["size"], len(row["data"]) + PART)
                return {"start_offset": str(len(row["data"])), "end_offset": str(ends)}
            case _:
                row = self._session(asked)
                asked.need(len(row["data"]) == row["size"], "the film is there whole")
                row |= {"description": asked.form["description"], "state": "processing"}
                return {"success": True}

    def _session(self, asked: Asked) -> dict[str, Any]:
        return self.things[asked.form["upload_session_id"].removeprefix("s")]

    @on("GET", "/v26.0/{page}/videos")
    def films(self, asked: Asked, page: str) -> Answer:
        self._may(asked, "pages_read_engagement", "pages_show_list")
        asked.need(asked.query.get("type") == "uploaded", "those of the Page itself are wanted")
        return self._listed(asked, [self._film(one) for one in reversed(self.of("video"))])

    def _film(self, row: dict[str, Any]) -> dict[str, Any]:
        about = {name: row[name] for name in ("id", "description", "created_time")}
        return {**about, "permalink_url": f"/alderlane/videos/{row['id']}/", "status": {"video_status": row["state"]}}

    @on("GET", "/v26.0/{page}/roles")
    def roles(self, asked: Asked, page: str) -> Answer:
        self._may(asked)
        return self._people(asked, [("1", "Ada Long", ["MANAGE", "MODERATE"]), ("2", "Ben Short", ["MODERATE"])])

    @on("GET", "/v26.0/{page}/assigned_users")
    def assigned(self, asked: Asked, page: str) -> Answer:
        self._may(asked)
        return self._people(asked, [("3", "Cy Wide", ["PROFILE_PLUS_FULL_CONTROL"])])

    def _people(self, asked: Asked, people: list[tuple[str, str, list[str]]]) -> Answer:
        if "pages_manage_metadata" not in self.permissions:
            return error(200)
        return self._listed(asked, [{"id": id_, "name": name, "tasks": tasks} for id_, name, tasks in people])

    # Instagram

    @on("GET", "/v26.0/{account}/content_publishing_limit")
    def limit(self, asked: Asked, account: str) -> Answer:
        self._may(asked, "instagram_basic", "instagram_content_publish")
        return {"data": [{"quota_usage": self.quota, "config": {"quota_total": 100, "quota_duration": 86400}}]}

    @on("POST", "/v26.0/{account}/media")
    def container(self, asked: Asked, account: str) -> Answer:
        self._may(asked, "instagram_basic", "instagram_content_publish", "pages_read_engagement")
        asked.need(account == ACCOUNT, "it is put on the account")
        kind, form = asked.form.get("media_type", "IMAGE"), asked.form
        asked.need(kind in ("IMAGE", "REELS", "VIDEO", "CAROUSEL"), "there is such a kind")
        part = form.get("is_carousel_item") == "true"
        asked.need(not (part and form.get("caption")), "a part has no words of its own")
        asked.need(kind != "VIDEO" or part, "a film alone is a reel")
        row = {"kind": kind, "part": part, "caption": form.get("caption", ""), "alt": form.get("alt_text", "")}
        if kind == "CAROUSEL":
            children = form["children"].split(",")
            asked.need(2 <= len(children) <= 10, "there are two parts to ten")
            for one in children:
                asked.need(self.things[one]["part"] and self._state(one) == "FINISHED", "each part is ready")
            return {"id": self.put("container", "c", children=children, looks=self.slow, **row)["id"]}
        film = kind != "IMAGE"
        asked.need(not (film and row["alt"]), "only pictures have words for who cannot see them")
        asked.need(("video_url" in form) == film and ("image_url" in form) != film, "there is one file")
        data, why = self._fetched(form["video_url" if film else "image_url"], film)
        if why and not film:
            return error(9004, why)
        made = self.put("container", "c", data=data, failed=why, children=[], looks=self.slow if film else 0, **row)
        return {"id": made["id"]}

    def _fetched(self, url: str, film: bool) -> tuple[bytes, int]:
        self.fetched.append(url)
        try:
            answer = self.fetch(url)
        except httpx.HTTPError:
            return b"", 2207052
        if answer.status_code != 200:
            return b"", 2207052
        kind = answer.headers["content-type"]
        if kind not in (("video/mp4", "video/quicktime") if film else ("image/jpeg",)):
            return b"", 2207026 if film else 2207005
        return answer.content, 0

    def _state(self, number: str) -> str:
        row = self.things[number]
        if row.get("published"):
            return "PUBLISHED"
        if row.get("failed"):
            return "ERROR"
        return "IN_PROGRESS" if row["looks"] > 0 else "FINISHED"

    @on("POST", "/v26.0/{account}/media_publish")
    def publish(self, asked: Asked, account: str) -> Answer:
        self._may(asked, "instagram_basic", "instagram_content_publish")
        container = self.things[asked.form["creation_id"]]
        asked.need(self._state(container["id"]) == "FINISHED", "what is published is ready", error(9007, 2207027))
        container["published"], self.quota = True, self.quota + 1
        made = self.put("media", caption=container["caption"], at=now(), kind=container["kind"], children=[])
        made |= {"data": container.get("data", b""), "alt": container["alt"]}
        for one in container["children"]:
            part = self.things[one]
            child = self.put("child", parent=made["id"], kind=part["kind"], data=part["data"], alt=part["alt"])
            made["children"].append(child["id"])
        return {"id": made["id"]}

    def _media(self, row: dict[str, Any]) -> dict[str, Any]:
        film = row["kind"] in ("REELS", "VIDEO")
        shown = {"id": row["id"], "media_type": "VIDEO" if film else row["kind"]}
        if row["kind"] != "CAROUSEL":
            shown["media_url"] = f"https://scontent.cdninstagram.com/v/{row['id']}?oe=6A000000"
        if film:
            shown["thumbnail_url"] = f"https://scontent.cdninstagram.com/v/{row['id']}.still"
        if row["is"] == "child":
            return shown
        about = {"caption": row["caption"], "timestamp": row["at"]}
        about["permalink"] = f"https://www.instagram.com/p/{row['id']}/"
        children = [self._media(self.things[one]) for one in row["children"]]
        return {**shown, **about, **({"children": {"data": children}} if children else {})}

    @on("GET", "/v26.0/{account}/media")
    def listed(self, asked: Asked, account: str) -> Answer:
        self._may(asked, "instagram_basic", "pages_read_engagement")
        return self._listed(asked, [self._media(one) for one in reversed(self.of("media"))], 3)

    # Below posts

    @on("GET", "/v26.0/{number}/comments")
    def comments(self, asked: Asked, number: str) -> Answer:
        self._may(asked)
        if number not in self.things:
            return NOT_THERE
        below = [one for one in self.of("comment") if one["on"] == number]
        if self.things[number]["is"] != "media":
            asked.need(asked.query.get("filter") == "stream", "answers to comments are wanted too")
            return self._listed(asked, [self._on_page(one) for one in below], 2)
        tops = [one for one in reversed(below) if not one["to"]]
        rows = [
            {**self._on_photo(one), "replies": {"data": [self._on_photo(r) for r in below if r["to"] == one["id"]]}}
            for one in tops
        ]
        return self._listed(asked, rows, 2)

    @staticmethod
    def _on_page(row: dict[str, Any]) -> dict[str, Any]:
        parent = {"parent": {"id": row["to"]}} if row["to"] else {}
        about = {"id": row["id"], "message": row["text"], "created_time": row["at"], "is_hidden": row["hidden"]}
        return {**about, "from": {"name": row["by"]}, "permalink_url": "https://www.facebook.com/c/1", **parent}

    @staticmethod
    def _on_photo(row: dict[str, Any]) -> dict[str, Any]:
        return {"id": row["id"], "text": row["text"], "timestamp": row["at"], "username": row["by"],
                "hidden": row["hidden"]}  # fmt: skip

    def comment(self, number: str, by: str, text: str, at: str, to: str = "") -> str:
        return str(self.put("comment", on=number, by=by, text=text, at=at, to=to, hidden=False)["id"])

    # Anything by its number

    @on("GET", "/v26.0/{number}")
    def node(self, asked: Asked, number: str) -> Answer:
        self._may(asked)
        asked.need(asked.query.get("fields"), "what is wanted is said")
        row = self.things.get(number)
        match row and row["is"]:
            case "page" | "account":
                return {name: value for name, value in row.items() if name != "is"}
            case "post":
                return self._post(row)
            case "photo":
                sizes = [{"source": FILE.format(f"{number}-{side}")} for side in (2048, 480)]
                return {"id": number, "link": f"https://www.facebook.com/photo.php?fbid={number}", "images": sizes}
            case "video":
                return self._film(row)
            case "media" | "child":
                return self._media(row)
            case "container":
                state, row["looks"] = self._state(number), row["looks"] - 1
                status = f"Error: Media upload has failed with error code {row['failed']}" if row.get("failed") else ""
                return {"id": number, "status_code": state, "status": status}
        return NOT_THERE

    @on("POST", "/v26.0/{number}")
    def change(self, asked: Asked, number: str) -> Answer:
        row = self.things.get(number)
        if row is None or row["is"] != "comment":
            return NOT_THERE
        page = self.things[row["on"]]["is"] != "media"
        self._may(asked, "pages_manage_engagement" if page else "instagram_manage_comments")
        row["hidden"] = asked.form["is_hidden" if page else "hide"] == "true"
        return {"success": True}

    @on("DELETE", "/v26.0/{number}")
    def delete(self, asked: Asked, number: str) -> Answer:
        row = self.things.get(number)
        if row is None or row["is"] not in ("post", "photo", "video", "media", "child", "comment"):
            return NOT_THERE
        self._may(asked, "instagram_manage_contents" if row["is"] == "media" else "pages_manage_posts")
        if row["is"] == "child":
            return error(100)
        for one in [number, *row.get("children", ())]:
            del self.things[one]
        return {"success": True, "deleted_id": number}

    # What a stranger is shown

    def _file(self, number: str) -> Answer:
        if self.expired:
            return Reply(403, b"URL signature expired", {"Content-Type": "text/plain"})
        row = self.things.get(number, {})
        shown = row.get("is") in ("media", "child") or row.get("post") in self.things
        return Reply(206, b"\xff", {"Content-Type": "image/jpeg"}) if shown or self.lingers else Reply(404)

    @on("GET", "/t39/{name}")
    def of_facebook(self, asked: Asked, name: str) -> Answer:
        return self._file(name.partition("-")[0])

    @on("GET", "/v/{name}")
    def of_instagram(self, asked: Asked, name: str) -> Answer:
        return self._file(name.partition(".")[0])

    @on("GET", "/alderlane/posts/{number}")
    @on("GET", "/alderlane/videos/{number}/")
    @on("GET", "/photo.php")
    @on("GET", "/watch/")
    @on("GET", "/p/{number}/")
    def page(self, asked: Asked, number: str = "") -> Answer:
        asked.need("authorization" not in asked.headers, "a stranger has no token")
        return Reply(self.page_status, b"<title>Log in</title>", {"Content-Type": "text/html"})
