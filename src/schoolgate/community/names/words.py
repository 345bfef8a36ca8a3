"""What is known of names and words: `words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml


class Words(NamedTuple):
    titles: frozenset[str]
    particles: frozenset[str]
    never: frozenset[str]
    everyday: frozenset[str]
    """Names that are words too, those with a capital of their own among them."""
    with_a_capital: frozenset[str]
    like: Mapping[str, tuple[str, ...]]
    """What else somebody goes by: short forms of a name, and the names that a short form may stand for."""

    def is_one(self, word: str) -> bool:
        """Whether it is a word as well as a name, or no name by itself."""
        return not {word, word.removesuffix("s")}.isdisjoint(self.everyday) or word in self.particles | self.never

    def has_a_capital(self, word: str) -> bool:
        """Whether it has one also where it is no name."""
        return not {word, word.removesuffix("s")}.isdisjoint(self.with_a_capital)


@cache
def words() -> Words:
    said = yaml.load(
        files(__package__).joinpath("words.yaml").read_bytes(),
        Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader),  # noqa: S506 (makes no objects)
    )
    titles, particles, never, everyday, with_a_capital = (
        frozenset(said[key].split()) for key in ("titles", "particles", "never", "words", "with_a_capital")
    )
    like: dict[str, tuple[str, ...]] = {}
    for name, forms in said["short"].items():
        like[name] = (*like.get(name, ()), *forms.split())
        for form in forms.split():
            like[form] = (*like.get(form, ()), name)
    return Words(titles, particles, never, everyday | with_a_capital, with_a_capital, like)
