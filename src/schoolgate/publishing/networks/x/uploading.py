"""Pictures and films are sent up before their post. Nobody sees them until then, and X forgets what is not used."""

from __future__ import annotations

import time

from schoolgate.publishing.networks.errors import Failed
from schoolgate.publishing.networks.http import Row
from schoolgate.publishing.networks.network import Media
from schoolgate.publishing.networks.reading import pieces
from schoolgate.publishing.networks.x import said
from schoolgate.publishing.networks.x.api import Api

# 1,000 pieces at most: enough for the largest film.
PIECE = 1024 * 1024
PATIENCE, LONGEST_PAUSE = 900.0, 10.0


def upload(api: Api, one: Media) -> str:
    """Its number. Each step may be asked for twice."""
    category = "tweet_video" if one.is_film else "tweet_image"
    about = {"media_type": one.type, "total_bytes": one.size, "media_category": category}
    number = str(api.ask("POST", "media/upload/initialize", harmless=True, json=about)["data"]["id"])
    for place, piece in enumerate(pieces(one, PIECE)):
        _append(api, number, place, piece)
    _wait(api, number, api.ask("POST", f"media/upload/{number}/finalize", harmless=True))
    # Films have none on X.
    if one.alt.strip() and not one.is_film:
        text = {"id": number, "metadata": {"alt_text": {"text": one.alt}}}
        api.ask("POST", "media/metadata", harmless=True, json=text)
    return number


def _append(api: Api, number: str, place: int, piece: bytes) -> None:
    sent = {"data": {"segment_index": str(place)}, "files": {"media": ("piece", piece, "application/octet-stream")}}
    api.ask("POST", f"media/upload/{number}/append", harmless=True, **sent)


def _wait(api: Api, number: str, answer: Row) -> None:
    until = time.monotonic() + PATIENCE
    while (now := answer["data"].get("processing_info")) and now["state"] != "succeeded":
        if now["state"] == "failed":
            raise Failed(said.NOT_TAKEN, again=False)
        if time.monotonic() > until:
            raise Failed(said.NOT_FINISHED, again=True)
        time.sleep(min(float(now.get("check_after_secs", 1)), LONGEST_PAUSE))
        answer = api.ask("GET", "media/upload", params={"command": "STATUS", "media_id": number})
