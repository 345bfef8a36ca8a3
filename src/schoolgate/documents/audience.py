"""Whom a document speaks to where a rule names nobody."""

from __future__ import annotations

import re

from schoolgate.documents.bearers import named
from schoolgate.documents.model import Document, Label

_SCOPE = re.compile(
    r"\b(?:appl(?:y|ies) to|for the use of|is for|aimed at|expectations? of|expected of)\b([^.]*)", re.IGNORECASE
)
_SPEAKERS = ("staff", "pupil", "parent", "governor", "volunteer")


def audience_of(document: Document) -> tuple[Label, ...]:
    """The roles in the title; else those the scope sentence names; else staff."""
    if titled := tuple(label for label in named(document.title) if label.value in _SPEAKERS):
        return titled
    for block in document.blocks:
        if block.kind in ("paragraph", "item") and re.search(
            r"\bpolicy|document|agreement|guid", block.text, re.IGNORECASE
        ):
            for scope in _SCOPE.finditer(block.text):
                found = tuple(label for label in named(scope.group(1)) if label.value != "school")
                if found:
                    return found
    return (Label("staff", "", 0.4),)
