"""The certificate of a completion, as a PDF."""

from __future__ import annotations

from django.utils.html import format_html

from schoolgate.documents.writing import to_pdf
from schoolgate.duties.training.models import Completion


def certificate(done: Completion) -> bytes:
    """One page: who, what, when, and until when it counts."""
    rows = [("Completed on", f"{done.on:%-d %B %Y}")]
    if done.expires_on:
        rows.append(("Counts until", f"{done.expires_on:%-d %B %Y}"))
    if done.out_of:
        rows.append(("Questions right", f"{done.score} of {done.out_of}"))
    if done.version:
        rows.append(("Policy", f"{done.version.title}, version {done.version.number}"))
    if done.session:
        rows.append(("Led by", done.session.led_by))
    rows.append(("Reference", f"T-{done.pk}"))
    table = "".join(format_html("<tr><th>{}</th><td>{}</td></tr>", *row) for row in rows)
    body = format_html(
        "<p>{}</p><h1>Certificate of training</h1><p>This is to say that</p><h2>{}</h2>"
        "<p>has completed the course</p><h2>{}</h2>",
        done.school.name,
        done.person.name,
        done.course.title,
    )
    return to_pdf(f"{body}<table>{table}</table>", f"Certificate: {done.course.title}")
