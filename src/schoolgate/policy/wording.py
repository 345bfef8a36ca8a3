"""What a clause of a draft binds to, in plain words: from the pack's own form (docs/packs.md) to sentences. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from schoolgate.policy.clause import EFFECTS
from schoolgate.policy.dates import in_words
from schoolgate.policy.explain import joined, role_label
from schoolgate.policy.vocabulary import (
    act_named,
    approvers,
    circumstances,
    consents,
    controls,
    load_yaml,
    roles,
    step_letters,
)

Raw = Mapping[str, Any]
"""A clause, a rule or a duty as it stands in a pack: strings, lists of strings and mappings."""

# The acts are said by the person who asks ("on my own profile"); a rule speaks of somebody else.
_OTHERS = ((r"\bmyself\b", "themselves"), (r"\b(my|your)\b", "their"), (r"\bI have\b", "they have"))

_VERBS = {"forbid": "must not", "discourage": "should not", "allow": "may"}


@cache
def words(part: str) -> Mapping[str, Any]:
    """One part of wording.yaml."""
    return dict(load_yaml(files("schoolgate.policy").joinpath("wording.yaml").read_bytes())[part])


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def as_list(value: Any) -> list[str]:
    """What the pack has for a list: a list, one word alone, or nothing."""
    if value in (None, ""):
        return []
    return [value] if isinstance(value, str) else list(value)


def people(names: Iterable[str]) -> str:
    """Roles in words: "staff and governors"."""
    return joined([roles()[name]["label"] if name in roles() else name for name in names])


def others(text: str) -> str:
    """Words of the person who asks, turned round: "my own profile" as "their own profile"."""
    for pattern, other in _OTHERS:
        text = re.sub(pattern, other, text)
    return text


def effect_of(rule: Raw, modality: str) -> str:
    """What a rule does, written or not (docs/packs.md, Rules); '' where a clause of this modality has to say it."""
    if rule.get("effect"):
        return str(rule["effect"])
    if rule.get("approval") or rule.get("consent"):
        return "need"
    return "tell" if rule.get("tell") else EFFECTS.get(modality, "")


def rule_sentence(rule: Raw, clause: Raw) -> str:
    """ "Staff must ask the head teacher first before they open an account in the school's name"."""
    who = people(as_list(rule.get("by")) or as_list(clause["who"]))
    does = others(act_named(rule["act"]).says)
    effect = effect_of(rule, clause["modality"])
    when, unless = (phrases(rule.get(part, {})) for part in ("when", "unless"))
    excepted = f", unless {joined(unless)}" if unless else ""
    if effect == "tell":
        case = joined([f"{who} {does}", *when])
        return f"If {case}, {role_label(rule['tell'])} must be told{excepted}"
    verb = f"must {_asking(rule)} before they" if effect == "need" else _VERBS[effect]
    said = f"{who} {verb} {does}"
    said = said.replace("everyone must not ", "nobody may ").replace("everyone should not ", "nobody should ")
    return capital(said) + (f", when {joined(when)}" if when else "") + excepted


def _asking(rule: Raw) -> str:
    whom = joined([others(approvers()[name]["label"]) for name in as_list(rule.get("approval"))], "or")
    written = rule.get("written") == "yes"
    asked = (f"have written permission from {whom}" if written else f"ask {whom} first") if whom else ""
    agreeing = joined([consents()[name] for name in as_list(rule.get("consent"))])
    return " and ".join(filter(None, [asked, agreeing and f"have the consent of {agreeing}"]))


def phrases(conditions: Raw) -> list[str]:
    """Each condition as it stands after "when": "a personal account is used"."""
    return [_phrase(fact, value) for fact, value in conditions.items()]


def _phrase(fact: str, value: Any) -> str:
    if isinstance(value, Mapping):
        (kind, number), *_ = value.items()
        return str(words("number")[kind]).format(number)
    said = words("when")[fact]
    either = [said[one] for one in as_list(value)]
    return ("either " if len(either) > 1 else "") + joined(either, "or")


def duty_sentence(duty: Raw) -> str:
    """ "Learn the social media policy, when they join"."""
    every = duty.get("every")
    often = "" if not every else "every month" if int(every) == 1 else f"every {every} months"
    return ", ".join(filter(None, [capital(duty["what"]), often, words("times").get(duty.get("when", ""), "")]))


def binds(clause: Raw) -> list[str]:
    """Everything that a clause binds to, a sentence each: its rules, the settings it fixes, its duties."""
    settings = clause.get("controls", {}).items()
    return [
        *(rule_sentence(rule, clause) for rule in clause.get("rules", ())),
        *(control_sentence(name, value) for name, value in settings),
        *(step_sentence(item) for name, value in settings for item in step_items(name, value) if len(item) > 1),
        *(duty_sentence(duty) for duty in clause.get("duties", ())),
    ]


def choice_label(value: str) -> str:
    """A choice of a control, or a role or approver, in words."""
    if value in words("choices"):
        return str(words("choices")[value])
    known = value in roles() or value in approvers() or value == "everyone"
    return others(role_label(value)) if known else value.replace("_", " ")


def control_value(name: str, value: Any) -> str:
    """What a control is set to, in words: "365 days", "the head teacher and governors"."""
    kind = controls()[name].type
    if kind in ("days", "months"):
        return f"{value} {kind if str(value) != '1' else kind[:-1]}"
    if kind == "age":
        return f"{value} years"
    if kind == "date":
        return date_words(str(value))
    if kind == "steps":
        return joined([step_label(item["step"]) for item in step_items(name, value)])
    return str(value) if kind in ("text", "count") else joined([choice_label(one) for one in as_list(value)])


def control_sentence(name: str, value: Any) -> str:
    """ "How long monitoring data is kept: 365 days"."""
    return f"{capital(controls()[name].says)}: {control_value(name, value)}"


def step_items(name: str, value: Any) -> list[Raw]:
    """The steps that a control names, each with what is said of it; none for a control of another kind."""
    if controls()[name].type != "steps":
        return []
    items = [value] if isinstance(value, str | Mapping) else list(value)
    return [{"step": item} if isinstance(item, str) else item for item in items]


def step_label(step: str) -> str:
    """A step in words, such as "ask them in writing"."""
    return str(words("steps")[step])


def step_sentence(item: Raw) -> str:
    """What a policy says of a step: "Written warning: after talk. The head teacher decides"."""
    said = [", ".join(_before(item))] if _before(item) else []
    if item.get("decided_by"):
        said.append(f"{_whoever(item['decided_by'])} may take it")
    if item.get("considered_by"):
        said.append(f"only {_whoever(item['considered_by'])} may say that it is not taken")
    if days := item.get("school_days"):
        said.append(f"it is looked at again within {days} school day{'' if str(days) == '1' else 's'}")
    if item.get("letter"):
        said.append(f"the letter: {step_letters()[item['letter']]}")
    return f"{capital(step_label(item['step']))}: " + (
        ". ".join([said[0], *map(capital, said[1:])]) if said else SILENT
    )


SILENT = "the policy says no more of it"


def _before(item: Raw) -> list[str]:
    """What comes before a step: other steps, and circumstances."""
    found = []
    if "after" in item:
        after = joined([f"“{step_label(step)}”" for step in as_list(item["after"])])
        found.append(f"after {after}" if after else "no other step has to come first")
    if when := item.get("when"):
        found.append(f"when {joined(waits(when))}")
    return found


def waits(when: Raw) -> list[str]:
    """Each circumstance that a step waits for, as it stands after "when"."""
    return [joined([circumstances()[name].values[one] for one in as_list(held)], "or") for name, held in when.items()]


def _whoever(names: Any) -> str:
    return joined([choice_label(name) for name in as_list(names)], "or")


def date_words(written: str) -> str:
    """A date in words; as it is written where no calendar has it."""
    try:
        return in_words(written) if written else ""
    except ValueError:
        return written


def sureness(confidence: float) -> str:
    """How sure, in words, from 0 to 1."""
    return next(str(said) for least, said in words("sure").items() if confidence * 100 >= int(least))
