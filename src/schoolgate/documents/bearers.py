"""Who a rule binds: the subject of the sentence, or who it is done by, or whom the list or the heading names."""

from __future__ import annotations

import re

from .model import Label

_SCHOOLISH = r"(?:school|academy|trust|college|organisation|federation|nursery|employer|council)"
_PLAIN: tuple[tuple[str, str], ...] = (
    (
        "leaver",
        r"former\s+(?:members?\s+of\s+)?(?:staff(?:\s+members?)?|employees?)|ex[- ](?:staff|employees?)|leavers",
    ),
    (
        "dsl",
        r"(?:deputy\s+)?designated\s+(?:safeguarding|safety|child protection)\s+(?:leads?|officers?|person)|D?DSLs?|child\s+protection\s+officer",
    ),
    (
        "slt",
        r"(?:members?\s+of\s+(?:the\s+)?)?senior\s+(?:leadership|management)(?:\s+team)?|senior\s+leaders?|(?:deputy|assistant)\s+head\s?teachers?|deputy\s+heads?|SLT|SMT",
    ),
    (
        "head",
        r"(?:executive\s+)?head\s?[- ]?teachers?(?!\s+(?:and|or)\s+school staff)|headmaster|headmistress|principals?|head\s+of\s+school|(?<=the )head(?=\s+(?:will|must|should|may|has)\b)|(?-i:HT)",
    ),
    (
        "governor",
        r"(?:(?:members?\s+of\s+)?(?:the\s+)?governing\s+(?:body|board|bodies)|governors?|trustees|FGB|LGB|governance\s+committee|\w+\s+and\s+staffing\s+committee)",
    ),
    (
        "contractor",
        r"contractors?|agency\s+(?:workers?|staff)|casual\s+workers?|(?:those|others|people)\s+contracted|supply\s+(?:staff|teachers?)|third\s+parties|(?:other|external|all other)\s+agencies|consultants?|visitors?|suppliers",
    ),
    ("volunteer", r"volunteers?|parent\s+helpers?|PTF?A(?:\s+members?)?|friends\s+of\s+the\s+school"),
    (
        "everyone",
        r"everyone|everybody|all\s+users|users|any\s+person|(?:all\s+)?members\s+of\s+(?:the|our)\s+(?:[\w']+\s+){0,4}?community|(?:wider\s+)?school\s+community|nobody|no[- ]one|the\s+following\s+people|all\s+members\s+of\s+the\s+\w+\s+school\s+community",
    ),
    ("parent", r"parents?|carers?|guardians?|famil(?:y\s+members|ies)"),
    (
        "pupil",
        r"(?:former\s+)?(?:pupils?|students?)|ex[- ](?:pupils?|students?)|children|young\s+(?:people|persons?)|learners?",
    ),
    (
        "staff",
        r"(?:all\s+)?(?:members?\s+of\s+staff|staff(?:\s+members?)?)|employees?|teachers?|teaching\s+assistants?|workers|workforce|line\s+managers?|any(?:one|body)\s+working|(?:those|people|individuals|adults)\s+(?:who\s+work|working)|bloggers|personnel|account\s+(?:holders?|administrators?|managers?)|administrators?",
    ),
    (
        "school",
        rf"(?:the|our|this|each|your)\s+(?:\w+\s+)?{_SCHOOLISH}|we|(?-i:(?:[A-Z][\w'-]+\s+)+(?:School|Academy|College|Trust|Federation))|schools(?:\s+and\s+colleges)?|(?-i:^School|(?<=[.,] )School)",
    ),
)
_ROLE = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PLAIN) + r")(?![\w-])", re.IGNORECASE
)
_NOUN_AFTER = re.compile(
    r"['’]s?\b|s['’]|\s+(?:staff|employees?|communit|polic|account|site|website|equipment|governor|name|logo|image|system|network|"
    r"computer|device|premises|day|email|e-mail|budget|information|leader|procedure|property|handbook|code|rules?|activit)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w'’/-]+|[,;:()]")
_PREPOSITIONS = frozenset(
    ["of", "for", "about", "from", "with", "to", "between", "against", "regarding", "including", "concerning", "on", "in", "at", "by", "as", "via", "towards", "through"]
)
_LETS_THROUGH = frozenset(["member", "members", "all", "any", "most", "each", "body", "group", "one", "wider", "some", "none", "every", "those"])
_BY = re.compile(
    r"\b(?:by|for|expects?|require(?:\s+and\s+expect)?|ask|asks|encourages?|discourages?|advises?|allow|allows|remind)\s+(?:that\s+)?(?=\S)",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"^(?:\W*\w+\W+){0,14}?\b(I)\s+(?:will|am|have|must|shall|agree|understand|should|confirm|know|may|do|can|promise|accept)\b|^\W*I\b"
)
_STRICT_I = re.compile(r"\b(?:my|me|myself)\b", re.IGNORECASE)


def named(text: str) -> tuple[Label, ...]:
    """Every role that `text` names, whatever it does there, once each, in order."""
    return _unique((name, words) for name, words, _ in _roles(text))


