"""What the tests of publishing share."""

from __future__ import annotations

import pytest

from publishing.noticeboard import hanging
from schoolgate.publishing.networks import known


@pytest.fixture
def wall():
    """A network of the tests' own."""
    with hanging() as wall:
        yield wall


@pytest.fixture
def website(wall, monkeypatch):
    """The noticeboard, as what people say yes or no to where they mean the website."""
    monkeypatch.setitem(known.PURPOSES, "noticeboard", "website")
    return wall
