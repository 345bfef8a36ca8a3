"""The words by which school documents name people, and the role each means."""

from __future__ import annotations

import re
from typing import NamedTuple

_SCHOOL = r"(?:school|academy|trust|college|organisation|federation|nursery|employer|council)"
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "leaver",
        (
            r"former\s+(?:members?\s+of\s+)?(?:staff(?:\s+members?)?|employees?)",
            r"ex[- ](?:staff|employees?)",
            "leavers",
        ),
    ),
    (
        "dsl",
        (
            r"(?:deputy\s+)?designated\s+(?:safeguarding|safety|child\s+protection)\s+(?:leads?"
            r"|officers?|person)",
            "D?DSLs?",
            r"child\s+protection\s+officer",
            r"safeguarding\s+lead",
        ),
    ),
    (
        "slt",
        (
            r"(?:members?\s+of\s+(?:the\s+)?)?senior\s+(?:leadership|management)(?:\s+team)?",
            r"senior\s+leaders?",
            r"(?:deputy|assistant)\s+head\s?teachers?",
            r"(?:deputy|assistant)\s+heads?",
            "SLT",
            "SMT",
        ),
    ),
    (
        "head",
        (
            r"(?:executive\s+)?head\s?[- ]?teachers?(?!\s+(?:and|or)\s+school staff)",
            "headmaster",
            "headmistress",
            "principals?",
            r"head\s+of\s+school",
            r"(?<=the )head(?!\s+(?:of|office|boy|girl|start|governor|injur|lice))",
            "(?-i:HT)",
        ),
    ),
    (
        "governor",
        (
            r"(?:members?\s+of\s+(?:the\s+)?)?(?:local\s+)?governing\s+(?:body|board|bodies)",
            "governors?",
            r"trustees|board\s+of\s+(?:trustees|directors)",
            "(?-i:FGB|LGB)",
            r"(?:[\w&]+\s+){1,4}committee",
        ),
    ),
    (
        "contractor",
        (
            "contractors?",
            r"agency\s+(?:workers?|staff)",
            r"casual\s+workers?",
            r"(?:those|others|people)\s+contracted",
            r"supply\s+(?:staff|teachers?)",
            r"third\s+parties",
            r"(?:other|external|all other)\s+agencies",
            "consultants?",
            "visitors?",
            "suppliers",
        ),
    ),
    ("volunteer", ("volunteers?", r"parent\s+helpers?", r"PTF?A(?:\s+members?)?", r"friends\s+of\s+the\s+school")),
    (
        "everyone",
        (
            "everyone",
            "everybody",
            r"(?:all\s+)?users",
            r"any\s+person",
            r"(?:all\s+)?members\s+of\s+(?:the|our)\s+(?:[\w']+\s+){0,4}?community",
            r"(?:wider\s+)?school\s+community",
            "nobody",
            "no[- ]one",
        ),
    ),
    ("parent", ("parents?", "carers?", "guardians?", r"famil(?:y\s+members|ies)")),
    (
        "pupil",
        (
            r"(?:former\s+)?(?:pupils?|students?)",
            r"ex[- ](?:pupils?|students?)",
            "children",
            "child(?=['’ ])",
            r"young\s+(?:people|persons?)",
            "learners?",
        ),
    ),
    (
        "staff",
        (
            r"(?:all\s+)?(?:members?\s+of\s+staff|staff(?:\s+members?)?)",
            "employees?",
            "teachers?",
            r"teaching\s+assistants?",
            "workers|workforce|personnel",
            r"line\s+managers?",
            r"any(?:one|body)\s+working",
            r"(?:those|people|individuals|adults)\s+(?:who\s+work|working)",
            "bloggers",
            r"account\s+(?:holders?|administrators?|managers?)",
            "administrators?",
            "colleagues",
        ),
    ),
    (
        "school",
        (
            rf"(?:the|our|this|each|your)\s+(?:\w+\s+)?{_SCHOOL}",
            "we",
            r"(?-i:(?:[A-Z][\w'-]+\s+)+(?:School|Academy|College|Trust|Federation))",
            r"schools(?:\s+and\s+colleges)?",
            r"(?-i:^School|(?<=[.,] )School)",
        ),
    ),
)
_ROLE = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<{name}>{'|'.join(patterns)})" for name, patterns in _WORDS) + r")(?![\w-])",
    re.IGNORECASE,
)
_OWNS = re.compile(r"['’]s?\b|(?<=s)['’]")
_NOUN_AFTER = re.compile(
    r"\s+(?:staff|employees?|communit|polic|account|site|website|equipment|governor|name|logo|image"
    r"|system|network|computer|device|premises|"
    r"day\b|email|e-mail|budget|information|leader|procedure|property|handbook|code|rules?|activit"
    r"|content|colleagues|pupils|events|values|grounds|"
    r"personnel|setting|environment|council)",
    re.IGNORECASE,
)
_STAFF_THINGS = re.compile(
    r"\s+(?:laptop|device|room|handbook|training|meeting|personal|mentions|access|account|code|development)",
    re.IGNORECASE,
)
_PUPIL_THINGS = re.compile(r"\s+(?:data|records?|work|voice|images?|safety|protection|safeguarding)", re.IGNORECASE)


class Named(NamedTuple):
    """A role, the words that name it and where they stand."""

    value: str
    words: str
    start: int
    end: int


def roles_in(text: str) -> list[Named]:
    """Who is named in `text`, in order: not "the school's policy", "school staff" (staff only), "child protection"."""
    found = []
    for match in _ROLE.finditer(text):
        value = match.lastgroup or ""
        if _OWNS.match(text, match.end()) or _is_part_of_a_name(value, text, match.end()):
            continue
        found.append(Named(value, match.group(), match.start(), match.end()))
    return found


def _is_part_of_a_name(value: str, text: str, end: int) -> bool:
    things = {"school": _NOUN_AFTER, "staff": _STAFF_THINGS, "pupil": _PUPIL_THINGS}.get(value)
    return bool(things and things.match(text, end))
