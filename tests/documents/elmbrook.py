"""One policy, of a school that does not exist, and the same policy as every kind of file we read."""

from __future__ import annotations

import io
from typing import NamedTuple


class Part(NamedTuple):
    """`kind` is title, heading, para, item, number or row; a row's cells stand between bars."""

    kind: str
    text: str


ELMBROOK: tuple[Part, ...] = (
    Part("title", "Social Media and Acceptable Use Policy"),
    Part("row", "Approved by | Resources Committee"),
    Part("row", "Date approved | 14 March 2025"),
    Part("row", "Review date | March 2027"),
    Part("row", "Person responsible | Deputy Headteacher"),
    Part("heading", "1. Purpose and scope"),
    Part("para", "This policy applies to all staff, governors and volunteers at Elmbrook Primary School."),
    Part("para", "We want everybody to enjoy being online and to stay safe while they do so."),
    Part("heading", "2. Personal accounts"),
    Part("para", "Staff must not:"),
    Part("item", "accept friend requests from pupils or send them;"),
    Part("item", "post photographs of pupils on a personal account;"),
    Part("item", "share confidential information about a family."),
    Part("para", "Staff should set their privacy settings so that only friends can see what they share. They may use their own phones in the staff room at break."),
    Part("heading", "3. School accounts"),
    Part("number", "The headteacher must approve every new school account before it is opened."),
    Part("number", "Staff may post on the school account with the permission of the headteacher, unless a pupil can be named from the picture."),
    Part("number", "Parents are asked to bring complaints to the office rather than posting them online."),
    Part("heading", "4. When things go wrong"),
    Part("para", "Any member of staff who sees an abusive comment about the school must report it to the headteacher. See Section 3 and Appendix A."),
    Part("para", "The school reserves the right to check how its computers are used and will keep records for one year."),
    Part("para", "A breach of this policy may lead to disciplinary action."),
)  # fmt: skip

MODALITIES = [
    "statement", "statement", "must", "must",  # the table: approver, date, review to come, owner
    "must",  # scope
    "must_not", "must_not", "must_not", "should", "may",
    "must", "may", "should",
    "must", "statement", "may", "must", "may",
]  # fmt: skip
"""What a careful reader finds in it, in order."""


def as_text() -> str:
    lines: list[str] = []
    number = 0
    for kind, text in ELMBROOK:
        number = number + 1 if kind == "number" else 0
        drawn = {
            "item": f"- {text}",
            "number": f"{number}. {text}",
            "row": text.replace(" | ", "\t"),
            "title": text.upper(),
        }.get(kind, text)
        lines += [drawn] if kind in ("item", "row", "number") else ["", drawn, ""]
    return "\n".join(lines) + "\n"


def as_markdown() -> str:
    lines: list[str] = []
    number = 0
    for kind, text in ELMBROOK:
        number = number + 1 if kind == "number" else 0
        if kind == "row" and not any(line.startswith("|") for line in lines):
            lines += ["| About this policy | |", "|---|---|"]
        drawn = {
            "item": f"* {text}",
            "number": f"{number}. {text}",
            "row": f"| {text} |",
            "title": f"# {text}",
            "heading": f"## {text}",
        }.get(kind, text)
        lines += [drawn.replace("must not", "**must not**")] if kind in ("item", "row", "number") else ["", drawn, ""]
    return "\n".join(lines) + "\n"


def as_html() -> str:
    out: list[str] = []
    wraps = {"item": "ul", "number": "ol", "row": "table"}
    open_tag = ""
    for kind, text in ELMBROOK:
        wanted = wraps.get(kind, "")
        if wanted != open_tag:
            out += [f"</{open_tag}>"] if open_tag else []
            out += [f"<{wanted}>"] if wanted else []
            open_tag = wanted
        cells = "".join(f"<td><p>{cell}</p></td>" for cell in text.split(" | "))
        out.append(
            {
                "item": f"<li>{text}</li>",
                "number": f"<li><p>{text}</p></li>",
                "row": f"<tr>{cells}</tr>",
                "title": f"<h1>{text}</h1>",
                "heading": f"<h2>{text}</h2>",
            }.get(kind, f"<p>{text}</p>")
        )
    body = "\n".join(out)
    return (
        "<!DOCTYPE html><html><head><title>Elmbrook policies</title><style>p {color: red}</style></head><body>"
        f"<nav><a href='/'>Home</a> <a href='/policies'>Staff must log in</a></nav>{body}<script>var must = 'not';</script></body></html>"
    )


def as_docx() -> bytes:
    import docx

    word = docx.Document()
    styles = {"title": "Title", "heading": "Heading 1", "item": "List Bullet", "number": "List Number"}
    table = None
    for kind, text in ELMBROOK:
        if kind == "row":
            table = table or word.add_table(rows=0, cols=2)
            for cell, words in zip(table.add_row().cells, text.split(" | "), strict=True):
                cell.text = words
        else:
            word.add_paragraph(text, style=styles.get(kind))
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def as_pdf(*, footer: str = "Elmbrook Primary School - page {}", repeat: int = 1) -> bytes:
    """Drawn by a layout engine, so that lines wrap and pages break where they will."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()
    story: list[object] = []
    number = 0
    for kind, text in ELMBROOK * repeat:
        number = number + 1 if kind == "number" else 0
        if kind == "row":
            story.append(Paragraph(text.replace(" | ", ": "), styles["Normal"]))
            story.append(Spacer(1, 8))
        elif kind in ("title", "heading"):
            story.append(Paragraph(text, styles["Title" if kind == "title" else "Heading2"]))
        else:
            marker = {"item": "\u2022 ", "number": f"{number}. "}.get(kind, "")
            story += [Paragraph(marker + text, styles["Normal"]), Spacer(1, 0 if marker else 8)]

    def foot(canvas: object, _: object) -> None:
        canvas.drawString(40, 20, footer.format(canvas.getPageNumber()))  # type: ignore[attr-defined]

    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A5, title="Elmbrook").build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()
