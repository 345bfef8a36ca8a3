"""Markdown: the lines as they stand, each told what it is by a real Markdown parser."""

from __future__ import annotations

import re
from dataclasses import replace

from schoolgate.documents.model import Line, Role
from schoolgate.documents.textfile import lines_of as text_lines

_FRONT = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)


def lines_of(text: str) -> tuple[Line, ...]:
    """Every line of the text, numbered as the file is, with what it is. Front matter is furniture."""
    from markdown_it import MarkdownIt

    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
    front = _FRONT.match(text)
    skipped = front.group().count("\n") if front else 0
    roles: dict[int, tuple[Role, int, str]] = dict.fromkeys(range(1, skipped + 1), ("furniture", 0, ""))
    depth = 0
    for token in (
        MarkdownIt("commonmark", {"html": True, "maxNesting": 40})
        .enable("table")
        .parse(text[front.end() if front else 0 :])
    ):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.map and (role := _role(token.type)):
            first, last = token.map[0] + 1 + skipped, token.map[1] + skipped
            level = int(token.tag[1]) if role == "heading" else depth
            marker = f"{token.info}{token.markup}" if role == "item" else ""
            for number in range(first, (first if role == "item" else last) + 1):
                if number == first and roles.get(number, ("", 0, ""))[0] == "item":
                    continue
                roles[number] = (role if number == first or role == "row" else "more", level, marker)
    return tuple(_told(line, roles) for line in text_lines(text))


def _role(kind: str) -> Role:
    known: dict[str, Role] = {
        "heading_open": "heading",
        "paragraph_open": "paragraph",
        "list_item_open": "item",
        "tr_open": "row",
    }
    return known.get(kind, "")


def _told(line: Line, roles: dict[int, tuple[Role, int, str]]) -> Line:
    role, level, marker = roles.get(line.number, ("", 0, ""))
    return (
        replace(line, role=role, level=level if role in ("heading", "item") else 0, marker=marker)
        if line.text
        else line
    )
