"""Numbers that jump, repeat or start again; and the places they make, for references to point to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schoolgate.documents.model import Block

from .finding import Finding
from .sheet import Sheet, tidy

_HEADING = re.compile(
    r"^(?:section|part|chapter)?\s*((?:\d{1,2}(?:\.\d{1,2}){0,3})|(?:[A-Z]|[IVX]{2,5})(?=[.):]))(?:[.):]|\s|$)",
    re.IGNORECASE,
)
_TITLED = re.compile(r"^(?:section|part|chapter)\s+\d{1,2}\s*[:.–-]\s*\S.{2,80}[^.]$", re.IGNORECASE)
_APPENDIX = re.compile(r"^(?:appendix|annex|schedule)\b\s*[:–-]?\s*([0-9]{1,2}|[A-Z]\b|[ivx]{1,4}\b)?", re.IGNORECASE)
_ITEM = re.compile(r"^\(?(\d{1,3}|[a-zA-Z]|[ivx]{1,5}|[IVX]{1,5})[.)]$|^(\d{1,2}(?:\.\d{1,2})+)\.?$")
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass
class Places:
    """Where a document's sections and appendices stand: each run of numbers that starts again is a run of its own."""

    runs: list[dict[str, int]] = field(default_factory=lambda: [{}])
    appendices: dict[str, list[int]] = field(default_factory=dict)


def check(sheet: Sheet) -> Iterator[Finding]:
    yield from _headings(sheet)
    yield from _lists(sheet)
    yield from _clauses(sheet)


def places(sheet: Sheet) -> Places:
    """The numbered sections by run, and the appendices, each with its line."""
    found = Places()
    for block in sheet.blocks:
        appendix = (
            _APPENDIX.match(block.text) if block.kind in ("heading", "paragraph") and len(block.text) < 120 else None
        )
        if appendix and (block.kind == "heading" or appendix.group(1)):
            found.appendices.setdefault((appendix.group(1) or "").upper(), []).append(block.lines[0])
            found.runs.append({})
            continue
        if is_heading(block) and (label := section_label(block.text)):
            if label in found.runs[-1] or (label == "1" and found.runs[-1]):
                found.runs.append({})
            found.runs[-1][label] = block.lines[0]
        elif block.kind == "item" and (marker := _ITEM.match(block.marker)) and (marker.group(2) or "").count("."):
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


def _headings(sheet: Sheet) -> Iterator[Finding]:
    """Each heading against the one before it at the same depth."""
    before: dict[int, tuple[list[int], Block]] = {}
    unnumbered: Block | None = None
    lettered = False
    roman = any(_is_roman(section_label(block.text)) for block in sheet.blocks if is_heading(block))
    for block in sheet.blocks:
        if not is_heading(block):
            continue
        if _APPENDIX.match(block.text):
            before.clear()
            continue
        label = section_label(block.text)
        if not label:
            unnumbered = block
            continue
        path = [_value(part, roman) for part in label.split(".")]
        if label.isalpha() != lettered:
            lettered = label.isalpha()
            before.clear()
        if (last := before.get(len(path))) is not None and path[:-1] == last[0][:-1]:
            yield from _step(last, path, block, label, unnumbered)
        elif (len(path) == 1 and path[0] > 1 and before) or (len(path) > 1 and path[-1] != 1):
            yield _gap(block, label, "does not follow on from the number before it")
        before = {depth: entry for depth, entry in before.items() if depth < len(path)}
        before[len(path)] = (path, block)
        unnumbered = None


def _step(
    last: tuple[list[int], Block], path: list[int], block: Block, label: str, unnumbered: Block | None
) -> Iterator[Finding]:
    number, previous = path[-1], last[0][-1]
    if number == previous + 1:
        return
    if number == previous:
        yield _gap(block, label, f"has the same number as the section on line {last[1].lines[0]}")
    elif number == 1:
        yield _gap(block, label, "starts the numbers again, so “section 1” could mean two places")
    elif number > previous:
        missing = ", ".join(_label(path[:-1], n, label) for n in range(previous + 1, number))
        if unnumbered is not None:
            name = tidy(unnumbered.text, 50)
            yield Finding(
                "numbering_gap",
                (unnumbered.lines[0], block.lines[0]),
                f"There is no section {missing}: the numbers go from {_label(path[:-1], previous, label)} "
                f"to {label}, and “{name}” between them has none.",
                f"Number “{name}”, or close the gap.",
                tidy(block.text, 60),
            )
        else:
            yield _gap(block, label, f"follows {_label(path[:-1], previous, label)}, so {missing} is missing")
    else:
        yield _gap(block, label, f"goes back from {_label(path[:-1], previous, label)}")


