"""Section numbers that jump, repeat or start again."""

from __future__ import annotations

from collections.abc import Iterator

from schoolgate.documents.model import Block
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.places import APPENDIX, is_heading, section_label
from schoolgate.policy.lint.romans import roman
from schoolgate.policy.lint.sheet import Sheet, tidy


def check(sheet: Sheet) -> Iterator[Finding]:
    """Each heading against the one before it at the same depth."""
    before: dict[int, tuple[list[int], Block]] = {}
    unnumbered: Block | None = None
    lettered = False
    is_roman = any(_is_roman(section_label(block.text)) for block in sheet.blocks if is_heading(block))
    for block in sheet.blocks:
        if not is_heading(block):
            continue
        if APPENDIX.match(block.text):
            before.clear()
            continue
        label = section_label(block.text)
        if not label:
            unnumbered = block
            continue
        path = [_value(part, is_roman) for part in label.split(".")]
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


def _is_roman(label: str) -> bool:
    return len(label) > 1 and label.isalpha()


def _value(part: str, is_roman: bool) -> int:
    if part.isdigit():
        return int(part)
    return roman(part.lower()) if is_roman and set(part) <= set("IVX") else ord(part[0]) - 64
