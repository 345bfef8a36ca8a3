"""Who a rule binds: the subject of the sentence, or who it is done by, or whom it is asked of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schoolgate.documents.exclusive import exclusive, kept_from
from schoolgate.documents.force import Force
from schoolgate.documents.model import Label
from schoolgate.documents.roles import Named, roles_in

_WORD = re.compile(r"[\w'’/-]+|[,;:()]")
_PREPOSITIONS = frozenset(
    [
        "of",
        "for",
        "about",
        "from",
        "with",
        "to",
        "between",
        "against",
        "regarding",
        "including",
        "concerning",
        "on",
        "in",
        "at",
        "by",
        "as",
        "via",
        "towards",
        "through",
    ]
)
_LETS_THROUGH = frozenset(
    [
        "member",
        "members",
        "all",
        "any",
        "most",
        "each",
        "body",
        "group",
        "one",
        "wider",
        "some",
        "none",
        "every",
        "those",
    ]
)
_OPENING = re.compile(
    r"^(?:(?:however|instead|therefore|also|in addition),?\s+)?(?P<word>if|unless|except|until|without|where|when"
    r"|whenever|whilst|while|once|as|in|at|for|on|under|during|"
    r"following|after|before)\b(?P<rest>[^,]*),\s*(?=\S|$)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(I|they|you|he|she|we|he/she|s/he)\s+(?:(?:also|always|then|therefore|only|each|all|do|have"
    r"|are|am|is)\s+)*$",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"\bI\s+(?:will|am|have|must|shall|agree|understand|should|confirm|know|may|do|can|promise"
    r"|accept)\b|^\W*I\b"
)
_BY = re.compile(r"\bby\s+(?=\S)|\bfor\s+(?=[\w ,/]{3,40}\sto\s)", re.IGNORECASE)
_ASKING = re.compile(
    r"\b(?:(?:expects?|requires?|asks?|encourages?|discourages?|advises?|reminds?|urges?"
    r"|requests?|not\s+(?:allow|permit|authorise)|(?<=school\s)(?:allows|permits))(?:\s+and\s+\w+)?"
    r"|^to\s+(?:ensure|require|expect|require and expect)(?:\s+that)?|(?:important|essential|crucial"
    r"|vital|imperative|recommended|necessary)\s+(?:\w+\s+)?that"
    r"|appl(?:y|ies)\s+to|maintained\s+by|binding\s+on)\s+(?:that\s+)?(?=\S)",
    re.IGNORECASE,
)
_ASKED_END = re.compile(
    r"[.;:]|\s(?:to(?!\s+work)|do|does|must|should|will|who(?!\s+work)|take|use|understand|uphold|us"
    r"|are|is|have|has|can|balance|considers?)\s|\snot\s"
)
_ASKS_THEMSELVES = re.compile(r"\b(?:must|should|may|can|shall|will|(?:is|are)\s+to)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_TOLD = re.compile(
    r"^\s*(?:\w+ly\s+)?(?:be\s+)?(?:\w+ly\s+)?(?:made\s+aware|informed|notified|told"
    r"|kept\s+(?:informed|up)|offered|supported|consulted\s+on|given|provided\s+with|issued|taught|"
    r"reminded|briefed|made\s+available)\b",
    re.IGNORECASE,
)
_SCHOOLS_OWN = re.compile(
    r"\b(?:investigated|withdrawn|blocked|removed|reviewed|monitored|dealt\s+with|treated"
    r"|deleted|destroyed|erased|wiped|retained|archived|kept\s+for|stored\s+for|held\s+for"
    r"|disciplin\w+|dismiss\w+|sanction\w*|misconduct|recorded|police|legal\s+action)\b",
    re.IGNORECASE,
)
_KEEPING = re.compile(
    r"(?:is|are)\s.*\b(?:deleted|destroyed|erased|wiped|kept|stored|retained|held|archived)$", re.IGNORECASE
)
_GATHERED = re.compile(
    r"(?:the\s+|all\s+|any\s+)?(?:(?:monitoring|internet|browsing|filtering)\s+(?:data|logs?|records|history|reports?)|(?:screenshots|captures|reports)\s+from\s+monitoring)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(?:by|from)\s+(?:[\w'’]+(?:\s+[\w'’]+){0,3},\s+)+(?:[\w'’]+(?:\s+[\w'’]+){0,3},?\s+)?(?:and|or)\s"
)
_FRONT = re.compile(r"(?:that\s+)?(?:all|any|each|every|the|our|both)?\s*(?:of\s+)?(?:the|our)?\s*", re.IGNORECASE)
_DUTIES = re.compile(
    r"\b(?:responsibilit\w+|duties|roles?|expectations?|obligations|rules"
    r"|conduct)\b[\w ]*\bof\s+(?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"(?:(?:under|in)\s+no\s+circumstances?|at\s+no\s+(?:time|point)|on\s+no\s+account),?\s+"
    r"(?:must|should|shall|will|may|can|are|is)\s+",
    re.IGNORECASE,
)
_DONE_BY = re.compile(r"\s*be\s+(?:\w+ly\s+)?\w+\s+by\b", re.IGNORECASE)
_FINITE = re.compile(r"\b(?:must|should|shall|will|may|can|is|are|please|see|contact)\b", re.IGNORECASE)
_SIGNERS = ("staff", "pupil", "parent", "governor", "volunteer")
_ACTIONS = re.compile(r"(?:responses?|actions?|steps?|sanctions?|reasons?|measures|options)\b", re.IGNORECASE)
_APPROVED = re.compile(r"\b(?:approv\w+|agreed|authoris\w+|permission|referred|reported|checked)\b", re.IGNORECASE)
_OWNED = re.compile(r"\b(staff|employee|pupil|parent|teacher)s?['’]s?\s+(?:own\s+|personal\s+)", re.IGNORECASE)


def bearers_of(text: str, force: Force, above: tuple[Label, ...], before: tuple[Label, ...]) -> tuple[Label, ...]:
    """Who is bound. `above` is whom the list, heading or document names; `before`, who was last spoken of."""
    if force.value == "must_not" and exclusive(text):
        return kept_from(text)
    if asked := addressee(text):
        return asked
    if _FIRST_PERSON.search(text[: max(force.end, 0)] or text[:2]):
        signing = tuple(label for label in above if label.value in _SIGNERS)
        return signing if len(signing) == 1 else (Label("staff", "I", 0.6),)
    if force.start < 0:
        said = _at_front(text) or _for_whom(text)
        return said or (_school(force.words) if force.value == "statement" else above)
    if standing := _pronoun(text, force, above, before):
        return standing
    if (turned := _INVERTED.match(text)) and (said := _joined(text[turned.end() :])):
        return said
    subject = subjects(text, force.start)
    after = text[force.end :]
    if subject:
        return _school("told") if _TOLD.match(after) and not _agent(after) else subject
    if (passive := _DONE_BY.match(after)) and not _APPROVED.search(passive.group()) and (does := _agent(after)):
        return does
    if force.start > 0 and (done := _agent(text[: force.start] if _APPROVED.search(after) else text)):
        return done
    return _owner(after) or _unsaid(text, force) or above


def subjects(text: str, until: int) -> tuple[Label, ...]:
    """The roles that are the subject of what stands at `until` in the text."""
    head = text[: max(until, 0)]
    if opening := _OPENING.match(head):
        head = " " * opening.end() + head[opening.end() :]
    return _direct(head)


def addressee(text: str) -> tuple[Label, ...]:
    """Whom the school asks something of: "we expect everyone to…", "To ensure that pupils and staff…"."""
    for found in _ASKING.finditer(text):
        if _ASKS_THEMSELVES.search(text[: found.start()]) and not _asks_for_school(text[: found.start()]):
            continue
        rest = text[found.end() : found.end() + 300]
        stop = _ASKED_END.search(rest)
        span = rest[: stop.start()] if stop else rest
        roles = roles_in(span)
        if roles and roles[0].start <= 22 and (direct := _direct(span)):
            return direct
    return ()


def _asks_for_school(before: str) -> bool:
    roles = _direct(before)
    return not roles or any(label.value in ("school", "head", "governor", "slt") for label in roles)


def heading(text: str) -> tuple[Label, ...]:
    """The roles a heading gives to the rules under it: "Comments by parents", "Staff", not "Training of staff"."""
    kept = []
    for role in roles_in(text):
        before = text[: role.start].lower().split()
        if before and before[-1] in ("of", "the") and _DUTIES.search(text[: role.start]):
            before = []
        if role.value != "school" and (
            not before or before[-1] not in ("of", "about", "to", "with", "against", "from", "on")
        ):
            kept.append(role)
    if any(role.value == "everyone" for role in kept):
        kept = [role for role in kept if role.value == "everyone"]
    return _labels(kept)


def addressed(text: str) -> tuple[Label, ...]:
    """The roles in a line that only says whom the rules below are for: "For everyone (staff, pupils…) here"."""
    if (
        not re.match(r"for\s", text, re.IGNORECASE)
        or len(text.split()) > 40
        or text[-1] in ".;!?"
        or _FINITE.search(text)
    ):
        return ()
    return heading(text[3:].lstrip())


def named(text: str) -> tuple[Label, ...]:
    """Every role that the text names, whatever it does there, once each, in order."""
    return _labels(roles_in(text))


def _pronoun(text: str, force: Force, above: tuple[Label, ...], before: tuple[Label, ...]) -> tuple[Label, ...]:
    """Whom a pronoun before the words of force stands for."""
    found = _PRONOUN.search(text[: force.start])
    if not found:
        return ()
    word = found.group(1).lower()
    if word == "we":
        return (Label("school", "we", 0.9),)
    if word == "you":
        return above
    opening = re.match(r"(?:\w+,\s+)?(?:if|where|when)\s+(?:any\s+|the\s+|a\s+)?(?=\S)", text, re.IGNORECASE)
    if opening and (first := [r for r in roles_in(text[opening.end() :]) if r.start < 4]):
        return _labels(first)
    return subjects(text, found.start()) or _faded(before, 0.8) or above


def _at_front(text: str) -> tuple[Label, ...]:
    """An item that begins with somebody: "Staff to check…", "All pupils…"."""
    found = _FRONT.match(text)
    roles = roles_in(text)
    if not roles or roles[0].start > (found.end() if found else 0):
        return ()
    return _direct(text[: roles[0].end + 60].split(" to ")[0])


def _joined(text: str) -> tuple[Label, ...]:
    """The roles at the front of a text and those joined to them: "staff or volunteers to…"."""
    kept: list[Named] = []
    for role in roles_in(text):
        between = text[kept[-1].end if kept else 0 : role.start]
        if not re.fullmatch(r"\s*(?:,|and|or)*\s*(?:and|or)?\s*(?:an?|any|the|all|our|members? of)?\s*", between):
            break
        kept.append(role)
    return _labels(kept)


def _for_whom(text: str) -> tuple[Label, ...]:
    found = re.search(r"\bfor\s+(?=[\w ,/]{3,40}\sto\s)", text)
    return _direct(text[found.end() :].split(" to ")[0]) if found else ()


def _agent(text: str) -> tuple[Label, ...]:
    """Who it is done by, where the subject is a thing: "content posted by staff"."""
    for found in _BY.finditer(text):
        rest = text[found.end() : found.end() + 90]
        stop = re.search(r"[.;:]|\s(?:to|must|should|will|shall|may|can|could|in|on|at|who|which|are)\s", rest)
        roles = roles_in(rest[: stop.start()] if stop else rest)
        if roles and roles[0].start <= 14:
            return _faded(_labels(roles), 0.7)
    return ()


def _owner(text: str) -> tuple[Label, ...]:
    found = _OWNED.search(text)
    return _faded(_labels(roles_in(found.group(1))), 0.7) if found else ()


def _unsaid(text: str, force: Force) -> tuple[Label, ...]:
    """A rule that names nobody, of a kind that only the school can do."""
    if gathered := _GATHERED.match(text):
        return _school(gathered.group())
    if (
        force.value == "statement"
        or force.words.lower().startswith("to ")
        or re.match(r"it is (?:\w+ )?(?:important|essential|vital) to\b", text, re.IGNORECASE)
    ):
        return _school(force.words)
    if force.value == "may" and _ACTIONS.match(force.words):
        return _school(force.words)
    schools = force.value == "may" or force.words.lower() == "will"
    found = _SCHOOLS_OWN.search(text[force.end :]) if schools else _KEEPING.match(force.words)
    return _school(found.group()) if found else ()


def _school(words: str) -> tuple[Label, ...]:
    return (Label("school", words, 0.6),)


def _direct(head: str) -> tuple[Label, ...]:
    """The roles in `head` that do not stand inside "of …", "about …": they are its subject."""
    oblique = _oblique_places(head)
    return _labels(role for role in roles_in(head) if role.words.lower() == "we" or not oblique[role.start])


def _oblique_places(head: str) -> list[bool]:
    """For each character, whether it stands inside "of …", "about …"."""
    places = [False] * (len(head) + 1)
    oblique, before = False, ""
    lists = [(found.start(), found.end()) for found in _LISTED.finditer(head) if len(roles_in(found.group())) > 1]
    for word in _WORD.finditer(head):
        low = word.group().lower()
        if low in _PREPOSITIONS and before not in _LETS_THROUGH:
            oblique = True
        elif low == "," and any(first < word.start() < last for first, last in lists):
            pass
        elif low in (",", ";", ":", "(", ")", "that", "if"):
            oblique = False
        for place in range(word.start(), word.end()):
            places[place] = oblique
        before = low
    return places


def _labels(roles: Iterable[Named]) -> tuple[Label, ...]:
    labels: dict[str, Label] = {}
    for role in roles:
        labels.setdefault(role.value, Label(role.value, role.words, 0.9))
    return tuple(labels.values())


def _faded(who: tuple[Label, ...], sure: float) -> tuple[Label, ...]:
    return tuple(Label(label.value, label.words, min(label.confidence, sure)) for label in who)
