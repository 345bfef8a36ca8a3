"""Which kinds of people a text names. The words are the reader's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schoolgate.documents.bearers import named
from schoolgate.policy.lint.sheet import Sheet
from schoolgate.policy.vocabulary import bound_by, roles

STAFF = frozenset({"staff", "head", "dsl", "slt"})
_SCOPE = re.compile(
    r"\bthis\s+policy\b[^.]{0,60}?\b(?:applies|relates|extends)\s+(?:\w+\s+)?to\b"
    r"|\bthe\s+policy\s+(?:also\s+)?(?:applies|extends|covers)\b"
    r"|\bpolicy\s+(?:covers|is\s+(?:for|binding\s+on)|binds"
    r"|must\s+be\s+followed\s+by)\b|\bapplies\s+to\s+(?:all|every|any)\b"
    r"|\bpolicy\s+sets\s+out\b[^.]{0,400}\b(?:expected\s+(?:to|of)|must\s+be\s+(?:maintained|followed|kept)\s+by|expect)\b"
    r"|\b(?:principles|code\s+of\s+conduct|standards?)\b[^.]{0,400}\b(?:expected\s+(?:of|to\s+follow)|expect)\b",
    re.IGNORECASE,
)
_REACH = re.compile(
    r"\bsanction(?:s|ed)?\b|\bdisciplin\w+|\bdismiss\w*|\bgross\s+misconduct"
    r"|\bwarning\b|\b(?:take|taking|consider|seek)\w*\s+(?:\w+\s+){0,3}legal\b"
    r"|\bexclu(?:ded|sion)|\bsuspen(?:ded|sion)|\bconsequences?\s+(?:of|for"
    r"|may|will)|\bbehaviour\s+policy|\b(?:block|restrict)\w*\s+[^.]{0,60}access"
    r"|\bbarred\s+from|\bend\w*\s+(?:\w+\s+){1,6}(?:placement|contract|role"
    r"|help|access)|\bcontracts?\s+(?:may|will|can|could)\s+(?:be\s+)?end\w*"
    r"|\bremov\w+\s+from\s+(?:the\s+|their\s+)?(?:role|office|post)"
    r"|\bask\w*\s+(?:\w+\s+){0,3}to\s+(?:leave|stop\s+(?:helping|work))|\bheld\s+to\s+account"
    r"|\bactions?\s+(?:will|may)\s+be\s+taken|\btak(?:e|en|ing)\s+(?:\w+\s+){0,2}action"
    r"|\b(?:breach\w*|break\w*)\b[^.]{0,60}\b(?:lead|result|dealt|treated|managed|constitute)\b",
    re.IGNORECASE,
)
_OF_POLICY = re.compile(
    r"\b(?:breach|break|broke|fail|ignor)\w*\b[^.]{0,40}\b(?:policy|rules?|code|agreement|it)\b", re.IGNORECASE
)
_ACTOR = re.compile(
    r"\b(?:(?:the\s+)?(?:chair\s+of\s+)?govern(?:ors|ing\s+(?:body|board))|(?:the\s+)?(?:deputy\s+)?head\s?teacher|principal)\s+"
    r"(?:will|may|can|must|should|meets?|deals?|decides?|considers?|takes?|reserves?)\b",
    re.IGNORECASE,
)
_BEHAVIOUR = re.compile(r"\bbehaviour\s+policy", re.IGNORECASE)
_DISCIPLINE = re.compile(r"disciplin|dismiss|misconduct", re.IGNORECASE)
_PURPOSE = re.compile(r"\b(?:in\s+order\s+to|to\s+protect)\b.*", re.IGNORECASE | re.DOTALL)


def in_text(text: str) -> frozenset[str]:
    """The roles that the text names, "everyone" as everyone it binds, staff as every kind of staff."""
    return spread(label.value for label in named(text))


def spread(names: Iterable[str]) -> frozenset[str]:
    return frozenset(role for name in names if name != "school" for role in bound_by(name))


def broad(names: Iterable[str]) -> frozenset[str]:
    """Without the kinds of staff: they stand and fall with staff."""
    return frozenset("staff" if name in STAFF else name for name in names)


def scope(sheet: Sheet) -> list[tuple[tuple[int, int], str, frozenset[str]]]:
    """The sentences that say whom the policy is for: lines, text, and the kinds of people."""
    found = []
    for sentence in sheet.sentences:
        if (at := _SCOPE.search(sentence.text)) and (who := broad(in_text(sentence.text[at.start() :]))):
            found.append((sentence.lines, sentence.text, who))
    return found


def reached(sheet: Sheet) -> frozenset[str]:
    """The kinds of people for whom the document says what follows when the policy is broken."""
    found: set[str] = set()
    for sentence in sheet.sentences:
        text = _PURPOSE.sub("", sentence.text)
        if not _REACH.search(text):
            continue
        who = broad(in_text(_ACTOR.sub(" ", text)))
        if _BEHAVIOUR.search(text):
            who |= {"pupil"}
        found |= who or _unnamed(text)
    return frozenset(found)


def _unnamed(text: str) -> frozenset[str]:
    """Whom a consequence reaches that names nobody: staff where it is discipline, all where it is for any breach."""
    if _DISCIPLINE.search(text):
        return frozenset({"staff"})
    return broad(bound_by("everyone")) if _OF_POLICY.search(text) else frozenset()


def says(names: Iterable[str]) -> str:
    """The kinds of people in words: "pupils, governors and volunteers"."""
    plural = {"pupil": "pupils", "parent": "parents", "leaver": "former staff"}
    order = list(roles())
    labels = [plural.get(name, roles()[name]["label"]) for name in sorted(names, key=order.index)]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"
