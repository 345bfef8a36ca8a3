"""No page is forgotten by the browser tests."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, resolve

from browser.no_pages import NO_PAGE
from browser.pages import PAGES
from schoolgate.community.powers import NOBODY


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif getattr(pattern.callback, "power", NOBODY) != NOBODY:
            yield str(pattern.name)


def test_every_address_is_opened_by_a_browser_or_says_why_not() -> None:
    opened = {resolve(page.path.partition("?")[0]).url_name for page in PAGES if page.status != 404}
    assert set(names(get_resolver().url_patterns)) - opened == set(NO_PAGE)
