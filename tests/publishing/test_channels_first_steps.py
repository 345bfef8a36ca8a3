"""What is done on a network before its account can be connected stands on the page that connects it."""

from __future__ import annotations

import pytest

from schoolgate.publishing.channels.known import first_steps
from schoolgate.publishing.networks.facebook.adapter import NEEDED as FACEBOOK
from schoolgate.publishing.networks.instagram.adapter import NEEDED as INSTAGRAM
from schoolgate.publishing.networks.known import WHERE
from schoolgate.publishing.networks.mastodon.adapter import NEEDED as MASTODON


@pytest.mark.parametrize("network", sorted(WHERE))
def test_every_network_says_what_to_do_the_first_time(network: str) -> None:
    _, steps = first_steps(network)
    assert len(steps) >= 3
    assert steps[-1].startswith("Come back here")


@pytest.mark.parametrize(
    ("network", "needed"), [("facebook", FACEBOOK), ("instagram", INSTAGRAM), ("mastodon", MASTODON)]
)
def test_every_permission_that_a_token_is_tried_for_is_named(network: str, needed: tuple[str, ...]) -> None:
    told = " ".join(first_steps(network)[1])
    assert [name for name in needed if name not in told] == []
