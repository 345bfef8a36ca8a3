"""What stands on a server for one post: put there, found again, taken down."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from schoolgate.publishing.networks import keys
from schoolgate.publishing.networks.asked_about import became_of
from schoolgate.publishing.networks.errors import Failed, Gone, Trouble
from schoolgate.publishing.networks.http import Row
from schoolgate.publishing.networks.mastodon import said, words
from schoolgate.publishing.networks.mastodon.api import Api
from schoolgate.publishing.networks.network import Media, Outgoing, Published, Reference, Removal
from schoolgate.publishing.networks.reading import Reader

ENDS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "video/mp4": "mp4"}
PAGE, PAGES = 40, 10
# A film is worked on for minutes.
PATIENCE, FIRST_PAUSE, LONGEST_PAUSE = 900.0, 0.2, 5.0
# Since then a server deletes the files with the post (api_versions.mastodon, Mastodon 4.4).
DELETES_FILES = 4


def put(api: Api, post: Outgoing, key: str) -> Published:
    media: list[str] = []
    try:
        for one in post.media:
            media.append(_upload(api, one))
        about = {"status": words.whole(post), "visibility": "public", "language": post.language.partition("-")[0]}
        row = api.ask("POST", "v1/statuses", json={**about, "media_ids": media}, headers={"Idempotency-Key": key})
    except Failed:
        # What was sent up stands at addresses that nobody knows; the server sweeps it away where it cannot be deleted.
        for number in media:
            with suppress(Trouble):
                api.ask("DELETE", f"v1/media/{number}", harmless=True)
        raise
    return references(row)


def _upload(api: Api, one: Media) -> str:
    file = (f"media.{ENDS.get(one.type, 'bin')}", Reader(one), one.type)
    row = api.ask("POST", "v2/media", harmless=True, data={"description": one.alt}, files={"file": file})
    pause, until = FIRST_PAUSE, time.monotonic() + PATIENCE
    while row.get("url") is None:
        if time.monotonic() > until:
            raise Failed(said.NOT_FINISHED, again=True)
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
        row = api.ask("GET", f"v1/media/{row['id']}")
    return str(row["id"])


def found(api: Api, post: Outgoing, key: str) -> Published | None:
    """The account's own post with these words and pictures, made since the key was. A server forgets a key after an
    hour and shows it nowhere."""
    begun = keys.begun(key)
    text, shown = words.whole(post), [one.alt for one in post.media]
    for row in _own(api, begun):
        if [one.get("description") or "" for one in row["media_attachments"]] != shown:
            continue
        with suppress(Gone):
            if words.same(api.ask("GET", f"v1/statuses/{row['id']}/source")["text"], text):
                return references(row)
    return None


def _own(api: Api, begun: datetime | None) -> Iterator[Row]:
    """The account's posts, the newest first, none that is older."""
    me = api.ask("GET", "v1/accounts/verify_credentials")["id"]
    about = {"limit": str(PAGE), "exclude_reblogs": "true"}
    for _ in range(PAGES):
        rows = api.rows(f"v1/accounts/{me}/statuses", params=about)
        for row in rows:
            if begun is not None and at(row) < begun:
                return
            yield row
        if len(rows) < PAGE:
            return
        about["max_id"] = rows[-1]["id"]


def at(row: Row) -> datetime:
    when = datetime.fromisoformat(row["created_at"])
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def references(row: Row) -> Published:
    """The post, the file of each media, and the smaller copy that the server made of it."""
    post = Reference("post", row["id"], row["url"])
    media = enumerate(row["media_attachments"])
    return Published((post, *(one for place, about in media for one in _files(row, about, place))))


def _files(row: Row, media: Row, place: int) -> Iterator[Reference]:
    # A media cannot go without its post, so it is named with it.
    number = f"{row['id']}/{media['id']}"
    yield Reference("media", number, media["url"] or "", place)
    if (small := media.get("preview_url")) and small != media["url"]:
        yield Reference("copy", number, small, place)


def taken_down(api: Api, published: Published) -> list[Removal]:
    by_post: dict[str, list[Reference]] = defaultdict(list)
    for one in published.references:
        by_post[one.id.partition("/")[0]].append(one)
    return [removal for post, known in by_post.items() for removal in _deleted(api, post, known)]


def _deleted(api: Api, post: str, known: list[Reference]) -> Iterator[Removal]:
    try:
        deletes_files = all(one.kind == "post" for one in known) or _deletes_files(api)
        api.ask("DELETE", f"v1/statuses/{post}", harmless=True, params={"delete_media": "true"})
    except Trouble as error:
        yield from (Removal(one, *became_of(error)) for one in known)
    else:
        for one in known:
            if one.kind == "post" or deletes_files:
                yield Removal(one, "done")
            else:
                yield Removal(one, "failed", said.KEPT_A_WHILE, again=True)


def _deletes_files(api: Api) -> bool:
    try:
        versions = api.ask("GET", "v2/instance").get("api_versions") or {}
    except Trouble:
        return False
    return isinstance(versions, dict) and int(versions.get("mastodon", 0)) >= DELETES_FILES
