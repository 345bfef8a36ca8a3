"""Sentences without a rule's words: which of them a reader still needs (definitions, scope, practice, law)."""

from __future__ import annotations

import re

from . import bearers
from .modality import Force

_DEFINES = re.compile(
    r"\b(?:defines?|is defined|are defined|means|refers to|appl(?:y|ies) to|covers?|relates to|sets? out|outlines?|based (?:on|around)|"
    r"can be found|in line with|in accordance with|was (?:developed|written|adopted|approved|agreed|reviewed)|has been written|is to (?:set|provide|ensure)|supersedes)\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:laws?|legislation|unlawful|illegal|liable|liability|defamation|Act \d{4}|copyright|minimum age|13 years)\b"
)
_PRACTICE = re.compile(
    r"\b(?:monitors?|provides?|teach(?:es)?|trains?|reviews?|signs?|completes?|uses|participates?|keeps?|records?|filters?|blocks?|"
    r"promotes?|emphasised|provided|trained|taught|signed|monitored|reviewed|filtered|blocked|recorded|undertaken|updated|taken|holds?|runs?|ensures?|supports?|works? (?:with|closely)|delivers?|educates?)\b",
    re.IGNORECASE,
)
_CONSEQUENCE = re.compile(
    r"\b(?:disciplin\w+|dismiss\w+|misconduct|withdrawn|blocked|restricted|removed|investigat\w+|prosecut\w+|police|sanction\w*|liable|legal action|penalt\w+|breach of)\b",
    re.IGNORECASE,
)
_PERHAPS = re.compile(r"^(?:may|might|could|can)\b", re.IGNORECASE)


def keeps(text: str, force: Force) -> Force | None:
    """The force, unless its word only says what might happen ("this may help…")."""
    if _PERHAPS.match(force.words):
        if _CONSEQUENCE.search(text):
            return force
        has_subject = (
            bool(bearers.subject(text, force.start))
            or (bearers.refers_back(text)
            and not text.lower().startswith(("it ", "this")))
        )
        return force if has_subject and force.words.lower().startswith(("may", "can ")) else None
    if force.words.lower() == "will" and not bearers.subject(text, force.start):
        passive = re.match(r"\s+(?:\w+\s+)?be\s+\w+(?:ed|en|ne|de|t)\b", text[force.end :])
        return force if passive or bearers.refers_back(text) else None
    return force


def tells(text: str) -> Force | None:
    """A statement worth keeping, or None for background."""
    for pattern, sure in ((_DEFINES, 0.7), (_LAW, 0.6)):
        if found := pattern.search(text):
            return Force("statement", found.group(), sure)
    found = _PRACTICE.search(text)
    if found and bearers.subject(text, found.start()):
        return Force("statement", found.group(), 0.55)
    return None
