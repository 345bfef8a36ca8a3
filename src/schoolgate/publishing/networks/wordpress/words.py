"""Words and pictures as a post of WordPress: its blocks, with everything that somebody wrote made harmless."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from html import escape

LONGEST_SLUG = 60
LINK = re.compile(r"https?://[^\s<>\"'\[\]]+[^\s<>\"'\[\].,;:!?)]")
MARK = re.compile(r"[0-9a-f]{20}")
EMPTY_LINE = re.compile(r"\n[ \t]*\n+")


def slug(title: str, key: str) -> str:
    """The last part of the address: the title's words, and what is worked out from the key and nobody can guess.

    By it the post is found again; it is the same for the same title and key.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-")
    mark = hashlib.sha256(key.encode()).hexdigest()[:20]
    return f"{words}-{mark}" if words else mark


def safe(text: str) -> str:
    """Words as HTML. Square brackets too: WordPress would run what stands in them."""
    return escape(text).replace("[", "&#91;").replace("]", "&#93;")


def paragraphs(text: str) -> str:
    """Plain words as blocks: an empty line parts paragraphs, and an address of the web becomes a link."""
    parts = (part.strip() for part in EMPTY_LINE.split(text.replace("\r\n", "\n")))
    return "\n\n".join(
        f"<!-- wp:paragraph -->\n<p>{_linked(part)}</p>\n<!-- /wp:paragraph -->" for part in parts if part
    )


def picture(number: int, address: str, alt: str, caption: str) -> str:
    below = f'<figcaption class="wp-element-caption">{safe(caption)}</figcaption>' if caption else ""
    shown = f'<img src="{safe(address)}" alt="{safe(alt)}" class="wp-image-{number}"/>'
    return (
        f'<!-- wp:image {{"id":{number},"sizeSlug":"full","linkDestination":"none"}} -->\n'
        f'<figure class="wp-block-image size-full">{shown}{below}</figure>\n<!-- /wp:image -->'
    )


def film(number: int, address: str, caption: str) -> str:
    below = f'<figcaption class="wp-element-caption">{safe(caption)}</figcaption>' if caption else ""
    shown = f'<video controls src="{safe(address)}"></video>'
    figure = f'<figure class="wp-block-video">{shown}{below}</figure>'
    return f'<!-- wp:video {{"id":{number}}} -->\n{figure}\n<!-- /wp:video -->'


def whole(text: str, shown: Iterable[str]) -> str:
    return "\n\n".join(part for part in (paragraphs(text), *shown) if part)


def _linked(text: str) -> str:
    out, at = [], 0
    for found in LINK.finditer(text):
        out += [safe(text[at : found.start()]), f'<a href="{safe(found[0])}">{safe(found[0])}</a>']
        at = found.end()
    return "".join([*out, safe(text[at:])]).replace("\n", "<br>")