def subject(text: str, force_start: int) -> tuple[Label, ...]:
    """The roles that are the subject of the words of force starting at `force_start` (-1: the whole text's)."""
    if first := _FIRST_PERSON.search(text):
        return (Label("staff", first.group(1) or "I", 0.7),)
    head = text[: force_start if force_start >= 0 else len(text)]
    head = re.sub(
        r"^(?:if|where|when|whilst|while|once|as|in|at|for|on|under|during|following|after|before)\b[^,]*,\s*(?=\S)",
        _spaces,
        head,
        count=1,
        flags=re.I,
    )
    oblique = _oblique_places(head)
    return _unique((name, words) for name, words, place in _roles(head) if not oblique[place])


def agent(text: str, force_end: int) -> tuple[Label, ...]:
    """Who it is done by, or of whom it is asked, where the subject is a thing: "content posted by staff"."""
    for found in _BY.finditer(text):
        rest = text[found.end() : found.end() + 90]
        stop = re.search(r"[.;:]|\s(?:to|must|should|in|on|at|who|which)\s", rest)
        roles = _roles(rest[: stop.start()] if stop else rest)
        near = [(name, words) for name, words, place in roles]
        if near and roles[0][2] <= 14 and (found.group().strip().lower() not in ("for",) or " to " in rest):
            return tuple(Label(label.value, label.words, 0.7) for label in _unique(iter(near)))
    if owner := re.search(
        r"\b(staff|employee|pupil|parent|teacher)s?['’]s?\s+(?:own\s+|personal\s+)",
        text[force_end:] if force_end > 0 else text,
        re.I,
    ):
        return _unique(iter([(_role_of(owner.group(1)), owner.group().strip())]))
    return ()


def refers_back(text: str) -> bool:
    """Whether the subject is a pronoun for somebody named before: they, you, it, these."""
    return bool(
        re.match(
            r"^(?:that\s+|however,?\s+|instead,?\s+|if\s+\w+\s*,\s*)?(?:they|you|he|she|it|these)\b",
            text,
            re.IGNORECASE,
        )
    )


def _roles(text: str) -> list[tuple[str, str, int]]:
    found = []
    for match in _ROLE.finditer(text):
        name = match.lastgroup or ""
        after = _NOUN_AFTER.match(text, match.end())
        if after and (
            name == "school"
            or after.group()[0] in "'’"
            or (name in ("staff", "pupil")
            and "communit" not in after.group()
            and after.group().strip() not in ("governor", "leader", "staff", "employees"))
        ):
            if not (name == "staff" and after.group().strip().lower().startswith(("governor", "member"))):
                continue
        found.append((name, match.group(), match.start()))
    return found


def _oblique_places(head: str) -> list[bool]:
    """For each character, whether it stands inside "of …", "about …": not the subject itself."""
    places = [False] * (len(head) + 1)
    oblique, before = False, ""
    for word in _WORD.finditer(head):
        low = word.group().lower()
        if low in _PREPOSITIONS and before not in _LETS_THROUGH:
            oblique = True
        elif low in (",", ";", ":", "(", ")", "that", "if"):
            oblique = False
        for place in range(word.start(), word.end()):
            places[place] = oblique
        before = low
    return places


def _role_of(word: str) -> str:
    found = _ROLE.match(word)
    return found.lastgroup or "staff" if found else "staff"


def _unique(pairs: object) -> tuple[Label, ...]:
    labels: dict[str, Label] = {}
    for name, words in pairs:  # type: ignore[attr-defined]
        labels.setdefault(name, Label(name, words, 0.9))
    return tuple(labels.values())


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found.group())


_ADDRESSING = re.compile(
    r"\b(?:expects?|requires?|asks?|encourages?|discourages?|advises?|reminds?|urges?|requests?|(?:ensure|require|expect))\b(?:\s+that)?\s+(?=\S)",
    re.IGNORECASE,
)


def addressee(text: str) -> tuple[Label, ...]:
    """Whom the school asks something of: "we expect everyone to…", "To ensure that pupils and staff…"."""
    for found in _ADDRESSING.finditer(text):
        rest = text[found.end() : found.end() + 260]
        stop = re.search(
            r"[.;:]|\s(?:to|do|does|must|should|who|take|take part|use|understand|uphold|us)\s|\snot\s", rest
        )
        span = rest[: stop.start()] if stop else rest
        roles = _roles(span)
        oblique = _oblique_places(span)
        if roles and roles[0][2] <= 22 and not oblique[roles[0][2]]:
            return _unique((name, words) for name, words, place in roles if not oblique[place])
    return ()


def heading(text: str) -> tuple[Label, ...]:
    """The roles a heading gives to the rules under it: "Comments by parents", "Staff", not "Training of staff"."""
    kept = []
    for name, words, place in _roles(text):
        before = text[:place].lower().split()
        if not before or (before[-1] not in ("of", "about", "to", "with", "against", "from") and name != "school"):
            kept.append((name, words))
    return _unique(iter(kept))
