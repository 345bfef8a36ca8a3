"""Where the numbered sections, clauses and appendices of a document stand, for references to point to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from schoolgate.documents.model import Block
from schoolgate.policy.lint.sheet import Sheet

_HEADING = re.compile(
    r"^(?:section|part|chapter)?\s*((?:\d{1,2}(?:\.\d{1,2}){0,3})|(?:[A-Z]|[IVX]{2,5})(?=[.):]))(?:[.):]|\s|$)",
    re.IGNORECASE,
)
_TITLED = re.compile(r"^(?:section|part|chapter)\s+\d{1,2}\s*[:.–-]\s*\S.{2,80}[^.]$", re.IGNORECASE)
APPENDIX = re.compile(r"^(?:appendix|annex|schedule)\b\s*[:–-]?\s*([0-9]{1,2}|[A-Z]\b|[ivx]{1,4}\b)?", re.IGNORECASE)
POINT = re.compile(r"^\(?(\d{1,3}|[a-zA-Z]|[ivx]{1,5}|[IVX]{1,5})[.)]$|^(\d{1,2}(?:\.\d{1,2})+)\.?$")


@dataclass
class Places:
    """Where a document's sections and appendices stand: each run of numbers that starts again is a run of its own."""

    runs: list[dict[str, int]] = field(default_factory=lambda: [{}])
    appendices: dict[str, list[int]] = field(default_factory=dict)


def places(sheet: Sheet) -> Places:
    """The numbered sections by run, and the appendices, each with its line."""
    found = Places()
    for block in sheet.blocks:
        appendix = (
            APPENDIX.match(block.text) if block.kind in ("heading", "paragraph") and len(block.text) < 120 else None
        )
        if appendix and (block.kind == "heading" or appendix.group(1)):
            found.appendices.setdefault((appendix.group(1) or "").upper(), []).append(block.lines[0])
            found.runs.append({})
            continue
        if is_heading(block) and (label := section_label(block.text)):
            if label in found.runs[-1] or (label == "1" and found.runs[-1]):
                found.runs.append({})
            found.runs[-1][label] = block.lines[0]
        elif block.kind == "item" and (marker := POINT.match(block.marker)) and (marker.group(2) or "").count("."):
            found.runs[-1].setdefault(marker.group(2), block.lines[0])
    found.runs = [run for run in found.runs if run]
    return found


def is_heading(block: Block) -> bool:
    """Whether it heads a section, "Section 3: Pictures" on a line by itself included."""
    return block.kind == "heading" or (block.kind == "paragraph" and bool(_TITLED.match(block.text)))


def section_label(text: str) -> str:
    """The number or letter of a heading: "2.1", "6", "B"; "1.0" is "1"; '' where it has none."""
    found = _HEADING.match(text)
    return found.group(1).removesuffix(".0").upper() if found else ""
