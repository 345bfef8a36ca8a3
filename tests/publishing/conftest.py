"""What the tests of publishing share."""

from __future__ import annotations

import pytest

from publishing.noticeboard import hanging


@pytest.fixture
def wall():
    """A network of the tests' own."""
    with hanging() as wall:
        yield wall
