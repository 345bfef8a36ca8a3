"""Individuals who are named where a role belongs, and authorities whom nobody can identify."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.policy.lint.data import pattern, table
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.sheet import Passage, Sheet

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Revd|Sir|Dame|Father|Sister)\.?\s+(?:[A-Z]\.?\s+)?[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?"
)
_CITES = re.compile(r"\b(?:report|review|study|book|law|research|according to|quoted|author)\b", re.IGNORECASE)
_DATED_INITIALS = re.compile(
    rf"(?<![\w/])(?P<who>[A-Z]{{2,3}})\s*[/,:–-]\s*(?:\d{{1,2}}\s+)?{_MONTH}\.?\s*(?:\d{{2,4}})?\b"
)
_ROLE_LABEL = (
    r"(?:(?:latest|last|next)\s+review|reviewed(?:\s+by)?|reviewer|review\s+by"
    r"|author|written\s+by|produced\s+by|prepared\s+by|owner|policy\s+lead|lead|"
    r"responsib\w+(?:\s+\w+){0,3}|approved(?:\s+by)?|approval|signed(?:\s+off)?(?:\s+by)?"
    r"|contact|head\s?teacher|principal|chair(?:\s+of\s+governors)?|"
    r"(?:deputy\s+)?designated\s+safeguarding\s+lead|D?DSL|online\s+safety\s+(?:lead|co-?ordinator)|governor)"
)
_LABELLED = re.compile(
    rf"(?i:\b{_ROLE_LABEL}\b)\s*(?:\((?i:DSL|HT|DDSL)\)\s*)?[:"
    rf"|–-]\s*(?P<who>(?:[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?|[A-Z]\.?)\s+[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?|[A-Z]{{2,3}})(?=\s*(?:[|,.;/)(]|$))"
)
_IN_BRACKETS = re.compile(rf"(?i:\b{_ROLE_LABEL})\s*\((?P<who>[A-Z][a-z]+\s+[A-Z][a-z]+)\)")
_EMAIL = re.compile(r"\b[a-z]+\.[a-z]{2,}@[\w.-]+\b")
_ROLE_WORDS = re.compile(
    r"\b(?:Head\w*|Teacher|Principal|Govern\w+|Board|Body|Committee|Finance|Staffing"
    r"|Resources|Chair|Clerk|Business|Manager|Lead\w*|Deputy|Assistant|Senior|Team|Trust\w*|"
    r"Full|Local|School|Academy|Safeguarding|Curriculum|Standards|Pupil|Staff|Personnel|Policy"
    r"|Council|Officer|Director|Computing|Network|Site|Office|Spring|Summer|Autumn|Term|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Annual\w*"
    r"|Every|Link|Welfare|Pastoral|Data|Protection|Human|Executive|Subject|Every|Two|Years?)\b"
)
_ROLE_LETTERS = frozenset(
    [
        "HT",
        "FGB",
        "LGB",
        "GB",
        "SLT",
        "SMT",
        "DSL",
        "DHT",
        "AHT",
        "SBM",
        "CEO",
        "CFO",
        "COO",
        "HR",
        "IT",
        "ICT",
        "SEN",
        "SAO",
        "DPO",
        "LA",
        "MAT",
        "PA",
        "FPC",
        "LGC",
        "AGB",
        "TLR",
        "NQT",
        "ECT",
        "TA",
        "LSA",
        "HMI",
        "DFE",
        "NA",
        "TBC",
        "TBA",
        "YES",
        "NO",
        "KS",
        "AUP",
        "PTA",
        "GBM",
        "FHT",
        "EHT",
        "SIP",
        "ALL",
        "LC",
        "RC",
        "CE",
        "NGA",
        "RE",
        "PE",
    ]
)


def check(sheet: Sheet) -> Iterator[Finding]:
    for passage in sheet.passages:
        taken: set[str] = set()
        for found in _individuals(passage):
            if found.words not in taken:
                taken.add(found.words)
                yield found
    for sentence in sheet.sentences:
        yield from _nobody(sentence)


def _individuals(passage: Passage) -> Iterator[Finding]:
    for found in _TITLED.finditer(passage.text):
        if not _CITES.search(passage.text[max(0, found.start() - 60) : found.end() + 40]):
            yield _named(passage, found, "a role belongs here, because people leave and the policy stays")
    for found in _EMAIL.finditer(passage.text):
        yield _named(passage, found, "it is one person's address, and nobody reads it once they have left")
    for rule in (_DATED_INITIALS, _LABELLED, _IN_BRACKETS):
        for found in rule.finditer(passage.text):
            who = found["who"]
            if who in _ROLE_LETTERS or _ROLE_WORDS.search(who):
                continue
            why = (
                "initials tell a new reader nothing, and people leave"
                if who.isupper()
                else "a role belongs here, because people leave and the policy stays"
            )
            yield _named(passage, found, why)


def _named(passage: Passage, found: re.Match[str], why: str) -> Finding:
    return passage.found(
        "named_individual",
        found,
        f"It names one person: {why}.",
        "Name the role instead, such as the designated safeguarding lead.",
    )


def _nobody(sentence: Passage) -> Iterator[Finding]:
    for entry in table("authority"):
        rule = pattern(entry["pattern"], exact="exact" in entry)
        for found in rule.finditer(sentence.text):
            if "unless" in entry and pattern(entry["unless"]).search(sentence.text):
                continue
            yield sentence.found(
                "unidentified_authority",
                found,
                entry.get("say", "Nobody can tell who this is, so nobody can be asked.").rstrip(".") + ".",
                "Name a role, and who stands in when that person is away.",
            )
