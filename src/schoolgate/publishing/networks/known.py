"""Every network there is an adapter for. Each is loaded when it is first asked for: some bring much with them."""

from __future__ import annotations

from importlib import import_module

from schoolgate.publishing.networks.network import Network

WHERE = {
    "wordpress": "wordpress.adapter:WordPress",
    "bluesky": "bluesky.adapter:Bluesky",
    "facebook": "facebook.adapter:Facebook",
    "instagram": "instagram.adapter:Instagram",
    "mastodon": "mastodon.adapter:Mastodon",
    "x": "x.adapter:X",
    "youtube": "youtube.adapter:YouTube",
}


# What somebody says yes or no to, where it is called otherwise than the network.
PURPOSES = {"wordpress": "website"}


def purpose(name: str) -> str:
    """What a consent for this network is for: one of the purposes."""
    return PURPOSES.get(name, name)


def adapter(name: str) -> type[Network]:
    """The adapter of a network. Raises KeyError for one that there is none for."""
    module, _, class_name = WHERE[name].partition(":")
    found: type[Network] = getattr(import_module(f"{__package__}.{module}"), class_name)
    return found
