"""Draw a page that was fetched, in a process of its own that has little time and memory, and no network."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from schoolgate.child import bind, run

SECONDS = 20
MEMORY = 2 * 1024**3
WIDTH = 1100
"""Pixels that the picture is wide, as a window of a browser would be."""
MOST_PAGES = 8
PAGE_HEIGHT = 1500


class CannotDrawError(Exception):
    """The page could not be drawn: it is too large, takes too long, or is broken."""


def draw(html: bytes, url: str, charset: str, parts: Mapping[str, tuple[str, bytes]]) -> bytes:
    """The page as a PNG, 12,000 pixels high at most, without scripts. Raises CannotDrawError.

    `parts` are its pictures and style sheets by address, each with its media type: nothing else is asked for.
    """
    return _apart(
        {
            "html": base64.b64encode(html).decode(),
            "url": url,
            "charset": charset,
            "parts": {at: [media, base64.b64encode(data).decode()] for at, (media, data) in parts.items()},
        }
    )


def draw_pdf(pdf: bytes) -> bytes:
    """The first eight pages of a PDF under each other, as a PNG. Raises CannotDrawError."""
    return _apart({"pdf": base64.b64encode(pdf).decode()})


def _apart(given: dict[str, Any]) -> bytes:
    try:
        return run("schoolgate.casework.evidence.drawing", json.dumps(given).encode(), seconds=SECONDS)
    except subprocess.SubprocessError as error:
        raise CannotDrawError from error


def _child(given: Any) -> bytes:
    if "pdf" in given:
        return _joined(base64.b64decode(given["pdf"]))
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    parts = given["parts"]

    class Given(URLFetcher):  # type: ignore[misc]
        """Answers from what was given; it opens nothing."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            media, data = parts[url.partition("#")[0]]
            return URLFetcherResponse(url, base64.b64decode(data), {"Content-Type": media})

    screen = CSS(string=f"@page {{ size: {WIDTH}px {PAGE_HEIGHT}px; margin: 0 }}")
    page = HTML(
        string=_text(base64.b64decode(given["html"]), given["charset"]),
        base_url=given["url"],
        url_fetcher=Given(allowed_protocols=()),
        media_type="screen",
    )
    made = page.render(stylesheets=[screen])
    return _joined(made.copy(made.pages[:MOST_PAGES]).write_pdf())


def _text(html: bytes, charset: str) -> str:
    try:
        return html.decode(charset or "utf-8", "replace")
    except LookupError:
        return html.decode("utf-8", "replace")


def _joined(pdf: bytes) -> bytes:
    """The pages of a PDF under each other, as one PNG."""
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in list(document)[:MOST_PAGES]:
        # A page that is very long and thin would be enormous if it were as wide as the others.
        scale = min(WIDTH / page.get_width(), MOST_PAGES * PAGE_HEIGHT / page.get_height())
        pages.append(page.render(scale=scale).to_pil().convert("RGB"))
    high = min(sum(page.height for page in pages), MOST_PAGES * PAGE_HEIGHT)
    whole = Image.new("RGB", (WIDTH, high), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    made = io.BytesIO()
    whole.save(made, "PNG")
    return made.getvalue()


if __name__ == "__main__":
    bind(memory=MEMORY, seconds=SECONDS)
    sys.stdout.buffer.write(_child(json.load(sys.stdin)))
