"""Sentences without a rule's words: which of them a reader still needs (definitions, scope, practice, law)."""

from __future__ import annotations

import re

from schoolgate.documents import bearers
from schoolgate.documents.details import references_of
from schoolgate.documents.force import Force

_DEFINES = re.compile(
    r"\b(?:defines?|is defined|are defined|(?<!best )(?<!all )(?<!no )(?<!this )means|refers? to"
    r"|appl(?:y|ies) to|covers?|relates to|sets? out|outlines?|based (?:on|around)|"
    r"can be found|covered by|part to play|^this (?:also )?includes|in line with|in accordance with"
    r"|was (?:developed|written|adopted|approved|agreed|reviewed)|has been written|is to (?:set"
    r"|provide|ensure)|supersedes|(?:aims?|purposes?|objectives?) of [\w ]{3,40} (?:is|are) to)\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:laws?|legislation|unlawful|illegal|liable|liability|defamation|Act \d{4}|copyright"
    r"|minimum age|13 years)\b"
)
_PRACTICE = re.compile(
    r"\b(?:monitors?|provides?|teach(?:es)?|trains?|reviews?|signs?|completes?|uses|participates?"
    r"|ha(?:s|ve) access|discussed|keeps?|records?|deletes|destroys|erases|stores|retains|filters?|blocks?|"
    r"promotes?|emphasised|provided|trained|taught|signed|monitored|reviewed|filtered|blocked"
    r"|recorded|undertaken|updated|taken|holds?|runs?|ensures?|supports?|works? (?:with|closely)"
    r"|delivers?|educates?)\b",
    re.IGNORECASE,
)
_CONSEQUENCE = re.compile(
    r"\b(?:disciplin\w+|dismiss\w+|misconduct|withdrawn|blocked|restricted|removed|investigat\w+"
    r"|prosecut\w+|police|sanction\w*|liable|legal action|penalt\w+|breach(?:es)?)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\s+(?:\w+\s+)?(?:be|result in)\s+(?:\w+ly\s+)?\w+(?:ed|en|ne|de|t|ood|ing|ion)?\b", re.IGNORECASE
)
_PERHAPS = re.compile(r"^(?:may|might|could|can)\b", re.IGNORECASE)


def keeps(text: str, force: Force, *, goes_on: bool = False) -> Force | None:
    """The force, unless its word only says what might happen ("this may help…").

    `goes_on` says that the words follow a rule in the same sentence and share its subject.
    """
    words = force.words.lower()
    if _PERHAPS.match(words):
        if _CONSEQUENCE.search(text):
            return force
        return force if words.startswith(("may", "can ")) and (goes_on or _has_subject(text, force)) else None
    if words == "will" and not goes_on and not _has_subject(text, force):
        return force if _PASSIVE.match(text, force.end) else None
    return force


def tells(text: str) -> Force | None:
    """A statement worth keeping, or None for background."""
    for pattern, sure in ((_DEFINES, 0.7), (_LAW, 0.6)):
        if found := pattern.search(text):
            return Force("statement", found.group(), sure, found.start(), found.end())
    found = _PRACTICE.search(text)
    if found and (
        bearers.subjects(text, found.start()) or re.search(r"\b(?:is|are)\s+(?:\w+ly\s+)?$", text[: found.start()])
    ):
        return Force("statement", found.group(), 0.55, found.start(), found.end())
    if pointed := references_of(text):
        return Force("statement", pointed[0].words, 0.5)
    return None


def _has_subject(text: str, force: Force) -> bool:
    """Somebody, by name or pronoun, does it: not "it", "this", "there"."""
    return bool(bearers.subjects(text, force.start)) or bool(
        re.search(r"\b(?:I|they|you|we|he|she)\s+(?:\w+ly\s+)?$", text[: force.start], re.IGNORECASE)
    )
