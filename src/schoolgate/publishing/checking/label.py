"""The label that the policy asks for, and whose a picture from elsewhere is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.publishing.checking.model import Draft, Finding, Known
from schoolgate.publishing.checking.words_of import fields, places


def findings(draft: Draft, known: Known) -> Iterator[Finding]:
    words = " ".join(field.words for field in fields(draft))
    if known.asked.label and known.school.strip() and plain(known.school) not in plain(words):
        yield Finding(
            "missing_label",
            "warn",
            "text",
            "Nothing in this post says whose it is, and our policy asks that what we publish is labelled as ours.",
            f"Add the school’s name: “{known.school}”.",
            known.asked.cited.get("label", ()),
            start=len(draft.text),
            end=len(draft.text),
            put=_line(draft, known.school),
        )
    for where, picture in zip(places(draft), draft.pictures, strict=True):
        if picture.elsewhere and not picture.source.strip():
            yield Finding(
                "missing_label",
                "block",
                where,
                "This comes from somebody else, and nobody has said whose it is and that we may use it.",
                "Say who made it and what allows us to use it, or take it out.",
                does="say_source",
            )
        elif picture.elsewhere and plain(picture.source) not in plain(words):
            yield Finding(
                "missing_label",
                "warn",
                where,
                "Whoever sees this cannot tell whose it is.",
                f"Add a line: “{_credit(draft, where, picture.source)}”.",
                start=len(draft.text),
                end=len(draft.text),
                put=_line(draft, _credit(draft, where, picture.source)),
                does="add_credit",
            )


def plain(words: str) -> str:
    """Letters and digits alone, so that a tag says the name too: #AlderLanePrimarySchool."""
    return re.sub(r"[\W_]", "", words.casefold())


def _credit(draft: Draft, where: str, source: str) -> str:
    which = where if len(draft.pictures) > 1 else where.split()[0]
    return f"{which.capitalize()}: {source.strip()}"


def _line(draft: Draft, words: str) -> str:
    return f"\n\n{words}" if draft.text.strip() else words
