"""The paper of a bundle: everything in order, to read and print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from django.utils import timezone

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.words import entry_title, grounds, kinds, labels
from schoolgate.casework.evidence.sharing.words import chronologies
from schoolgate.documents.writing import to_pdf

if TYPE_CHECKING:
    from schoolgate.casework.evidence.sharing.contents import Contents


def paper(contents: Contents) -> bytes:
    """A tagged PDF: to whom and why, the case, the chronology, each piece of evidence with who had it."""
    referral = contents.referral
    parts = ["<h1>", escape(f"Case {contents.case.reference}, shared as {referral.reference}"), "</h1>"]
    parts += _table("Shared with a named person", ("", ""), _about(contents))
    if contents.entries:
        parts += _table("The case", ("", ""), _case(contents))
        parts += ["<h2>What happened, in order</h2>", *_left_out(contents)]
        parts += _table("", ("Line", "When", "What"), _lines(contents))
    if contents.items:
        parts.append("<h2>Evidence, and everybody who had it</h2>")
        for number, item in enumerate(contents.items, 1):
            parts += _table(f"{number}. {item.called()}", ("", ""), _item(contents, item.pk))
    return to_pdf("".join(parts), f"Case {contents.case.reference}, shared as {referral.reference}")


def _about(contents: Contents) -> Iterator[tuple[str, ...]]:
    said = contents.referral
    yield "School", contents.case.school.name
    yield "To", said.to()
    yield "As", said.what.label
    yield "Why", said.said("why")
    if said.said("why_apart"):
        yield "Why it holds what is kept apart otherwise", said.said("why_apart")
    yield "Chronology", chronologies()[said.chronology].label
    yield "Shared by", contents.by(said.by_id)
    yield "On", _day(said.at)


def _case(contents: Contents) -> Iterator[tuple[str, ...]]:
    case = contents.case
    yield "What it is", labels(case.kinds, kinds())
    for party in contents.parties():
        yield party.get_part_display(), f"{party.called()} ({party.get_kind_display().lower()})"
    if case.ground in grounds():
        yield "Link with the school", f"{grounds()[case.ground].label}{_clause(case)}"
    yield "It stands", case.get_state_display()


def _clause(case: Case) -> str:
    clause = case.version.clause(case.ground_clause) if case.version and case.ground_clause else None
    return f" (clause {clause.id} of the policy)" if clause else ""


def _left_out(contents: Contents) -> Iterator[str]:
    missing = sum(not contents.shares(entry) for entry in contents.entries)
    if missing:
        lines = "1 line is" if missing == 1 else f"{missing} lines are"
        yield f"<p>{lines} not shared here. Their numbers are missing below, and their hashes stand in the bundle.</p>"


def _lines(contents: Contents) -> Iterator[tuple[str, ...]]:
    for entry in contents.entries:
        if contents.shares(entry):
            what = f"{entry_title(entry.kind)} ({contents.by(entry.by_id)})\n{entry.said('words')}"
            yield str(entry.number), _day(entry.at, short=True), what


def _item(contents: Contents, pk: int) -> Iterator[tuple[str, ...]]:
    item = next(each for each in contents.items if each.pk == pk)
    yield "File in the bundle", f"data/{contents.names[pk]}"
    yield "SHA-256", item.sha256
    yield "What it is", f"{item.get_kind_display()}, {item.media}, {item.size:,} bytes"
    if item.said("source"):
        yield "From", item.said("source")
    if item.parent:
        yield "Made from", f"{item.parent.reference}: {item.made_how}"
    for line in contents.custody:
        if line.item_id == pk:
            why = f": {line.said('why')}" if line.said("why") else ""
            yield _day(line.at), f"{line.get_what_display()}, {contents.by(line.by_id)}{why}"


def _table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows with the first cell as their head; a line of heads above where there are any."""
    if title:
        yield f"<h3>{escape(title)}</h3>"
    yield "<table>"
    if any(heads):
        yield "<thead><tr>" + "".join(f'<th scope="col">{escape(head)}</th>' for head in heads) + "</tr></thead>"
    yield "<tbody>"
    for first, *rest in rows:
        cells = "".join(f"<td>{escape(cell).replace(chr(10), '<br>')}</td>" for cell in rest)
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody></table>"


def _day(at: datetime, *, short: bool = False) -> str:
    """`short`: in two lines that do not break, for a narrow column."""
    here = timezone.localtime(at)
    return f"{here:%-d\N{NO-BREAK SPACE}%b\N{NO-BREAK SPACE}%Y}\n{here:%H:%M}" if short else f"{here:%-d %B %Y, %H:%M}"
