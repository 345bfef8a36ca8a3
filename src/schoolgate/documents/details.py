"""The small parts of a clause: its conditions, the places it points to."""

from __future__ import annotations

import re

from schoolgate.documents.model import Reference

_CONDITION = re.compile(
    r"\b(?:unless|except(?:\s+(?:where|when|if|for|with|in))?|provided\s+(?:that\s+)?|only\s+(?:if"
    r"|when|where|with|after|once)|if\b(?!\s+any\s+of\s+the\s+above)|where(?=\s+(?!as\b))"
    r"|when(?:ever)?\b|until|without\s+(?:the\s+)?"
    r"(?:\w+\s+){0,4}?(?:permission|consent|approval|authorisation|agreement)"
    r"|with(?:out)?\s+(?:the\s+)?(?:prior\s+|written\s+|express\s+)*(?:permission|consent|approval"
    r"|agreement)|"
    r"in\s+advance|prior\s+to|before\s+\w+ing|under\s+the\s+direction|whilst|while\s+(?:at|in|on)"
    r"|during\b|outside\s+of\s+school|in\s+(?:their|your)\s+own\s+time)\b"
    r"[^,;.]*",
    re.IGNORECASE,
)
_SECTION = re.compile(r"\b(?:section|paragraph|clause|part)s?\s+(\d{1,2}(?:\.\d{1,2})*|[A-Z]\b)", re.IGNORECASE)
_APPENDIX = re.compile(r"\b(?:appendix|annex|schedule)\s+(\d{1,2}|[A-Z]\b|[ivx]{1,4}\b)", re.IGNORECASE)
_KIND = (
    r"(?:Polic(?:y|ies)|Procedures?|Protocol|Code of (?:Conduct|Practice)|Agreements?|Guidance|Guidelines"
    r"|Handbook|Standards|Act \d{4}|Act|Regulations \d{4}|Framework|Report)"
)
_NAME = r"(?:[A-Z][\w'’&/-]*|\([A-Z]{2,6}\))"
_DOCUMENT = re.compile(
    rf"\b{_NAME}(?:\s+(?:and|of|for|the|in|on|to|with|&|at)\b(?=\s+(?:\w+\s+)?[A-Z])"
    rf"|\s+{_NAME}){{0,9}}\s+{_KIND}\b(?:\s+\(?(?:19|20)\d\d\)?)?"
)
_CODE = re.compile(
    r"\bCode of (?:Conduct|Practice)\b"
    r"|\bKeeping\s+[Cc]hildren\s+[Ss]afe\s+[Ii]n\s+[Ee]ducation(?:\s+\(KCSIE\))?(?:\s+\(?20\d\d\)?)?"
    r"|\bKCSIE(?:\s+20\d\d)?"
)
_LEADING = re.compile(r"^(?:The|This|Our|In|With|See|Please|All|Any|At|For|Staff|Pupils|And)\s+")


def conditions_of(text: str) -> tuple[str, ...]:
    """The words that limit the rule, as written, in order: "unless …", "without … permission", "if …"."""
    found = (" ".join(match.group().split()).strip(" ,;.)") for match in _CONDITION.finditer(text))
    return tuple(dict.fromkeys(words for words in found if len(words.split()) > 1))


def references_of(text: str) -> tuple[Reference, ...]:
    """Where the clause points: sections, appendices, other documents by name."""
    refs: dict[tuple[str, str], Reference] = {}
    for found in _SECTION.finditer(text):
        refs.setdefault(("section", found.group(1)), Reference("section", found.group(1), found.group()))
    for found in _APPENDIX.finditer(text):
        refs.setdefault(("appendix", found.group(1)), Reference("appendix", found.group(1), found.group()))
    for pattern in (_DOCUMENT, _CODE):
        for found in pattern.finditer(text):
            name = _LEADING.sub("", found.group()).strip()
            if len(name.split()) > 1 and not any(name in have.target for have in refs.values()):
                refs.setdefault(("document", name), Reference("document", name, found.group()))
    return tuple(refs.values())
