"""A pack: a policy as data. Reads and checks the YAML; every mistake names its file and line.

The format is described in docs/packs.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from schoolgate.policy.clause import EFFECTS, Clause, Condition, ControlValue, Duty, Effect, Modality, Rule, StepTerms
from schoolgate.policy.dates import last_day
from schoolgate.policy.vocabulary import (
    PERMISSIONS,
    VocabularyError,
    act_named,
    approvers,
    bound_by,
    circumstances,
    consents,
    controls,
    deciders,
    duty_kinds,
    duty_times,
    load_yaml,
    nearest,
    roles,
    step_letters,
    workflows,
)

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, ScalarNode, SequenceNode

    YamlNode = MappingNode | ScalarNode | SequenceNode

MODALITIES = ("must", "must_not", "should", "should_not", "may", "statement")
DATED = re.compile(r"\d{4}(-(\d{2}(-\d{2})?|spring|summer|autumn))?", re.ASCII)
WHOLE = re.compile(r"\d{1,9}", re.ASCII)
# What opens or closes a level, and what opens very many: a long run of dashes, a deep indent.
LEVELS = re.compile(r"[\[{\]}]|(?:[-?][ \t]+){500}|^ {500}", re.MULTILINE)
DEEPEST = 500
RULE_EFFECTS = ("forbid", "need", "discourage", "allow", "tell")


class PackError(ValueError):
    """A pack that breaks the format. `str()` has one line a mistake: file:line: what is wrong and what can be."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A policy as data. `dates` has any of adopted, reviewed, review_due; `document` the file it was read from."""

    name: str
    title: str
    school: str
    clauses: tuple[Clause, ...]
    dates: Mapping[str, str] = field(default_factory=dict)
    approver: str = ""
    owner: str = ""
    document: str = ""


class _Reader:
    """Walks the YAML nodes, keeping the line of each, and collects every mistake instead of the first."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.mistakes: list[str] = []

    def wrong(self, node: YamlNode, message: str) -> None:
        self.mistakes.append(f"{self.source}:{node.start_mark.line + 1}: {message}")

    def mapping(self, node: YamlNode, known: Mapping[str, bool] | None, what: str) -> dict[str, YamlNode]:
        """The keys of a mapping; `known` maps each key allowed to whether it must be there."""
        if node.id != "mapping":
            self.wrong(node, f"{what} has to be a mapping of keys to values.")
            return {}
        found: dict[str, YamlNode] = {}
        for key, value in node.value:
            if key.id != "scalar":
                self.wrong(key, f"a key of {what} has to be a word.")
            elif known is not None and key.value not in known:
                self.wrong(key, f"{what} has no key “{key.value}”{nearest(key.value, known)}")
            elif key.value in found:
                self.wrong(key, f"“{key.value}” stands twice in {what}.")
            else:
                found[key.value] = value
        for key_name in (name for name, needed in (known or {}).items() if needed and name not in found):
            self.wrong(node, f"{what} needs “{key_name}”.")
        return found

    def text(self, node: YamlNode, what: str) -> str:
        if node.id != "scalar" or not node.value.strip():
            self.wrong(node, f"{what} has to be a few words.")
            return ""
        return str(node.value)

    def items(self, node: YamlNode) -> list[YamlNode]:
        return list(node.value) if node.id == "sequence" else [node]

    def word(self, node: YamlNode, known: Any, what: str) -> str:
        value = self.text(node, what)
        if value and value not in known:
            self.wrong(node, f"{what} cannot be “{value}”{nearest(value, known)}")
        return value

    def words(self, node: YamlNode, known: Any, what: str) -> tuple[str, ...]:
        return tuple(self.word(item, known, what) for item in self.items(node))

    def number(self, node: YamlNode, what: str) -> int:
        value = self.text(node, what)
        if WHOLE.fullmatch(value):
            return int(value)
        if value:
            self.wrong(node, f"{what} has to be a whole number, not “{value}”.")
        return 0

    def flag(self, node: YamlNode, what: str) -> bool:
        return self.word(node, ("yes", "no"), what) == "yes"

    def dated(self, node: YamlNode, what: str) -> str:
        value = self.text(node, what)
        if value and not _is_date(value):
            self.wrong(node, f"{what} has to be a date such as 2026-09-01, 2026-09 or 2026-autumn, not “{value}”.")
        return value

    def day(self, node: YamlNode, what: str) -> date | None:
        value = self.text(node, what)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.wrong(node, f"{what} has to be a day such as 2026-09-01, not “{value}”.")
            return None


def _is_date(value: str) -> bool:
    try:
        return bool(DATED.fullmatch(value) and last_day(value))
    except ValueError:
        return False


PACK_KEYS = {
    "policy": True, "title": True, "school": True, "document": False, "dates": False,
    "approver": False, "owner": False, "clauses": True,
}  # fmt: skip
CLAUSE_KEYS = {
    "id": True, "section": True, "lines": False, "who": True, "modality": True, "says": True, "rules": False,
    "controls": False, "duties": False, "workflow": False, "informs": False, "general": False,
    "starts": False, "ends": False,
}  # fmt: skip
RULE_KEYS = {
    "act": True, "effect": False, "by": False, "when": False, "unless": False, "approval": False, "written": False,
    "consent": False, "tell": False, "limits": False,
}  # fmt: skip
STEP_KEYS = {
    "step": True, "decided_by": False, "considered_by": False, "school_days": False, "after": False, "when": False,
    "letter": False,
}  # fmt: skip
DUTY_KEYS = {"kind": True, "what": True, "every": False, "when": False}


def parse(text: str | bytes, source: str) -> Pack:
    """The pack in this YAML. Raises PackError with every mistake; `source` is the file's name for its messages."""
    reader = _Reader(source)
    pack = _pack(reader, _compose(text, source))
    if reader.mistakes:
        raise PackError("\n".join(reader.mistakes))
    return pack


