"""A first text for an agreement, from the policy in force: what binds the audience, said by the one who signs.

Every line names the clauses that it comes from. The school reads it over and makes it its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from schoolgate.community.models import School
from schoolgate.duties.agreements.asking import WORKFLOW
from schoolgate.duties.agreements.known import Known, agreements, data, default_text
from schoolgate.duties.audiences import audiences_of
from schoolgate.policy.clause import Clause, Condition, Rule
from schoolgate.policy.explain import joined, role_label
from schoolgate.policy.vocabulary import act_named, approvers, consents
from schoolgate.policy.wording import phrases

Line = tuple[str, str]
"""The heading's key, and the words that finish it."""


def first_text(school: School, audience: str, clauses: Iterable[Clause]) -> str:
    """The Markdown of a new agreement: the text that comes with Schoolgate, with the policy's own rules in it."""
    text = default_text(audience).replace("{school}", school.name)
    return text.replace("{rules}", rules(audience, clauses)).strip().replace("\n\n\n", "\n\n") + "\n"


def rules(audience: str, clauses: Iterable[Clause]) -> str:
    """What the policy asks of an audience, as Markdown under headings, each line with its clauses' numbers."""
    known = agreements()[audience]
    found: dict[str, dict[str, list[str]]] = {}
    for clause in clauses:
        for heading, words in _young_lines(clause) if known.rules == "named" else _lines(clause, known):
            numbers = found.setdefault(heading, {}).setdefault(words, [])
            if clause.id not in numbers:
                numbers.append(clause.id)
    headings: Mapping[str, str] = data("promises.yaml")["headings"]
    return "\n\n".join(_part(title, found[key]) for key, title in headings.items() if key in found)


def _part(title: str, lines: Mapping[str, Sequence[str]]) -> str:
    listed = "\n".join(f"- {words[0].upper() + words[1:]} ({', '.join(numbers)})" for words, numbers in lines.items())
    return f"## {title}\n\n{listed}"


def _lines(clause: Clause, known: Known) -> Iterator[Line]:
    bound = bool(set(known.bound_as) & set(audiences_of(clause.who))) and known.rules != "official"
    if bound:
        yield from _conduct(clause)
    for rule in clause.rules:
        if set(known.bound_as) & set(audiences_of(rule.by)) and _is_about(rule, known):
            yield from _promise(rule)
    alone = not (clause.rules or clause.duties or clause.controls)
    if bound and alone and clause.workflow == WORKFLOW and clause.modality != "statement":
        yield "rules", clause.says.rstrip(".")


def _young_lines(clause: Clause) -> Iterator[Line]:
    """What a clause asks of young pupils: only one that names pupils, and in their words, whatever the case."""
    acts = data("promises.yaml")
    if "pupil" not in clause.who:
        return
    yield from (conduct := list(_conduct(clause)))
    for rule in clause.rules if not conduct else ():
        if "pupil" not in rule.by or rule.effect not in ("forbid", "discourage"):
            continue
        try_to = rule.effect == "discourage"
        if kept := acts["young_promises"].get(rule.act):
            yield ("try_not", f"to {kept}") if try_to else ("will", kept)
        elif words := acts["young"].get(rule.act):
            yield ("try_not", f"not to {words}") if try_to else ("will_not", words)


def _conduct(clause: Clause) -> Iterator[Line]:
    for duty in clause.duties:
        if duty.kind == "conduct":
            words = duty.what.removeprefix("do not ")
            yield ("will" if words == duty.what else "will_not"), _mine(words)


def _is_about(rule: Rule, known: Known) -> bool:
    """Whether a rule belongs in this agreement: what is about official accounts stands in the one for them alone."""
    acts = data("promises.yaml")
    if rule.act in acts["left_out"]:
        return False
    account = [one.values for one in rule.when if one.fact == "account"]
    official = rule.act in acts["official"] or any("official" in values for values in account)
    return bool(official == (known.rules == "official"))


def _promise(rule: Rule) -> Iterator[Line]:
    """The line that a rule makes. What is allowed makes none."""
    acts = data("promises.yaml")
    says = acts["says"].get(rule.act) or act_named(rule.act).says
    kept = acts["promises"].get(rule.act)
    case = _case(rule)
    if rule.effect == "tell":
        yield "will", f"tell {role_label(rule.tell)} if {_mine(f'I {says}')}{case}"
    elif rule.effect == "need":
        yield "ask", f"{_asking(rule)} before {_mine(f'I {says}')}{case}"
    elif rule.effect == "forbid":
        yield ("will", f"{kept}{case}") if kept else ("will_not", f"{says}{case}")
    elif rule.effect == "discourage":
        yield "try_not", f"to {kept}{case}" if kept else f"not to {says}{case}"


def _asking(rule: Rule) -> str:
    whom = joined([_mine(approvers()[name]["label"]) for name in rule.approval], "or")
    agreeing = joined([consents()[name] for name in rule.consent])
    asked = f"{whom}{' in writing' if rule.written else ''}" if whom else ""
    return joined([part for part in (asked, agreeing) if part])


def _case(rule: Rule) -> str:
    when, unless = (_mine(joined(phrases(_raw(conditions)))) for conditions in (rule.when, rule.unless))
    return (f", when {when}" if when else "") + (f", unless {unless}" if unless else "")


def _raw(conditions: Iterable[Condition]) -> dict[str, object]:
    found: dict[str, object] = {}
    for one in conditions:
        if one.at_most is not None:
            found[one.fact] = {"at_most": one.at_most}
        elif one.more_than is not None:
            found[one.fact] = {"more_than": one.more_than}
        else:
            found[one.fact] = sorted(one.values)
    return found


def _mine(text: str) -> str:
    """Words about other people, or to them, as words about oneself."""
    for other, mine in data("promises.yaml")["mine"].items():
        text = re.sub(rf"\b{other}\b", mine, text)
    return text
