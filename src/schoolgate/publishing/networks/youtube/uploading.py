"""A film is sent in pieces, and goes on where it broke off (developers.google.com/youtube/v3/guides/
using_resumable_upload_protocol, November 2026)."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

import httpx

from schoolgate.publishing.networks.errors import Failed, Gone, Unsure
from schoolgate.publishing.networks.http import Row
from schoolgate.publishing.networks.network import Media
from schoolgate.publishing.networks.reading import pieces
from schoolgate.publishing.networks.youtube import said
from schoolgate.publishing.networks.youtube.api import Api

UPLOAD = "https://www.googleapis.com/upload/youtube/v3/videos"
# YouTube takes pieces of so many times 256 KB.
PIECE = 32 * 256 * 1024
# So many times in a row without a byte more.
TRIES, FIRST_PAUSE, LONGEST_PAUSE = 6, 0.5, 16.0
ONE_MORE_PIECE = 308


def upload(api: Api, film: Media, about: Mapping[str, Any]) -> Row:
    """Send it, with what is to be known of it. Raises Unsure where it cannot be seen how much of it arrived."""
    params = {"uploadType": "resumable", "part": "snippet,status", "notifySubscribers": "false"}
    headers = {"X-Upload-Content-Length": str(film.size), "X-Upload-Content-Type": film.type}
    begun = api.send("POST", UPLOAD, harmless=True, params=params, json=about, headers=headers)
    session = httpx.URL(begun.headers.get("Location", ""))
    if (session.scheme, session.host) != ("https", httpx.URL(UPLOAD).host):
        # The key of the school goes to nobody else.
        raise Failed(said.REFUSED, again=False)
    start, failures, ask = 0, 0, False
    while failures <= TRIES:
        try:
            answer = _asked(api, str(session), film) if ask else _send(api, str(session), film, start)
        except Gone:
            raise Failed(said.NOT_READ, again=True) from None
        except (Unsure, Failed) as error:
            if isinstance(error, Failed) and not error.again:
                raise
            time.sleep(min(FIRST_PAUSE * 2**failures, LONGEST_PAUSE))
            failures, ask = failures + 1, True
            continue
        if answer.status_code != ONE_MORE_PIECE:
            return _row(answer)
        arrived = _arrived(answer)
        failures = 0 if arrived > start else failures + (not ask)
        start, ask = arrived, False
    raise Unsure(said.BROKE_OFF)


def _send(api: Api, session: str, film: Media, start: int) -> httpx.Response:
    piece = next(pieces(film, PIECE, start), b"")
    where = f"bytes {start}-{start + len(piece) - 1}/{film.size}"
    return api.send("PUT", session, content=piece, headers={"Content-Range": where, "Content-Type": film.type})


def _asked(api: Api, session: str, film: Media) -> httpx.Response:
    """How much of it arrived."""
    return api.send("PUT", session, content=b"", headers={"Content-Range": f"bytes */{film.size}"})


def _arrived(answer: httpx.Response) -> int:
    """The number of bytes that YouTube has; without a Range it has none."""
    found = re.fullmatch(r"bytes=0-(\d+)", answer.headers.get("Range", ""))
    return int(found[1]) + 1 if found else 0


def _row(answer: httpx.Response) -> Row:
    try:
        row: Row = answer.json()
        return {**row, "id": str(row["id"])}
    except (ValueError, KeyError, TypeError):
        raise Unsure(said.NO_ANSWER) from None
