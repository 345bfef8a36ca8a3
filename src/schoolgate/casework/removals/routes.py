"""What `networks.yaml` says: how each network takes something down, and who helps when it does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from schoolgate.policy.vocabulary import load_yaml
from schoolgate.policy.worries import Helpline
from schoolgate.policy.worries import helpline as worry_helpline

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Network:
    """One network, and its own way. `report` are the addresses of its forms by kind; `login`, `gone`, `scripts` and
    `private` say how its answer to somebody who is not signed in is to be read (see checking.py)."""

    key: str
    label: str
    steps: str
    asks: tuple[str, ...]
    source: str
    checked: date
    hosts: tuple[str, ...] = ()
    report: Mapping[str, str] = field(default_factory=dict)
    login: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    scripts: bool = False
    private: bool = False

    def form(self, kind: str) -> str:
        """The address of its form for a kind of thing; '' for none."""
        return self.report.get(kind) or self.report.get("any", "")

    @property
    def hearsay(self) -> bool:
        """Whether nobody opened its pages on the day they were written down."""
        return "general knowledge" in self.source


@cache
def _data() -> Any:
    return load_yaml(files("schoolgate.casework.removals").joinpath("networks.yaml").read_bytes())


@cache
def networks() -> Mapping[str, Network]:
    return {key: _network(key, said) for key, said in _data()["networks"].items()}


def _network(key: str, said: Mapping[str, Any]) -> Network:
    lists: Any = {name: tuple(said.get(name, ())) for name in ("asks", "hosts", "login", "gone")}
    yes: Any = {name: said.get(name, "no") == "yes" for name in ("scripts", "private")}
    words: Any = {name: str(said[name]) for name in ("label", "steps", "source")}
    looked_up = date.fromisoformat(str(said["checked"]))
    return Network(key, checked=looked_up, report=dict(said.get("report", {})), **words, **lists, **yes)


def network_of(address: str) -> str:
    """The key of the network that a web address belongs to; `other` for any other website."""
    host = (urlsplit(address).hostname or "").lower().removesuffix(".")
    for network in networks().values():
        if any(host == known or host.endswith(f".{known}") for known in network.hosts):
            return network.key
    return OTHER


def kinds() -> Mapping[str, str]:
    """What can be asked to be taken down."""
    return {key: said["label"] for key, said in _data()["kinds"].items()}


def grounds() -> Mapping[str, str]:
    """Why it should go, for whoever asks."""
    return {key: said["label"] for key, said in _data()["grounds"].items()}


def ground_says(ground: str) -> str:
    """Why it should go, for the network."""
    return str(_data()["grounds"][ground]["says"])


def wait(asked: str) -> int:
    """Days after asking the author, the network or a helpline before the next thing is suggested."""
    return int(_data()["wait"][asked])


def number(name: str) -> int:
    """`look_again_days`, `look_again_for` or `within`."""
    return int(_data()[name])


def helplines(pictures_of_children: bool) -> list[Helpline]:
    """Who helps to take something down: for a sexual picture of a child, or for anything else."""
    names = _data()["for_pictures_of_children" if pictures_of_children else "for_content"]
    return [_helpline(name) for name in names]


def _helpline(name: str) -> Helpline:
    said = _data()["helplines"].get(name)
    if said is None:
        return worry_helpline(name)
    return Helpline(said["name"], said["number"], said["hours"], said["web"], said["address"], said["why"])
