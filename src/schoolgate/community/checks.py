"""Checks at start-up: every URL declares its power."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

from schoolgate.community.powers import power_of


def views(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Every route of the installation: its path pattern, name and view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.name or "", pattern.callback


def every_url_declares_its_power(**_: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(f"{route} declares no power that is in the table, so it answers nobody.", id="schoolgate.E001")
        for route, _name, view in views()
        if power_of(view) is None
    ]


def register_all() -> None:
    checks.register(every_url_declares_its_power, checks.Tags.urls)
