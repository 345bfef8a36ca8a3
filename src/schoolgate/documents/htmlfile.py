"""HTML: one line for each block a browser would draw; scripts, menus and hidden parts left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from schoolgate.documents.model import Line, Role
from schoolgate.documents.refusals import refusal

_SKIP = frozenset(
    ["script", "style", "noscript", "template", "nav", "svg", "form", "button", "iframe", "head", "select"]
)
_BLOCK = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "blockquote",
        "pre",
        "address",
        "figure",
        "figcaption",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "caption",
        "center",
        "body",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
    ]
)
_BOLD = frozenset(("b", "strong"))
_SPACE = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 400


@dataclass
class _Page:
    """Lines so far, and the block being written."""

    lines: list[Line] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    role: Role = "paragraph"
    level: int = 0
    marker: str = ""

    def write(self, text: str, *, bold: bool) -> None:
        self.text.append(text)
        if text.strip():
            self.bold.append(bold)

    def flush(self, role: Role = "paragraph", level: int = 0, marker: str = "") -> None:
        """End the block being written, and begin one of this role."""
        for part in "".join(self.text).split("\v"):
            words = _SPACE.sub(" ", part).strip()
            if words and words.strip("| "):
                self.lines.append(
                    Line(len(self.lines) + 1, 1, words, all(self.bold), self.role, self.level, self.marker)
                )
                if self.role == "item":
                    self.role, self.level, self.marker = "more", 0, ""
        self.text.clear()
        self.bold.clear()
        self.role, self.level, self.marker = role, level, marker


def lines_of(text: str) -> tuple[str, tuple[Line, ...]]:
    """The page's title, and its lines. Raises UnreadableError(bomb) for a page nested past all sense."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    title = tree.css_first("title")
    page = _Page()
    if tree.body is not None:
        _walk(tree.body, page)
    page.flush()
    return _SPACE.sub(" ", title.text()).strip() if title else "", tuple(page.lines)


def _walk(root: Any, page: _Page) -> None:
    """Every node in order, without recursion; `lists` holds the lists open, each its kind and count."""
    lists: list[list[Any]] = []
    bold = 0
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        if len(stack) > 200_000 or len(lists) > _DEEPEST:
            raise refusal("bomb")
        node, leaving = stack.pop()
        tag = node.tag
        if leaving:
            bold -= tag in _BOLD
            _leave(tag, page, lists)
            continue
        if tag == "-text":
            page.write(node.text(deep=True), bold=bool(bold))
            continue
        if tag in _SKIP or tag == "-comment" or "hidden" in node.attributes:
            continue
        bold += tag in _BOLD
        _enter(node, tag, page, lists)
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))


def _enter(node: Any, tag: str, page: _Page, lists: list[list[Any]]) -> None:
    if tag == "br":
        page.write("\v", bold=True)
    elif tag in ("td", "th"):
        page.write(" | ", bold=tag == "th")
    elif tag in ("ul", "ol"):
        page.flush()
        start = node.attributes.get("start") or "1"
        lists.append([tag, int(start) - 1 if start.isdigit() else 0, node.attributes.get("type") or "1"])
    elif tag == "li":
        if lists:
            lists[-1][1] += 1
        page.flush("item", max(1, len(lists)), _marker(lists[-1]) if lists else "-")
    elif tag == "tr":
        page.flush("row")
    elif tag in _BLOCK and page.role == "row":
        page.write(" ", bold=True)
    elif tag in _BLOCK:
        inside_item = page.role == "item" and not "".join(page.text).strip()
        if not inside_item:
            page.flush(
                "heading" if re.fullmatch(r"h[1-6]", tag) else "paragraph",
                int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0,
            )


def _leave(tag: str, page: _Page, lists: list[list[Any]]) -> None:
    if tag in ("ul", "ol") and lists:
        page.flush()
        lists.pop()
    elif tag == "tr" or (tag in _BLOCK and page.role != "row"):
        page.flush()


def _marker(open_list: list[Any]) -> str:
    tag, count, kind = open_list
    if tag == "ul":
        return "-"
    if kind in ("a", "A") and 1 <= count <= 26:
        return chr(ord(kind) + count - 1) + "."
    return f"{count}."
