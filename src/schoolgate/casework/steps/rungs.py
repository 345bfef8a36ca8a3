"""The rungs of `ladder.yaml`: everything that a school can do, and what a policy has to say to name it; and those of
`stages.yaml`, the stages of a complaint. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from schoolgate.policy.clause import Clause
from schoolgate.policy.vocabulary import load_yaml

PEOPLE = frozenset({"staff", "parent", "pupil", "governor", "volunteer", "contractor", "leaver"})
ORDERED = ("sanction.parent_steps", "sanction.steps")
"""The controls whose values are rungs, in the order in which they are taken."""


@dataclass(frozen=True, slots=True)
class RungKind:
    """One rung. `act` is what the engine judges ('' for none), where `outside` only for what happened outside school;
    `of` whose doing it answers (empty: anybody's); `days` when it is looked at again; `call` helplines by their names.
    A stage of a complaint names the kinds of case that it is a stage of, `within` how many school days after the
    complaint came, and what it is `called` for whoever complains. `choices` are what somebody who decides chooses
    between, in words: taken, not_yet and not_taken.
    """

    code: str
    label: str
    hint: str
    told: Mapping[str, str]
    choices: Mapping[str, str]
    act: str = ""
    outside: bool = False
    of: frozenset[str] = frozenset()
    controls: tuple[str, ...] = ()
    whatever: frozenset[str] = frozenset()
    decided_by: tuple[str, ...] = ()
    days: int = 5
    letter: str = ""
    emergency: bool = False
    call: tuple[str, ...] = ()
    stage_of: frozenset[str] = frozenset()
    within: int = 0
    called: str = ""

    def named_by(self, clause: Clause) -> bool:
        """Whether a clause puts this rung on the school's ladder: by a control, or, where it says how cases are dealt
        with, by a rule about its act.

        A clause that names other rungs by a control, or speaks only of other people, means those with its rule.
        """
        if self._fixed_by(clause):
            return True
        if clause.workflow not in bearing():
            return False
        about = PEOPLE.intersection(clause.who)
        speaks_of_them = not self.of or not about or "everyone" in clause.who or bool(about & self.of)
        means_others = any(kind.act == self.act and kind._fixed_by(clause) for kind in rungs().values())
        return bool(self.act) and self.act in {r.act for r in clause.rules} and speaks_of_them and not means_others

    def _fixed_by(self, clause: Clause) -> bool:
        values = {name: clause.controls[name] for name in self.controls if name in clause.controls}
        return any(
            name in self.whatever or (isinstance(value, tuple) and self.code in value) for name, value in values.items()
        )


def speaks_of(clause: Clause, kinds: frozenset[str]) -> bool:
    """Whether a clause can put a rung on the ladder for what people of these kinds (of Party) are said to have done."""
    about = [frozenset(of) for control, of in _data()["about"].items() if control in clause.controls]
    return not about or any(of & kinds for of in about)


@cache
def rungs() -> Mapping[str, RungKind]:
    """Every rung by its code: the stages of a complaint, then the ladder, the mildest first."""
    return {
        code: RungKind(
            code,
            said["label"],
            said["hint"],
            said["told"],
            said.get("choices", _data()["choices"]),
            act=said.get("act", ""),
            outside=said.get("outside") == "yes",
            of=frozenset(said.get("for", ())),
            controls=tuple(said["controls"]),
            whatever=frozenset(said.get("any", ())),
            decided_by=tuple(said.get("decided_by", ())),
            days=int(said["days"]),
            letter=said.get("letter", ""),
            emergency=said.get("emergency") == "yes",
            call=tuple(said.get("call", ())),
            stage_of=frozenset(said.get("stage_of", ())),
            within=int(said.get("within", 0)),
            called=said.get("called", ""),
        )
        for code, said in {**stages()["stages"], **_data()["rungs"]}.items()
    }


def in_order(clauses: Iterable[Clause]) -> list[RungKind]:
    """Every rung, in the order of the ladder; rungs that one clause names together stand in that clause's order.

    Where several clauses name a rung, the first decides where it stands.
    """
    order = list(rungs())
    placed: set[str] = set()
    for clause in clauses:
        named = [code for name in ORDERED for code in _choices(clause, name)]
        together = [code for code in named if code in rungs() and code not in placed]
        places = sorted(order.index(code) for code in together)
        for place, code in zip(places, together, strict=True):
            order[place] = code
        placed.update(together)
    return [rungs()[code] for code in order]


def _choices(clause: Clause, control: str) -> tuple[str, ...]:
    value = clause.controls.get(control, ())
    return value if isinstance(value, tuple) else ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """That several have to agree: what a control says, and for each of them whose agreement counts."""

    control: str
    says: str
    needs: tuple[tuple[str, ...], ...]


@cache
def agreements() -> tuple[Agreement, ...]:
    return tuple(
        Agreement(control, said["says"], tuple(tuple(roles) for roles in said["needs"]))
        for control, said in _data()["agreement"].items()
    )


def passed_over() -> str:
    """What the person affected may read of a step that was left out."""
    return str(_data()["passed_over"])


@cache
def shown_by() -> Mapping[str, frozenset[str]]:
    """The circumstances of a policy, as “post.racist”, that a case of one of these kinds shows."""
    return {code: frozenset(kinds) for code, kinds in _data()["shown_by"].items()}


def bearing() -> frozenset[str]:
    """The mechanisms whose clauses say how cases are dealt with."""
    return frozenset(_data()["bearing"])


@cache
def stages() -> Any:
    """Everything that stands in `stages.yaml`."""
    return load_yaml(files("schoolgate.casework.steps").joinpath("stages.yaml").read_bytes())


@cache
def _data() -> Any:
    return load_yaml(files("schoolgate.casework.steps").joinpath("ladder.yaml").read_bytes())
