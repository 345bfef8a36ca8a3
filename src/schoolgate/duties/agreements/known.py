"""What comes with the agreements as data: their names, when they are due, who signs at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml


@dataclass(frozen=True, slots=True)
class Known:
    """An audience's agreement: what it is called, whose clauses bind it, and which of them stand in it."""

    called: str
    bound_as: tuple[str, ...]
    rules: Literal["all", "named", "official"]

    @property
    def title(self) -> str:
        return self.called[0].upper() + self.called[1:]


@dataclass(frozen=True, slots=True)
class DeskKind:
    """Somebody who signs at the desk: the role they are given ('' for none), and the texts they may be shown.

    `called` is what they are called here, where that says more than the role; '' where it does not.
    """

    label: str
    hint: str
    role: str
    called: str
    texts: tuple[str, ...]


@cache
def data(name: str) -> Any:
    """One of the YAML files of this folder."""
    return yaml.safe_load(files("schoolgate.duties.agreements").joinpath(name).read_text("utf-8"))


@cache
def agreements() -> Mapping[str, Known]:
    """The agreement of each audience, in the order of the tables."""
    found: dict[str, Any] = data("audiences.yaml")["audiences"]
    return {
        audience: Known(entry["called"], tuple(entry.get("as", [audience])), entry["rules"])
        for audience, entry in found.items()
    }


@cache
def desk_kinds() -> Mapping[str, DeskKind]:
    """Who may sign at the desk."""
    kinds: dict[str, Any] = data("settings.yaml")["desk"]["kinds"]
    return {
        name: DeskKind(entry["label"], entry["hint"], entry["role"], entry.get("called", ""), tuple(entry["texts"]))
        for name, entry in kinds.items()
    }


@cache
def default_text(audience: str) -> str:
    """The text that comes with Schoolgate for an audience: Markdown with {school} and, on a line alone, {rules}."""
    return files("schoolgate.duties.agreements").joinpath("texts", f"{audience}.md").read_text("utf-8")
