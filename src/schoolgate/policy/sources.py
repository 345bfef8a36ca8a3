"""The policies that somebody can ask and compare: those that come with Schoolgate, and their own school's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from schoolgate.community.models import Person, School
from schoolgate.community.powers import holds
from schoolgate.policy.engine import Rulebook
from schoolgate.policy.models import PolicyVersion, in_force
from schoolgate.policy.pack import PACKS, Pack, load


@dataclass(frozen=True)
class Source:
    """One policy to ask. `key` names it in an address; `version` is the school's own, where it is one.

    Its rules are checked only when it is asked: a school may have many drafts.
    """

    key: str
    title: str
    version: PolicyVersion | None = None

    @property
    def book(self) -> Rulebook:
        return self.version.rulebook if self.version else _library()[self.key][1]


@cache
def _library() -> dict[str, tuple[str, Rulebook]]:
    """The policies that come with Schoolgate: title and rules by name."""
    return {pack.name: (_title(pack), Rulebook(pack.clauses)) for pack in map(load, PACKS)}


def _title(pack: Pack) -> str:
    return "Model policy" if pack.name == "model" else pack.school


def own(school: School, on: date) -> Source | None:
    """The school's policy in force on that day."""
    version = in_force(school, on)
    return Source(school.slug, f"{school.name} now", version) if version else None


def available(person: Person | None, on: date) -> list[Source]:
    """Every policy that somebody can ask: their school's own, its drafts for those who see them, then the library.

    A stranger can ask what every school here has in force.
    """
    schools = [person.school] if person else School.objects.order_by("name")
    found = [source for school in schools if (source := own(school, on))]
    if person and holds(person, "policy.see_drafts"):
        open_states = (PolicyVersion.State.DRAFT, PolicyVersion.State.SENT)
        drafts = PolicyVersion.objects.of(person.school).filter(state__in=open_states)
        drafts = drafts.select_related("school").defer("read")
        found += [Source(f"v{d.number}", f"Version {d.number} ({d.get_state_display()})", d) for d in drafts]
    return [*found, *(Source(name, title) for name, (title, _) in _library().items())]


def chosen(sources: Iterable[Source], keys: Iterable[str]) -> list[Source]:
    """The sources of those keys, in the order of the keys; a key that names none is left out."""
    by_key = {source.key: source for source in sources}
    return [by_key[key] for key in dict.fromkeys(keys) if key in by_key]