def _compose(text: str | bytes, source: str) -> YamlNode:
    import yaml

    try:
        whole = text if isinstance(text, str) else text.decode("utf-8-sig")
        if (line := _too_deep(whole)) is not None:
            raise PackError(f"{source}:{line}: too many lists or mappings stand inside each other here.")
        root = cast("YamlNode | None", yaml.compose(whole, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
    except (yaml.YAMLError, UnicodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise PackError(f"{source}:{mark.line + 1 if mark else 1}: this is not YAML that can be read.") from None
    if root is None:
        raise PackError(f"{source}:1: the pack is empty.")
    return root


def _too_deep(text: str) -> int | None:
    """The line where a text nests deeper than any pack does. The YAML library's own stack would overflow."""
    depth = 0
    for mark in LEVELS.finditer(text):
        depth += 1 if mark[0] in "[{" else -1 if mark[0] in "]}" else DEEPEST + 1
        if depth > DEEPEST:
            return text.count("\n", 0, mark.start()) + 1
        depth = max(depth, 0)
    return None


def from_data(data: Mapping[str, Any], source: str) -> Pack:
    """The pack in this data, of the same shape as the YAML. Raises PackError; its lines are those of the JSON text."""
    return parse(json.dumps(data, ensure_ascii=False, indent=0), source)


def _pack(r: _Reader, root: YamlNode) -> Pack:
    keys = r.mapping(root, PACK_KEYS, "the pack")
    get = _getter(keys)
    dates = (
        r.mapping(keys["dates"], {"adopted": False, "reviewed": False, "review_due": False}, "dates")
        if "dates" in keys
        else {}
    )
    clauses = tuple(_clauses(r, keys["clauses"])) if "clauses" in keys else ()
    return Pack(
        name=get("policy", lambda n: r.text(n, "policy"), ""),
        title=get("title", lambda n: r.text(n, "title"), ""),
        school=get("school", lambda n: r.text(n, "school"), ""),
        document=get("document", lambda n: r.text(n, "document"), ""),
        dates={name: r.dated(node, name) for name, node in dates.items()},
        approver=get("approver", lambda n: r.text(n, "approver"), ""),
        owner=get("owner", lambda n: r.text(n, "owner"), ""),
        clauses=clauses,
    )


def _getter(keys: Mapping[str, YamlNode]) -> Callable[[str, Callable[[YamlNode], Any], Any], Any]:
    return lambda name, make, default: make(keys[name]) if name in keys else default


def _clauses(r: _Reader, node: YamlNode) -> Iterator[Clause]:
    seen: set[str] = set()
    limits: list[tuple[YamlNode, str]] = []
    if node.id != "sequence":
        r.wrong(node, "clauses has to be a list.")
        return
    for item in node.value:
        clause = _clause(r, item, limits)
        if clause is None:
            continue
        if clause.id in seen:
            r.wrong(item, f"{clause.id} stands twice.")
        seen.add(clause.id)
        yield clause
    for where, limited in limits:
        if limited not in seen:
            r.wrong(where, f"limits names {limited}, which is not a clause of this pack.")


def _clause(r: _Reader, node: YamlNode, limits: list[tuple[YamlNode, str]]) -> Clause | None:
    keys = r.mapping(node, CLAUSE_KEYS, "a clause")
    if not {"id", "section", "who", "modality", "says"} <= keys.keys():
        return None
    get = _getter(keys)
    who = r.words(keys["who"], (*roles(), "everyone"), "who")
    modality = cast(Modality, r.word(keys["modality"], MODALITIES, "modality"))
    steps: dict[str, StepTerms] = {}
    clause = Clause(
        id=r.text(keys["id"], "id"),
        section=r.text(keys["section"], "section"),
        who=who,
        modality=modality,
        says=r.text(keys["says"], "says"),
        lines=get("lines", lambda n: _lines(r, n), None),
        rules=get("rules", lambda n: tuple(_rule(r, i, who, modality, limits) for i in r.items(n)), ()),
        controls=get("controls", lambda n: _controls(r, n, steps), {}),
        steps=steps,
        duties=get("duties", lambda n: tuple(_duty(r, i) for i in r.items(n)), ()),
        workflow=get("workflow", lambda n: r.word(n, workflows(), "workflow"), ""),
        informs=get("informs", lambda n: r.flag(n, "informs"), False),
        general=get("general", lambda n: r.flag(n, "general"), False),
        starts=get("starts", lambda n: r.day(n, "starts"), None),
        ends=get("ends", lambda n: r.day(n, "ends"), None),
    )
    if not (clause.rules or clause.controls or clause.duties or clause.workflow or clause.informs):
        r.wrong(
            node,
            f"{clause.id} binds to nothing: give it rules, controls, duties or a workflow, or say informs: yes.",
        )
    return clause


def _lines(r: _Reader, node: YamlNode) -> tuple[int, int] | None:
    numbers = [r.number(item, "lines") for item in r.items(node)]
    if len(numbers) != 2 or numbers[0] > numbers[1]:
        r.wrong(node, "lines has to be the first and the last line, such as [12, 14].")
        return None
    return numbers[0], numbers[1]


def _rule(r: _Reader, node: YamlNode, who: tuple[str, ...], modality: str, limits: list[tuple[YamlNode, str]]) -> Rule:
    keys = r.mapping(node, RULE_KEYS, "a rule")
    nothing = Rule("", "allow", frozenset())
    if "act" not in keys:
        return nothing
    name = r.text(keys["act"], "act")
    if not name:
        return nothing
    try:
        act = act_named(name)
    except VocabularyError as error:
        r.wrong(keys["act"], str(error))
        return nothing
    get = _getter(keys)
    bound = get("by", lambda n: r.words(n, (*roles(), "everyone"), "by"), who)
    approval = get("approval", lambda n: r.words(n, approvers(), "approval"), ())
    consent = get("consent", lambda n: r.words(n, consents(), "consent"), ())
    tell = get("tell", lambda n: r.word(n, (*roles(), *approvers()), "tell"), "")
    for fact, value in (("approved_by", approval), ("consent", consent)):
        if value and fact not in act.facts:
            r.wrong(node, f"{act.name} has no fact {fact}, so a rule on it cannot ask for {fact}.")
    natural = "need" if approval or consent else "tell" if tell else EFFECTS.get(modality, "")
    effect = get("effect", lambda n: r.word(n, RULE_EFFECTS, "effect"), natural)
    if not effect and modality in MODALITIES:
        r.wrong(node, f"a rule of a clause that is “{modality}” has to say its effect: {', '.join(RULE_EFFECTS)}.")
    fits = (effect == "need") == bool(approval or consent) and (effect == "tell") == bool(tell)
    if effect in RULE_EFFECTS and not fits:
        r.wrong(node, f"the effect “{effect}” does not fit: need goes with approval or consent, tell with tell.")
    limited = get("limits", lambda n: [(i, r.text(i, "limits")) for i in r.items(n)], [])
    limits += limited
    return Rule(
        act=act.name,
        effect=cast(Effect, effect),
        by=frozenset(role for name in bound if name in roles() or name == "everyone" for role in bound_by(name)),
        when=get("when", lambda n: tuple(_conditions(r, n, act)), ()),
        unless=get("unless", lambda n: tuple(_conditions(r, n, act)), ()),
        approval=approval,
        written=get("written", lambda n: r.flag(n, "written"), False),
        consent=consent,
        tell=tell,
        limits=frozenset(name for _, name in limited),
    )


def _conditions(r: _Reader, node: YamlNode, act: Any) -> Iterator[Condition]:
    askable = {name: False for name in act.facts if name not in PERMISSIONS and name != "by"}
    for name, value in r.mapping(node, askable, f"a condition on {act.name}").items():
        fact = act.facts[name]
        if fact.values:
            yield Condition(name, frozenset(r.words(value, fact.values, name)))
            continue
        bounds = r.mapping(value, {"at_most": False, "more_than": False}, name)
        if len(bounds) != 1:
            r.wrong(value, f"{name} takes at_most or more_than, and one of them.")
            continue
        (kind, bound), *_ = bounds.items()
        number = r.number(bound, name)
        yield Condition(name, at_most=number) if kind == "at_most" else Condition(name, more_than=number)


def _controls(r: _Reader, node: YamlNode, steps: dict[str, StepTerms]) -> dict[str, ControlValue]:
    known = dict.fromkeys(controls(), False)
    return {name: _control(r, name, value, steps) for name, value in r.mapping(node, known, "controls").items()}


def _control(r: _Reader, name: str, node: YamlNode, steps: dict[str, StepTerms]) -> ControlValue:
    control = controls()[name]
    if control.type in ("days", "months", "age"):
        return r.number(node, name)
    if control.type == "flag":
        return r.flag(node, name)
    if control.type == "date":
        return r.dated(node, name)
    if control.type == "choice":
        return r.word(node, control.values, name)
    if control.type == "choices":
        return r.words(node, control.values, name)
    if control.type == "steps":
        return tuple(_step(r, item, name, control.values, steps) for item in r.items(node))
    return r.words(node, (*roles(), *approvers()), name)


def _step(r: _Reader, node: YamlNode, name: str, known: tuple[str, ...], steps: dict[str, StepTerms]) -> str:
    """The step that an item of a list names; what is said of it goes into `steps`."""
    if node.id != "mapping":
        return r.word(node, known, name)
    keys = r.mapping(node, STEP_KEYS, "a step")
    get = _getter(keys)
    step: str = get("step", lambda n: r.word(n, known, "step"), "")
    after: tuple[str, ...] | None = get("after", lambda n: r.words(n, known, "after"), None)
    if step in steps:
        r.wrong(node, f"more is said of “{step}” twice in one clause.")
    if step and step in (after or ()):
        r.wrong(keys["after"], f"“{step}” cannot come after itself.")
    steps[step] = StepTerms(
        decided_by=get("decided_by", lambda n: r.words(n, deciders(), "decided_by"), ()),
        considered_by=get("considered_by", lambda n: r.words(n, deciders(), "considered_by"), ()),
        school_days=get("school_days", lambda n: r.number(n, "school_days"), None),
        after=after,
        when=get("when", lambda n: tuple(_circumstances(r, n)), ()),
        letter=get("letter", lambda n: r.word(n, step_letters(), "letter"), ""),
    )
    return step


def _circumstances(r: _Reader, node: YamlNode) -> Iterator[Condition]:
    known = circumstances()
    for name, value in r.mapping(node, dict.fromkeys(known, False), "when").items():
        yield Condition(name, frozenset(r.words(value, known[name].values, name)))


def _duty(r: _Reader, node: YamlNode) -> Duty:
    keys = r.mapping(node, DUTY_KEYS, "a duty")
    get = _getter(keys)
    return Duty(
        kind=get("kind", lambda n: r.word(n, duty_kinds(), "kind"), ""),
        what=get("what", lambda n: r.text(n, "what"), ""),
        every=get("every", lambda n: r.number(n, "every"), None),
        when=get("when", lambda n: r.word(n, duty_times(), "when"), ""),
    )


PACKS = ("days-lane", "glenwood", "helsby-hillside", "model", "roman-road", "windmill-hill")


def raw(name: str) -> dict[str, Any]:
    """A pack that comes with Schoolgate as plain data, without its name and school: the start of a version."""
    data: dict[str, Any] = load_yaml(files("schoolgate.policy").joinpath(f"packs/{name}.yaml").read_bytes())
    return {key: value for key, value in data.items() if key not in ("policy", "school", "document")}


def load(name: str) -> Pack:
    """The pack of that name, or in the file at that path. Raises PackError."""
    if name in PACKS:
        return parse(files("schoolgate.policy").joinpath(f"packs/{name}.yaml").read_bytes(), f"{name}.yaml")
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and path.is_file():
        return parse(path.read_bytes(), path.name)
    raise PackError(f"There is no policy called “{name}”{nearest(name, PACKS)}")
