"""What an anonymous request says of something that was asked to be taken down.

An answer that does not come proves nothing, nor does a page that asks a stranger to sign in: only that there is nothing
there any more (HTTP 404 or 410, RFC 9110 sections 15.5.5 and 15.5.11), or the network's own words that there is not.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from schoolgate.casework.evidence.fetching import Fetched, UnreachableError
from schoolgate.casework.removals.models import RemovalEvent
from schoolgate.casework.removals.routes import Network, network_of

Kind = RemovalEvent.Kind
GONE = (404, 410)
UNSEEN = "script, style, noscript, template, head > meta, head > link"


def says(fetched: Fetched, network: Network) -> Kind:
    """SEEN, GONE or UNCLEAR."""
    last = fetched.last
    path = urlsplit(last.url).path
    elsewhere = network_of(last.url) != network.key
    if network.private or elsewhere or any(path.startswith(login) for login in network.login):
        return Kind.UNCLEAR
    if last.status in GONE:
        return Kind.GONE
    if not 200 <= last.status < 300:
        return Kind.UNCLEAR
    if network.gone and any(_plain(words) in _seen(fetched) for words in network.gone):
        return Kind.GONE
    return Kind.UNCLEAR if network.scripts else Kind.SEEN


def _seen(fetched: Fetched) -> str:
    """The words of a page that a person would see: those of its scripts stand there whatever it shows."""
    try:
        page = LexborHTMLParser(fetched.last.content())
    except (UnreachableError, ValueError):
        return ""
    for node in page.css(UNSEEN):
        node.decompose()
    return _plain(page.root.text(separator=" ") if page.root else "")


def _plain(words: str) -> str:
    return " ".join(words.replace("’", "'").casefold().split())
