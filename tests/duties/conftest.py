"""Errands: a kind of duty of the tests' own that stands among the others while a test runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture
def errand(settings) -> Iterator[Callable[..., Any]]:
    """`errand(key, audience, by)` asks something of an audience from then on."""
    from schoolgate.duties.owing import kinds

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "errands"]
    kinds.cache_clear()
    from errands import owing

    yield owing.errand
    owing.ERRANDS.clear()
    kinds.cache_clear()
