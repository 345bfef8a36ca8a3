"""Word: paragraphs, list items and table rows in the order they stand, with the numbers that Word draws."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from schoolgate.documents.docxnumbers import Numbering
from schoolgate.documents.model import Line, Role
from schoolgate.documents.refusals import refusal

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIP = frozenset(
    (
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}txbxContent",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
_WRAPS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo"))


class _Para(NamedTuple):
    """One drawn line of a paragraph, before it is numbered."""

    text: str
    bold: bool
    role: Role
    level: int = 0
    marker: str = ""
    page: int = 1


def lines_of(data: bytes) -> tuple[str, tuple[Line, ...]]:
    """The file's own title, and its lines. Raises UnreadableError(broken)."""
    import docx

    try:
        word = docx.Document(io.BytesIO(data))
        paras = list(_Reader(word).run())
        title = word.core_properties.title or ""
    except (
        KeyError,
        ValueError,
        SyntaxError,
        AttributeError,
        OSError,
        RecursionError,
        IndexError,
        TypeError,
        docx.exceptions.PythonDocxError,
    ) as error:
        raise refusal("broken") from error
    except Exception as error:
        # zipfile and zlib raise errors of their own kinds for a truncated archive
        if type(error).__module__ in ("zipfile", "zlib") or isinstance(error, (EOFError, NotImplementedError)):
            raise refusal("broken") from error
        raise
    return title, tuple(Line(n, p.page, p.text, p.bold, p.role, p.level, p.marker) for n, p in enumerate(paras, 1))


class _Reader:
    """Walks the body once, keeping the page and the counts of numbered lists."""

    def __init__(self, word: Any) -> None:
        self.word = word
        self.page = 1
        self.styles = {style.element.get(f"{_W}styleId"): style for style in word.styles}
        self.numbers = Numbering(word, _W)

    def run(self) -> Iterator[_Para]:
        for section in self.word.sections:
            yield from self._edges(section.header, section.first_page_header)
        yield from self._blocks(self.word.element.body)
        for section in self.word.sections:
            yield from self._edges(section.footer, section.first_page_footer)

    def _edges(self, *edges: Any) -> Iterator[_Para]:
        """Headers and footers: kept as furniture, for the dates they hold."""
        for edge in edges:
            if not edge.is_linked_to_previous:
                for para in edge._element.iter(f"{_W}p"):
                    if text := _text(para):
                        yield _Para(text.replace("\n", " "), False, "furniture", page=self.page)

    def _blocks(self, parent: Any) -> Iterator[_Para]:
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag in _WRAPS:
                yield from self._blocks(child)

    def _paragraph(self, para: Any) -> Iterator[_Para]:
        breaks = sum(1 for _ in para.iter(f"{_W}lastRenderedPageBreak")) + sum(
            b.get(f"{_W}type") == "page" for b in para.iter(f"{_W}br")
        )
        style = self._style(para)
        name = (style.name if style is not None else "") or ""
        role, level, marker = self._role(para, style, name)
        for index, text in enumerate(_text(para).split("\n")):
            if text.strip():
                bold = role != "item" and self._bold(para, style)
                yield _Para(text.strip(), bold, role if index == 0 else "", level, marker, self.page)
        self.page += breaks
        for box in para.iter(f"{_W}txbxContent"):
            if not any(above.tag in _SKIP and above is not box for above in box.iterancestors()):
                yield from self._blocks(box)

    def _role(self, para: Any, style: Any, name: str) -> tuple[Role, int, str]:
        if found := re.match(r"heading (\d)|(title)|(subtitle)", name, re.IGNORECASE):
            return "heading", int(found.group(1) or 1), self.numbers.draw(para, style)[1]
        depth, marker = self.numbers.draw(para, style)
        if not marker and (found := re.match(r"list (bullet|number)\s*(\d?)", name, re.IGNORECASE)):
            return "item", int(found.group(2) or 1), "-"
        return ("item", depth + 1, marker) if marker else ("paragraph", 0, "")

    def _table(self, table: Any) -> Iterator[_Para]:
        """A row a line, its cells between bars; a table of one column is a box drawn round paragraphs."""
        for row in table.iter(f"{_W}tr"):
            cells = [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]
            if len(cells) == 1:
                yield from self._blocks(cells[0])
                continue
            texts = [
                " ".join(filter(None, (_text(p).replace("\n", " ").strip() for p in cell.iter(f"{_W}p"))))
                for cell in cells
            ]
            if any(texts):
                yield _Para(" | ".join(text.replace("|", "/") for text in texts), False, "row", page=self.page)

    def _style(self, para: Any) -> Any:
        found = para.find(f"{_W}pPr/{_W}pStyle")
        return self.styles.get(found.get(f"{_W}val")) if found is not None else None

    def _bold(self, para: Any, style: Any) -> bool:
        inherited = bool(style is not None and getattr(style, "font", None) is not None and style.font.bold)
        runs = [run for run in para.iter(f"{_W}r") if "".join(t.text or "" for t in run.iter(f"{_W}t")).strip()]
        return bool(runs) and all(_run_bold(run, inherited) for run in runs)


def _run_bold(run: Any, inherited: bool) -> bool:
    mark = run.find(f"{_W}rPr/{_W}b")
    return inherited if mark is None else mark.get(f"{_W}val") not in ("0", "false", "off")


def _text(para: Any) -> str:
    """The words of a paragraph: inserted ones too, deleted ones not; a line break is a newline, a tab a tab."""
    out: list[str] = []
    stack = [para]
    while stack:
        node = stack.pop()
        if node.tag in _SKIP:
            continue
        if node.tag == f"{_W}t":
            out.append(node.text or "")
        elif node.tag == f"{_W}tab" and node.getparent().tag == f"{_W}r":
            out.append("\t")
        elif node.tag in (f"{_W}br", f"{_W}cr") and node.get(f"{_W}type") != "page":
            out.append("\n")
        elif node.tag == f"{_W}noBreakHyphen":
            out.append("-")
        else:
            stack.extend(reversed(node))
    return "".join(out)
