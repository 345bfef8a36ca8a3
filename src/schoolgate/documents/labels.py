"""Why the reader thinks so: for each label of a clause, the words of the document that decided it."""

from __future__ import annotations

from schoolgate.documents.model import Label, ReadClause

_FORCES = {
    "must": "a rule to do something",
    "must_not": "a rule against something",
    "should": "advice to do something",
    "should_not": "advice against something",
    "may": "something allowed",
    "statement": "information, not a rule",
}


def explain(clause: ReadClause) -> tuple[str, ...]:
    """One short sentence for each label, naming the words that decided it and, where doubtful, saying so."""
    said = [_because(f"We read this as {_FORCES[clause.modality.value]}", clause.modality)]
    said += [_because(f"It is about “{label.value}”", label) for label in clause.who]
    if clause.act:
        said.append(_because(f"The act is “{clause.act.value}”", clause.act))
    if clause.lead:
        said.append(f"It finishes the line above it: “{clause.lead}”.")
    said += [f"It holds only “{words}”." for words in clause.conditions]
    said += [f"It points to {reference.kind} “{reference.target}”." for reference in clause.references]
    return tuple(said)


def _because(saying: str, label: Label) -> str:
    doubt = ", but we are not sure" if label.confidence < 0.6 else ""
    return (
        f"{saying}, because of the words “{label.words}”{doubt}."
        if label.words
        else f"{saying}, because nobody else is named{doubt}."
    )
