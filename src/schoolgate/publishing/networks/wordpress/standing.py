"""What stands on a website for one post: put there, found again, taken down."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from schoolgate.publishing.networks.asked_about import became_of
from schoolgate.publishing.networks.errors import Failed, Trouble
from schoolgate.publishing.networks.http import Row
from schoolgate.publishing.networks.network import Answer, Media, Outgoing, Published, Reference, Removal
from schoolgate.publishing.networks.reading import Reader, md5
from schoolgate.publishing.networks.wordpress import said, words
from schoolgate.publishing.networks.wordpress.api import Api

# Every state but the bin: what lies there was thrown away by a person of the website.
STATES = "publish,future,draft,pending,private"
# A request that was given up and arrived all the same makes a second one; WordPress ends its address with a number.
ENDINGS = ("", "-2", "-3", "-4", "-5")
AT_ONCE = 25
NOT_KEPT = "The website changes the address that we give a post. Show this to whoever looks after the website."
ENDS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "video/mp4": "mp4"}


@dataclass(frozen=True)
class Standing:
    """The post's rows, the true one first, and each media's by its place in the post, the true one first."""

    kind: str
    posts: list[Row]
    media: dict[int, list[Row]]

    @property
    def is_live(self) -> bool:
        return bool(self.posts) and self.posts[0]["status"] == "publish"

    @property
    def doubles(self) -> list[str]:
        twice = [f"media/{row['id']}" for rows in self.media.values() for row in rows[1:]]
        return [*(f"{self.kind}/{row['id']}" for row in self.posts[1:]), *twice]

    def published(self) -> Published | None:
        """Every address of it; None where there is nothing."""
        posts = [Reference("post", f"{self.kind}/{row['id']}", row["link"]) for row in self.posts]
        shown = [one for place in sorted(self.media) for row in self.media[place] for one in references(row, place)]
        return Published((*posts, *shown)) if posts or shown else None


def put(api: Api, post: Outgoing, slug: str) -> Published:
    """Put it in public, from wherever an earlier try left off. Two that do the same at once choose the same rows."""
    now = found(api, post, slug)
    if not now.posts:
        about = {"slug": slug, "title": words.safe(post.title), "content": words.paragraphs(post.text)}
        api.ask("POST", now.kind, json={**about, "status": "draft"})
        now = found(api, post, slug)
    absent = [place for place in range(len(post.media)) if place not in now.media] if now.posts else []
    for place in absent:
        _upload(api, post.media[place], f"{slug}-m{place + 1}", now.posts[0]["id"])
    if absent:
        now = found(api, post, slug)
    if not now.posts or len(now.media) < len(post.media):
        raise Failed(NOT_KEPT, again=False)
    for double in now.doubles:
        with suppress(Failed):  # a double that stays is named below, and goes when the post does
            api.ask("DELETE", double, harmless=True, params={"force": "true"})
    if not now.is_live:
        content = _content(post, {place: rows[0] for place, rows in now.media.items()})
        tags = {} if post.page else {"tags": [_tag(api, one) for one in post.tags if one.strip()]}
        _show(api, f"{now.kind}/{now.posts[0]['id']}", {**content, **tags})
    # Read once more: the address of a picture's own page follows its post's.
    now = found(api, post, slug)
    published = now.published()
    if published is None or not now.is_live:
        raise Failed("The post was on the website and is gone again. Look at it in WordPress.", again=False)
    return published


def _show(api: Api, draft: str, content: dict[str, Any]) -> None:
    row: Row = api.ask("POST", draft, harmless=True, json={**content, "status": "publish"})
    if row.get("status") != "publish":
        raise Failed(said.HELD_BACK, again=False)


def _tag(api: Api, name: str) -> int:
    """The number of a tag, which is made if the website has none of that name."""
    plain = words.safe(name.strip())
    rows = api.few("tags", {"search": plain, "orderby": "id"})
    known = (row["id"] for row in rows if row["name"].casefold() == plain.casefold())
    return int(next(known, 0) or api.ask("POST", "tags", harmless=True, json={"name": plain})["id"])


def found(api: Api, post: Outgoing, slug: str) -> Standing:
    kind = "pages" if post.page else "posts"
    posts = api.few(kind, {"status": STATES, "slug": ",".join(slug + end for end in ENDINGS)})
    # What is in public before all others, else the oldest: two that work at once choose the same.
    posts.sort(key=lambda row: (row["status"] != "publish", row["id"]))
    media: dict[int, list[Row]] = defaultdict(list)
    for row in _media(api, slug, len(post.media)):
        place = re.match(r"-m(\d+)", row["slug"][len(slug) :])
        if place:
            media[int(place[1]) - 1].append(row)
    return Standing(kind, posts, media)


def _media(api: Api, slug: str, number: int) -> list[Row]:
    names = [f"{slug}-m{place + 1}{end}" for place in range(number) for end in ENDINGS]
    few = (names[at : at + AT_ONCE] for at in range(0, len(names), AT_ONCE))
    rows = [row for some in few for row in api.few("media", {"slug": ",".join(some)})]
    return sorted(rows, key=lambda row: int(row["id"]))


def _upload(api: Api, one: Media, slug: str, post: int) -> None:
    about = {"slug": slug, "post": str(post), "alt_text": one.alt, "caption": words.safe(one.caption)}
    about |= {"comment_status": "closed", "ping_status": "closed"}
    file = (f"{slug}.{ENDS.get(one.type, 'bin')}", Reader(one), one.type)
    api.ask("POST", "media", data=about, files={"file": file}, headers={"Content-MD5": md5(one)})


def _content(post: Outgoing, media: dict[int, Row]) -> dict[str, Any]:
    shown, over = [], 0
    for place, one in enumerate(post.media):
        number, address = media[place]["id"], media[place]["source_url"]
        if one.is_film:
            shown.append(words.film(number, address, one.caption))
        elif post.over and not over:
            over = number
        else:
            shown.append(words.picture(number, address, one.alt, one.caption))
    return {"content": words.whole(post.text, shown), "featured_media": over}


def references(row: Row, place: int | None) -> Iterator[Reference]:
    """A media's every address: the file, each size that the website made of it, and its own page."""
    file, *copies = files(row)
    yield Reference("media", f"media/{row['id']}", file, place)
    for address in (*copies, row["link"]):
        yield Reference("copy", f"media/{row['id']}", address, place)


