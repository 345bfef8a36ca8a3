"""Which of the schools in a file is ours."""

from __future__ import annotations

import re

from schoolgate.community.roster.reading.cells import tidy
from schoolgate.community.roster.reading.problems import Problems
from schoolgate.community.roster.reading.tables import ABSENT, Table

_FILLER = {"the", "school", "academy", "and"}


def plain(name: str) -> str:
    """A school's name as it is compared: without case, signs, and words such as School."""
    words = re.findall(r"\w+", tidy(name).casefold().replace("'", "").replace("’", ""))
    return " ".join(word for word in words if word not in _FILLER) or " ".join(words)


class Orgs:
    """`ours`: the keys of our school and the departments of it. `all`: every organisation of the file.

    `chosen` is our school's key; '' where the file names several and none goes by our name. `schools`: key -> name.
    """

    def __init__(self, table: Table, school: str, org: str, *, problems: Problems) -> None:
        self.schools: dict[str, str] = {}
        self.ours: set[str] = set()
        self.known = table.mode != ABSENT
        above: dict[str, str] = {}
        if self.known:
            for _, gone, (key, name, kind, parent) in table.rows("sourcedId", "name", "type", "parentSourcedId"):
                above[key] = parent
                if kind == "school" and not gone:
                    self.schools[key] = tidy(name)
        self.all = frozenset(above)
        self.chosen = self._choose(school, org)
        if self.chosen:
            self.ours = {key for key in above if self._is_under(key, above)} | {self.chosen}
        elif self.known and not problems:
            names = ", ".join(f"{name} ({key})" for key, name in list(self.schools.items())[:20]) or "none"
            message = f"No school in this file is called {school}. These are in it: {names}. Say which is yours."
            problems.add(table.file, 0, "unknown_school", message)

    def _choose(self, school: str, org: str) -> str:
        if org and (org in self.schools or not self.known):
            return org
        if len(self.schools) == 1:
            return next(iter(self.schools))
        alike = [key for key, name in self.schools.items() if plain(name) == plain(school)]
        return alike[0] if len(alike) == 1 else ""

    def _is_under(self, key: str, above: dict[str, str]) -> bool:
        seen: set[str] = set()
        while key and key not in seen:
            if key == self.chosen:
                return True
            seen.add(key)
            key = above.get(key, "")
        return False

    def take(self, key: str) -> bool:
        """Whether this is ours. A list of changes without its organisations belongs to the first school it names."""
        if not self.known and not self.chosen:
            self.chosen = key
            self.ours.add(key)
        return key in self.ours
