"""Numbers of list points and of numbered clauses that jump, repeat or go back."""

from __future__ import annotations

from collections.abc import Iterator

from schoolgate.documents.model import Block
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.places import APPENDIX, POINT, section_label
from schoolgate.policy.lint.romans import roman
from schoolgate.policy.lint.sheet import Sheet, tidy


def check(sheet: Sheet) -> Iterator[Finding]:
    yield from _lists(sheet)
    yield from _clauses(sheet)


def _lists(sheet: Sheet) -> Iterator[Finding]:
    """Items of numbered lists. A list may start at 1 again under a new heading or after a paragraph."""
    open_lists: dict[tuple[int, str], tuple[int, Block]] = {}
    for block in sheet.blocks:
        if block.kind == "heading":
            open_lists.clear()
        found = POINT.match(block.marker) if block.kind == "item" else None
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
            if APPENDIX.match(block.text):
                before.clear()
            label = section_label(block.text)
        else:
            found = POINT.match(block.marker) if block.kind == "item" else None
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
    return sum(block.kind == "item" and bool(POINT.match(block.marker)) for block in sheet.blocks) < 2


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
        return roman(mark.lower()), "I" if mark.isupper() else "i"
    return ord(mark.lower()) - 96, case
