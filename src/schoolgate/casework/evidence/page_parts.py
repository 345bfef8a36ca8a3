"""The pictures and style sheets of a page that was fetched, each fetched with the same care."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from schoolgate.casework.evidence.fetching import Exchange, Reach, UnreachableError, fetch

MOST = 40
SECONDS = 30
TOGETHER = 12 * 1024 * 1024
"""Bytes that the parts of a page may have together: with the page they have to fit into one item."""


def fetch_parts(page: Exchange, reach: Reach | None = None) -> tuple[Exchange, ...]:
    """Everything that could be had of them; what could not is left out, as a browser would."""
    until, left = time.monotonic() + SECONDS, TOGETHER - len(page.body)
    found: list[Exchange] = []
    for address in _addresses(page):
        seconds = until - time.monotonic()
        if seconds <= 0 or left <= 0:
            break
        try:
            got = fetch(address, reach, seconds=min(seconds, 10), largest=left)
        except UnreachableError:
            continue
        found += got.exchanges
        left -= sum(len(exchange.body) for exchange in got.exchanges)
    return tuple(found)


def _addresses(page: Exchange) -> list[str]:
    tree = LexborHTMLParser(page.content())
    base = tree.css_first("base[href]")
    start = urljoin(page.url, (base.attributes.get("href") or "") if base else "")

    def named() -> Iterator[str]:
        for part in tree.css("link[href][rel~=stylesheet], img[src]"):
            wanted = part.attributes.get("href" if part.tag == "link" else "src") or ""
            try:
                yield urljoin(start, wanted.strip()).partition("#")[0]
            except ValueError:
                continue

    addresses = dict.fromkeys(each for each in named() if each.startswith(("http://", "https://")))
    return list(addresses)[:MOST]
