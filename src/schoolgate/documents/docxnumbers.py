"""The numbers and bullets that Word draws in front of list paragraphs: they are counted, not written, in the file."""

from __future__ import annotations

import re
from typing import Any

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, word: Any, namespace: str) -> None:
        self.w = namespace
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self.abstract: dict[str, str] = {}
        self.counts: dict[tuple[str, int], int] = {}
        part = next(
            (
                rel.target_part
                for rel in word.part.rels.values()
                if rel.reltype.endswith("/numbering") and not rel.is_external
            ),
            None,
        )
        if part is not None and getattr(part, "element", None) is not None:
            self._learn(part.element)

    def _learn(self, root: Any) -> None:
        w = self.w
        for kind in root.iter(f"{w}abstractNum"):
            for level in kind.iter(f"{w}lvl"):
                place = int(level.get(f"{w}ilvl", "0"))
                self.levels[(kind.get(f"{w}abstractNumId", ""), place)] = (
                    self._value(level, "numFmt") or "decimal",
                    self._value(level, "lvlText"),
                    int(self._value(level, "start") or 1),
                )
        for num in root.iter(f"{w}num"):
            self.abstract[num.get(f"{w}numId", "")] = self._value(num, "abstractNumId")

    def draw(self, para: Any, style: Any) -> tuple[int, str]:
        """(depth from 0, marker as drawn) of a list paragraph; (0, "") of any other. Counts it."""
        mark = para.find(f"{self.w}pPr/{self.w}numPr")
        if mark is None and style is not None:
            mark = style.element.find(f"{self.w}pPr/{self.w}numPr")
        if mark is None or not (number := self._value(mark, "numId")) or number == "0":
            return 0, ""
        depth = int(self._value(mark, "ilvl") or 0)
        kind = self.abstract.get(number, "")
        shape, pattern, _ = self.levels.get((kind, depth), ("bullet", "-", 1))
        if shape == "none":
            return 0, ""
        if shape == "bullet":
            return depth, "-"
        self._count(kind, depth)
        return depth, re.sub(r"%(\d)", lambda found: self._shown(kind, int(found.group(1)) - 1), pattern) or "-"

    def _count(self, kind: str, depth: int) -> None:
        start = self.levels[(kind, depth)][2]
        self.counts[(kind, depth)] = self.counts.get((kind, depth), start - 1) + 1
        for deeper in [key for key in self.counts if key[0] == kind and key[1] > depth]:
            del self.counts[deeper]

    def _shown(self, kind: str, depth: int) -> str:
        shape, _, start = self.levels.get((kind, depth), ("decimal", "", 1))
        number = self.counts.get((kind, depth), start)
        if shape in ("lowerLetter", "upperLetter"):
            letter = chr(ord("a") + (number - 1) % 26)
            return letter.upper() if shape == "upperLetter" else letter
        if shape in ("lowerRoman", "upperRoman"):
            return _roman(number).upper() if shape == "upperRoman" else _roman(number)
        return str(number)

    def _value(self, node: Any, name: str) -> str:
        found = node.find(f"{self.w}{name}")
        return found.get(f"{self.w}val", "") if found is not None else ""


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out += letters
            number -= value
    return out
