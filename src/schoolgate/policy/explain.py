"""A ruling in plain words, and as the one JSON form that every part of the product prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from schoolgate.policy.clause import Clause
from schoolgate.policy.engine import Ruling
from schoolgate.policy.vocabulary import act_named, approvers, consents, instead, roles

# Words that keep their capital when a sentence is set inside another.
PROPER = ("Facebook", "Instagram", "WhatsApp", "YouTube", "Twitter", "I ", "X ", "WordPress")

HEADLINES = {
    "forbidden": "No",
    "needs": "Ask first",
    "discouraged": "Better not",
    "allowed": "Yes",
    "silent": "The policy does not say",
    "depends": "It depends",
}


def joined(words: Sequence[str], word: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {word} {words[-1]}" if words else ""


def _inside(sentence: str) -> str:
    """A sentence made ready to stand inside another: no full stop, no capital unless it is a name's."""
    sentence = sentence.rstrip(". ")
    keeps = sentence[1:2].isupper() or sentence.startswith(PROPER)
    return sentence if keeps else sentence[:1].lower() + sentence[1:]


def _reason(clauses: Sequence[Clause], alone: bool = False) -> str:
    """The first clause's words, with the numbers of all: "staff do not message pupils (HB-12, HB-14)"."""
    numbers = ", ".join(clause.id for clause in clauses)
    says = clauses[0].says.rstrip(". ") if alone else _inside(clauses[0].says)
    return f"{says} ({numbers})"


def role_label(role: str) -> str:
    """The plain name of a role, an approver, or everyone."""
    if role in approvers():
        return str(approvers()[role]["label"])
    return role if role == "everyone" else roles()[role]["label"]


def whom_to_ask(ruling: Ruling) -> list[str]:
    """Each permission still to be had: "the head teacher in writing", "the other children's parents".

    Never the asker: a head who needs the head's approval asks the chair of governors.
    """
    in_writing = " in writing" if ruling.written else ""
    others = [[a for a in group if a != ruling.facts.get("by")] for group in ruling.alternatives]
    asked = [joined([approvers()[a]["label"] for a in group] or [instead()], "or") + in_writing for group in others]
    return [*asked, *(consents()[consent] for consent in ruling.consents)]


def because(ruling: Ruling) -> str:
    """One plain sentence that says why."""
    if ruling.verdict == "depends":
        fact = act_named(ruling.act).facts[ruling.unknown[0][0]]
        return f"It depends: {_inside(fact.asks)}"
    if ruling.verdict == "silent":
        wide = " Its general rules of conduct still apply." if ruling.general else ""
        return f"The policy says nothing about this.{wide}"
    if ruling.contradicts:
        numbers = ", ".join(clause.id for clause in ruling.clauses)
        return f"The policy contradicts itself here ({numbers}), so the stricter reading holds."
    if ruling.verdict == "needs":
        return f"Ask {joined(whom_to_ask(ruling))} first: {_reason(ruling.clauses)}."
    return f"{_reason(ruling.clauses, alone=True)}."


def cite(clause: Clause) -> dict[str, Any]:
    """A clause as it is cited: its number, where it stands, what it says, how strongly, and its lines."""
    return {
        "id": clause.id,
        "source": clause.section,
        "says": clause.says,
        "modality": clause.modality,
        "lines": list(clause.lines) if clause.lines else None,
    }


def cite_all(clauses: Iterable[Clause]) -> list[dict[str, Any]]:
    return [cite(clause) for clause in clauses]


def as_dict(policy: str, ruling: Ruling) -> dict[str, Any]:
    """The ruling as `schoolgate judge --json` prints it."""
    return {
        "policy": policy,
        "act": ruling.act,
        "facts": dict(ruling.facts),
        "verdict": ruling.verdict,
        "approvers": list(ruling.approvers),
        "consents": list(ruling.consents),
        "clauses": cite_all(ruling.clauses),
        "outweighed": cite_all(ruling.outweighed),
        "unknown": [{"fact": name, "values": list(values)} for name, values in ruling.unknown],
        "contradicts": ruling.contradicts,
        "because": because(ruling),
        "tell": [{"role": tell.to, "clause": tell.clause.id, "certain": tell.certain} for tell in ruling.tell],
        "general": cite_all(ruling.general),
    }
