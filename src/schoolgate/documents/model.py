"""What the reader makes of a file: lines, blocks, clauses, and why it thinks so. Plain values, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Modality = Literal["must", "must_not", "should", "should_not", "may", "statement"]
BlockKind = Literal["heading", "paragraph", "item", "row"]
Role = Literal["", "heading", "item", "row", "paragraph", "more", "furniture"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document, in reading order. `number` counts from 1 over the whole document.

    `role` is what the file itself says the line is: heading, item, row or paragraph; `more` for a further line
    of the same paragraph or item; `furniture` for a running header, footer or page number; '' where it does
    not say. `level` is the depth of such a heading or item, `marker` the number or bullet the file draws.
    """

    number: int
    page: int
    text: str
    bold: bool = False
    role: Role = ""
    level: int = 0
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table row. `lines` is the first and last line it covers, inclusive.

    `level` is the depth of a heading (1 the highest) or of a list item (1 the outermost); `marker` is the
    number, letter or bullet in front of it, as written, or ''. `cells` holds a row's cells. `starts` says where
    in `text` each line begins: (offset, line number).
    """

    kind: BlockKind
    text: str
    lines: tuple[int, int]
    page: int
    level: int = 1
    marker: str = ""
    cells: tuple[str, ...] = ()
    starts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read. `kind` is what it really is (pdf, docx, html, markdown, text), whatever its name says."""

    title: str
    kind: str
    pages: int
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One thing said of a clause, with the words of the document that decided it and how sure (0 to 1)."""

    value: str
    words: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Reference:
    """A pointer in a clause to another place: `kind` is section, appendix or document; `target` as written."""

    kind: Literal["section", "appendix", "document"]
    target: str
    words: str


@dataclass(frozen=True, slots=True)
class ReadClause:
    """One rule as the reader found it.

    `id` is stable for the same text ("c001" in order); `section` the heading above; `path` the numbers and
    bullets that lead to it; `conditions` the words that limit it (unless, only if, where…); `act` is a name
    from the act catalogue, or None where no act fits; `facts` what the words fix of that act's facts. `lead` is
    the sentence above a list that the clause completes ("Staff must not:"), or ''.
    """

    id: str
    section: str
    path: tuple[str, ...]
    lines: tuple[int, int]
    page: int
    text: str
    who: tuple[Label, ...]
    modality: Label
    act: Label | None = None
    facts: tuple[tuple[str, str], ...] = ()
    conditions: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    dates: tuple[str, ...] = ()
    confidence: float = 0.5
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and the clauses found in it. `dates` has any of adopted, reviewed, review_due (ISO, as exact
    as the document is: "2018-02", "2023-11-20"); `people` any of approver, owner, as written."""

    document: Document
    clauses: tuple[ReadClause, ...]
    dates: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)


class UnreadableError(Exception):
    """The file cannot be read. `str()` is one clear sentence with what to do; `code` says which case:
    empty, encrypted, scanned, too_long, too_big, bomb, broken, unknown_kind, language, too_slow."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