def _gap(block: Block, label: str, what: str) -> Finding:
    return Finding(
        "numbering_gap",
        block.lines,
        f"Section {label} {what}.",
        "Number the sections in one run from beginning to end.",
        tidy(block.text, 60),
    )


def _label(parents: list[int], number: int, like: str) -> str:
    lettered = len(like) == 1 and like.isalpha() and like not in "IVX"
    return ".".join([*map(str, parents), chr(64 + number) if lettered else str(number)])


def _lists(sheet: Sheet) -> Iterator[Finding]:
    """Items of numbered lists. A list may start at 1 again under a new heading or after a paragraph."""
    open_lists: dict[tuple[int, str], tuple[int, Block]] = {}
    for block in sheet.blocks:
        if block.kind == "heading":
            open_lists.clear()
        found = _ITEM.match(block.marker) if block.kind == "item" else None
        if not found or found.group(2):
            continue
        number, sort = _read(found.group(1), open_lists, block.level)
        last = open_lists.get((block.level, sort))
        open_lists[block.level, sort] = (number, block)
        if last is None:
            if number > 1 and not _is_alone(sheet):
                yield _item(block, "The list does not start at its first number.")
            continue
        if number == last[0]:
            yield _item(block, f"This point has the same number as the one on line {last[1].lines[0]}.")
        elif number > last[0] + 1:
            yield _item(
                block,
                f"The list jumps from {_shown(last[1])} to {_shown(block)}, so a point is missing or misnumbered.",
            )
        elif 1 < number < last[0]:
            yield _item(block, f"The list goes back from {_shown(last[1])} to {_shown(block)}.")


def _clauses(sheet: Sheet) -> Iterator[Finding]:
    """Numbered clauses, 4.1 and 4.2, each against the one before it in the same section."""
    before: dict[str, tuple[int, int]] = {}
    for block in sheet.blocks:
        if block.kind == "heading":
            if _APPENDIX.match(block.text):
                before.clear()
            label = section_label(block.text)
        else:
            found = _ITEM.match(block.marker) if block.kind == "item" else None
            label = (found.group(2) or "") if found else ""
        section, _, last = label.rpartition(".")
        if not section:
            continue
        number, line = int(last), block.lines[0]
        previous, where = before.get(section, (number - 1, line))
        before[section] = (number, line)
        if block.kind == "heading" or number == previous + 1:
            continue
        if number == previous:
            yield _item(block, f"{label} has the same number as the clause on line {where}.")
        else:
            yield _item(block, f"The numbers go from {section}.{previous} to {label}.")


def _is_alone(sheet: Sheet) -> bool:
    """A number in front of the document's only numbered line begins no list."""
    return sum(block.kind == "item" and bool(_ITEM.match(block.marker)) for block in sheet.blocks) < 2


def _item(block: Block, why: str) -> Finding:
    return Finding(
        "numbering_gap",
        block.lines,
        why,
        "Number the points in order, each once.",
        tidy(f"{block.marker} {block.text}", 60),
    )


def _shown(block: Block) -> str:
    return block.marker.strip("().")


def _read(mark: str, open_lists: dict[tuple[int, str], tuple[int, Block]], level: int) -> tuple[int, str]:
    """The value of a list number and its sort. "i" is a letter only where h came before it."""
    if mark.isdigit():
        return int(mark), "1"
    case = "A" if mark.isupper() else "a"
    letters = open_lists.get((level, case))
    if set(mark.lower()) <= set("ivx") and not (len(mark) == 1 and letters and letters[0] == ord(mark.lower()) - 97):
        return _roman(mark.lower()), "I" if mark.isupper() else "i"
    return ord(mark.lower()) - 96, case


def _roman(mark: str) -> int:
    values = [_ROMAN[c] for c in mark]
    return sum(-v if v < max(values[i:], default=0) else v for i, v in enumerate(values))


def _is_roman(label: str) -> bool:
    return len(label) > 1 and label.isalpha()


def _value(part: str, roman: bool) -> int:
    if part.isdigit():
        return int(part)
    return _roman(part.lower()) if roman and set(part) <= set("IVX") else ord(part[0]) - 64
