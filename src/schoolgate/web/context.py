"""What the frame around every page shows: the school, the person, and the menu they may use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from schoolgate.community import today

MORE = "/#more"


class Chrome:
    """Read by the templates, and only as far as they need: a stranger's page asks the database nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.path = request.path
        self.person = getattr(request, "person", None)
        self.school = self.person.school if self.person else None

    def menu(self) -> list[dict[str, Any]]:
        """Home, and then what the person's powers open; the page's own part of the site is marked.

        What is needed now and then stands on the home page alone, and More leads there: the rest fits on one line.
        """
        if self.person is None:
            return []
        items = today.menu(self.person, whole=False)
        short = [item for item in items if not item.aside]
        found = [("Home", "/"), *((item.text, reverse(item.url_name)) for item in short)]
        menu = [{"text": text, "url": url, "active": self._within(url)} for text, url in found]
        if len(short) < len(items):
            rest = (reverse(item.url_name) for item in items if item.aside)
            # A page that stands below one of the menu belongs there, not under More.
            here = not any(item["active"] for item in menu) and any(self._within(url) for url in rest)
            menu.append({"text": "More", "url": MORE, "active": here})
        return menu

    def _within(self, url: str) -> bool:
        return self.path == url if url == "/" else self.path.startswith(url)


def chrome(request: HttpRequest) -> dict[str, Chrome]:
    """A context processor."""
    return {"chrome": Chrome(request)}
