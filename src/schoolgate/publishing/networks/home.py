"""The address of a server that a school gave."""

from __future__ import annotations

import ipaddress

import httpx

from schoolgate.publishing.networks.errors import Failed, NoAccess


def read_home(address: str, *, nowhere: str, not_safe: str) -> httpx.URL:
    """The address, read. Raises Failed with `nowhere` for one that is none of the web, and NoAccess with `not_safe`
    where what is sent would travel unencrypted."""
    try:
        found = httpx.URL(address.strip())
    except httpx.InvalidURL:
        raise Failed(nowhere, again=False) from None
    if found.scheme not in ("http", "https") or not found.host or found.userinfo:
        raise Failed(nowhere, again=False)
    if found.scheme == "http" and not _is_here(found.host):
        raise NoAccess(not_safe)
    return found.copy_with(query=None, fragment=None)


def _is_here(host: str) -> bool:
    """Whether what is sent never leaves this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