def files(row: Row) -> list[str]:
    """The addresses of a media's file and of everything that was made of it, the file itself first."""
    return list(dict.fromkeys([row["source_url"], *_addresses(row.get("media_details")), *_original(row)]))


def _addresses(details: Any) -> Iterator[str]:
    """What stands as `source_url` anywhere in there: sizes, and other formats that a plugin made."""
    if isinstance(details, dict):
        for name, value in details.items():
            if name == "source_url" and isinstance(value, str):
                yield value
            else:
                yield from _addresses(value)
    elif isinstance(details, list):
        for value in details:
            yield from _addresses(value)


def _original(row: Row) -> list[str]:
    """Where a website scaled a picture down, what it was given stays beside it."""
    details = row.get("media_details")
    name = details.get("original_image") if isinstance(details, dict) else None
    return [row["source_url"].rpartition("/")[0] + "/" + name] if isinstance(name, str) else []


def taken_down(api: Api, published: Published) -> list[Removal]:
    """One answer for each reference, and for whatever more of it is found on the way."""
    by_id: dict[str, list[Reference]] = defaultdict(list)
    for one in (*published.references, *_late(api, published)):
        by_id[one.id].append(one)
    # The page that shows them first: then nobody is led to the pictures while they go.
    order = sorted(by_id, key=lambda id_: id_.startswith("media/"))
    return [removal for id_ in order for removal in _deleted(api, id_, by_id[id_])]


def _late(api: Api, published: Published) -> list[Reference]:
    """Media of the post that arrived after it was out, by a request that had been given up."""
    known = {one.id for one in published.references}
    try:
        post: Row = api.ask("GET", published.post.id) if published.post else {}
        mark = words.MARK.search(post.get("slug", ""))
        rows = api.few("media", {"parent": post["id"]}) if mark else []
    except Trouble:  # what cannot be asked cannot be deleted either, and that is said of each
        return []
    new = (row for row in rows if mark and f"{mark[0]}-m" in row["slug"] and f"media/{row['id']}" not in known)
    return [one for row in new for one in references(row, None)]


def _deleted(api: Api, id_: str, known: list[Reference]) -> Iterator[Removal]:
    answer, more = Answer(), list[Reference]()
    try:
        row = api.ask("DELETE", id_, harmless=True, params={"force": "true"})
        if row.get("deleted") is not True:
            answer = Answer("failed", "The website did not delete it. Delete it in WordPress.")
        elif id_.startswith("media/"):
            named = {one.address for one in known}
            new = (address for address in files(row["previous"]) if address not in named)
            more = [Reference("copy", id_, address, known[0].media) for address in new]
    except Trouble as error:
        answer = became_of(error)
    yield from (Removal(one, *answer) for one in [*known, *more])
