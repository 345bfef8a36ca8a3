"""What comes with Schoolgate about official accounts: the networks, their usual risks, how long things count."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from schoolgate.publishing.networks.known import WHERE


@cache
def _read(name: str) -> Mapping[str, Any]:
    found: dict[str, Any] = yaml.safe_load(files(__package__).joinpath(name).read_text("utf-8"))
    return found


def networks() -> Mapping[str, Any]:
    found: Mapping[str, Any] = _read("networks.yaml")["networks"]
    return found


def label(network: str) -> str:
    known = networks().get(network)
    return str(known["label"]) if known else network


def first_steps(network: str) -> tuple[str, list[str]]:
    """Who helps to connect an account, which may be '', and what is done on the network before."""
    known = networks()[network]
    return str(known.get("who", "")), [str(step) for step in known.get("first", [])]


def page(network: str, handle: str, address: str) -> str:
    """Where everybody finds an account; its own address for a network that we do not know."""
    known = networks().get(network)
    made = str(known["page"]).format(handle=handle.lstrip("@"), address=address.rstrip("/")) if known else address
    return made if made.startswith(("https://", "http://")) else ""


def usual_risks(network: str) -> list[dict[str, Any]]:
    """The risks that are thought of first, each with `what` and the usual `measures`."""
    every = _read("networks.yaml")["risks"]
    return [dict(every[name]) for name in networks()[network]["risks"]]


def grades(kind: str) -> Mapping[int, str]:
    found: Mapping[int, str] = _read("networks.yaml")["grades"][kind]
    return found


def number(name: str) -> int:
    return int(_read("settings.yaml")[name])


def admins() -> tuple[str, ...]:
    return tuple(_read("settings.yaml")["admins"])


def private_mail() -> frozenset[str]:
    return frozenset(_read("settings.yaml")["private_mail"])


def can_publish(network: str) -> bool:
    """Whether Schoolgate can publish there by itself."""
    return network in WHERE
