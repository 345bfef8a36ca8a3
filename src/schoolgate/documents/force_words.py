"""The words that give a rule its force. Where two overlap, the one that stands first in its table wins."""

from __future__ import annotations

from schoolgate.documents.model import Modality

Rows = tuple[tuple[Modality, str, float], ...]
_LEAVE = r"(?:permission|consent|approval|authorisation|agreement)"
_AVOID = r"(?:avoid|refrain|desist|abstain|cease|steer\s+clear|(?:stay|keep)\s+away)"
_ADV = (
    r"(?:\s+(?:also|always|therefore|then|only|normally|usually|be|at all times|generally|instead|still"
    r"|all|both|each))*"
)
FIRM: Rows = (
    (
        "statement",
        r"\bshould\s+(?:also\s+|always\s+)?(?:be\s+aware\s+that|note\s+that|have\s+no\s+expectation)\b",
        0.75,
    ),
    ("must_not", r"\bmust" + _ADV + r"\s+(?:not(?!\s+only\b)|never)\b|\bmustn['’]t\b|\bshall\s+(?:not|never)\b", 0.98),
    (
        "must_not",
        r"\b(?:must|shall|will)" + _ADV + r"\s+(?:" + _AVOID + r"|stop)\b"
        r"|\b(?:must|shall|will|is\s+to|are\s+to)\s+be\s+no\b|\b(?:has|have)\s+no\s+permission\b"
        r"|\b(?:required|obliged|instructed)\s+to\s+" + _AVOID + r"\b",
        0.95,
    ),
    (
        "must_not",
        r"\b(?:(?:must|shall|should|will|may|can|is|are)\s+)?(?:(?:under|in)\s+no\s+circumstances?"
        r"|at\s+no\s+(?:time|point)|on\s+no\s+account)\b",
        0.95,
    ),
    ("must_not", r"\b(?:is|are)\s+(?:also\s+|strictly\s+)?(?:not|never)\s+to\b(?!\s+(?:say|suggest|imply)\b)", 0.93),
    ("must_not", r"\b(?:agrees?|agreed|undertakes?|undertaken|promises?)\s+(?:not|never)\s+to\b", 0.9),
    ("must_not", r"\b(?:do|does)\s+not\s+(?:allow|permit|authorise|tolerate|accept\s+(?:that|any))\b", 0.9),
    (
        "may",
        r"\b(?:do|does)\s+not\s+(?:need|require)\s+(?:[\w'’]+\s+){0,4}?" + _LEAVE + r"\b",
        0.85,
    ),
    ("must_not", r"\bmay\s+not\b(?!\s+(?:always|be aware|realise|have|know|want|wish|agree|like|necessarily))", 0.85),
    (
        "must_not",
        r"\b(?:is|are|be|being)\s+(?:also\s+)?(?:strictly\s+|expressly\s+)?(?:prohibited|forbidden"
        r"|banned|barred)\b",
        0.97,
    ),
    (
        "must_not",
        r"\b(?:is|are)\s+(?:not|never|no\s+longer)\s+(?:\w+\s+)?(?:permitted|allowed|authorised|acceptable|tolerated|entitled)\b",
        0.95,
    ),
    (
        "must_not",
        r"\bnot\s+(?:be\s+)?(?:considered\s+|deemed\s+)?(?:acceptable|permissible|appropriate)\b"
        r"|\bunacceptable\b(?=\s*[:.]|\s+(?:for|to)\b)",
        0.9,
    ),
    (
        "must_not",
        r"\bwill\s+not\s+be\s+(?:tolerated|permitted|allowed|accepted|acceptable)\b|\bzero[- ]tolerance\b",
        0.95,
    ),
    ("must_not", r"\bcan\s?not\b(?!\s+be\s+(?:held|guaranteed|deleted|undone|responsible))|\bcan['’]t\b", 0.75),
    ("must_not", r"\b(?:is|are)\s+unlawful\b|\b(?:is|are)\s+illegal\b", 0.95),
    (
        "must_not",
        r"\b(?:required|requires?|instructed|obliged)\b.{0,40}?\bnot\s+to\b|\bexpect\b.{5,220}?\bnot\s+to\b",
        0.9,
    ),
    ("should_not", r"\bshould" + _ADV + r"\s+(?:not|never)\b|\bshouldn['’]t\b|\bought\s+not\b", 0.97),
    (
        "should_not",
        r"\b(?:discouraged?|discourages|inadvisable|ill[- ]advised|not\s+advisable|unwise"
        r"|not\s+recommended)\b",
        0.92,
    ),
    (
        "should_not",
        r"\b(?:asked|advised|encouraged|reminded|requested|urged|recommended|ask|advise"
        r"|expected)\b.{0,30}?\bnot\s+to\b",
        0.95,
    ),
    (
        "should_not",
        r"\b(?:advised?|recommended|urged|asked|best)\s+(?:\w+\s+)?(?:against|to\s+avoid)\b"
        r"|\b(?:asked|advised|encouraged|requested|reminded|urged|expected)\s+to\s+" + _AVOID + r"\b"
        r"|\bshould\s+be\s+no\b"
        r"|\bshould\s+(?:\w+\s+)?" + _AVOID + r"\b",
        0.93,
    ),
    ("should_not", r"\bnot\s+(?:\w+\s+)?(?:safe|sensible|good practice|a good idea)\s+to\b", 0.85),
    (
        "may",
        r"\b(?:should|can|may|must)\s+only\b.{0,60}?\b(?:with|if|when|where|after|once|be used)\b"
        r"|\bcan\s+only\b|\b(?:is|are)\s+only\s+to\b|^only\b[^.;]{3,60}?\b(?:may|can|should|must)\s+be\s+used\b",
        0.8,
    ),
    (
        "must",
        r"\bmust\b|\bshall\b|\b(?:is|are)\s+(?:also\s+)?(?:required|obliged|bound|obligated)\b"
        r"|\bmandatory\b|\bcompulsory\b",
        0.97,
    ),
    (
        "must",
        r"\b(?:needs?|requires?)\s+(?:[\w'’]+\s+){0,5}?" + _LEAVE + r"\b"
        r"|\b"
        + _LEAVE
        + r"\s+(?:(?:of|from)\s+(?:[\w'’]+\s+){1,4}?)?(?:is|are)\s+(?:\w+\s+)?(?:needed|necessary|required)\b"
        r"|\b(?:is|are)\s+to\s+(?=[a-z])",
        0.85,
    ),
    (
        "must",
        r"\b(?:has|have)\s+(?:a\s+)?(?:\w+\s+)?(?:duty|obligation|responsibility)\b|\b(?:has"
        r"|have)\s+to\b|\bneeds?\s+to\b",
        0.85,
    ),
    (
        "must",
        r"\bit\s+is\s+(?:\w+\s+)?(?:essential|crucial|imperative|vital)\b|\b(?:key"
        r"|sole)?\s*responsibility\s+of\b",
        0.85,
    ),
    (
        "must",
        r"\b(?:polic(?:y|ies)|agreement|code|guidelines|rules?|principles"
        r"|standards?)\s+(?:also\s+)?(?:therefore\s+)?appl(?:y|ies)\s+to\s+"
        r"(?=(?:all|any|every|each|our|both|staff|everyone|pupils|parents|employees|governors"
        r"|volunteers|members)\b)",
        0.7,
    ),
    (
        "must",
        r"\b(?:is|are)\s+responsible\s+for\b|\bcommit(?:ted|ment)\s+to\b|\bapproval\s+(?:is"
        r"|must be)\s+(?:required|needed)\b",
        0.8,
    ),
    ("must", r"\b(?:is|are)\s+expected\s+to\b|\bwe\s+require\b", 0.75),
    ("should", r"\bbe\s+expected\s+to\b", 0.75),
    ("should", r"\bshould\b|\bought\s+to\b", 0.97),
    (
        "should",
        r"\b(?:is|are|be)\s+(?:\w+\s+)?(?:advised|encouraged|recommended|asked|reminded|requested"
        r"|urged|invited|warned)\b",
        0.92,
    ),
    (
        "should",
        r"\bit\s+is\s+(?:also\s+)?(?:\w+\s+)?(?:recommended|important|advisable|good practice"
        r"|best practice|a good idea|sensible|wise)\b",
        0.85,
    ),
    (
        "should",
        r"\b(?:we|school)\s+(?:\w+\s+)?(?:encourages?|advises?|recommends?|asks?|expects?"
        r"|urges?)\b(?!\s+employees\s+to\s+make)",
        0.85,
    ),
    ("should", r"\bplease\b(?!d)|\bcaution\s+is\s+advised\b|\bgood\s+practice\b", 0.8),
)
SOFT: Rows = (
    ("statement", r"\b(?:has|have)\s+no\s+(?:right|expectation)\b", 0.7),
    ("statement", r"\bwill\s+be\s+(?:understood|taken\s+to|deemed|regarded|considered\s+(?:as|to))\b", 0.7),
    ("statement", r"\b(?:polic(?:y|ies)|guid\w+|document|agreement)\b[^.,;]{0,60}?\baims?\s+to\b", 0.7),
    (
        "must_not",
        r"\b(?:is|are|will\s+be|would\s+be)\s+(?:(?:treated|considered|regarded)\s+(?:as\s+)?)?(?:an?\s+)?(?:\w+\s+)?"
        r"(?:disciplinary\s+(?:offence|matter)|gross\s+misconduct)\b",
        0.7,
    ),
    ("must_not", r"\b(?:is|are|would\s+be|constitutes?)\s+(?:likely\s+to\s+be\s+)?a\s+(?:\w+\s+)?breach\s+of\b", 0.7),
    ("must", r"\b(?:all|every|each)\b[^.;]{3,260}?\b(?:signs?|completes?)\b(?!\s+with)", 0.65),
    (
        "must_not",
        r"(?:(?<=staff )|(?<=teachers )|(?<=pupils )|(?<=students )|(?<=children )|(?<=parents )|(?<=governors )"
        r"|(?<=volunteers )|(?<=employees ))(?:do\s+not|never)\s+(?!(?:always|have|need|know|reali[sz]e|understand|want"
        r"|wish|agree|like|feel|belong|work|intend|comply|follow\s+th)\b)",
        0.75,
    ),
    (
        "must",
        r"\b(?:is|are)\s+(?:\w+\s+)?(?:deleted|destroyed|erased|wiped|kept|stored|retained|held|archived)\s+"
        r"(?:for|after|within|until)\b(?=[^.;]{0,40}\b(?:days?|weeks?|months?|years?|terms?)\b)",
        0.8,
    ),
    ("must_not", r"\bwill\s+(?:not|never)\b|\bwon['’]t\b", 0.9),
    ("may", r"\breserves?\s+the\s+right\b|\b(?:will\s+)?(?:retains?|has|have|exercise)\s+the\s+right\b", 0.95),
    (
        "may",
        r"\bwill\s+(?:only\s+)?consider\b|\bwill,?\s+(?:if|where)\s+(?:\w+\s+)?(?:appropriate"
        r"|necessary|possible|needed)\b|\bat\s+the\s+discretion\b",
        0.8,
    ),
    (
        "should",
        r"\bwill\s+(?:\w+\s+)?(?:endeavour|aim|seek|attempt|strive)\s+to\b|\b(?:endeavours?"
        r"|aims?)\s+to\b|\bwill\s+(?:usually|normally|generally)\b",
        0.85,
    ),
    (
        "may",
        r"\b(?:school|academy|trust|we|head\s?teacher|policy)\s+(?:allows?|permits?)\b"
        r"|(?:(?<=school )|(?<=trust )|(?<=academy )|(?<=we )|(?<=governors )|(?<=teacher ))"
        r"can\s+(?!not|be|become|find)\w+",
        0.85,
    ),
    ("may", r"\b(?:is|are|be)\s+(?:only\s+)?(?:allowed|permitted|authorised|free|entitled|welcome)\b", 0.92),
    ("must", r"\bwill\b", 0.85),
    (
        "may",
        r"\bmay\b(?!\s*(?:/|or)\s*may)|\bcan\s+(?:take|use|be\s+(?:used|disciplined|asked))\b"
        r"|\b(?:could|might)\s+(?:also\s+)?(?:be|result|lead|constitute|render)\b",
        0.75,
    ),
    ("may", r"\bconstitutes?\b.{0,20}?misconduct\b|\bencourages?\b.{3,30}?\bto\s+make\b", 0.7),
)
