"""An item in the words of a page."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.models import Capture, Custody, Item, Stamp
from schoolgate.community.models import Person

MEDIA = {
    "text/plain": ("Text", "txt"),
    "image/png": ("Picture", "png"),
    "image/jpeg": ("Picture", "jpg"),
    "image/gif": ("Picture", "gif"),
    "image/webp": ("Picture", "webp"),
    "image/heic": ("Picture", "heic"),
    "image/avif": ("Picture", "avif"),
    "application/pdf": ("PDF document", "pdf"),
    "video/mp4": ("Video", "mp4"),
    "video/quicktime": ("Video", "mov"),
    "video/webm": ("Video", "webm"),
    "audio/mp4": ("Sound", "m4a"),
    "audio/mpeg": ("Sound", "mp3"),
    "audio/ogg": ("Sound", "ogg"),
    "audio/wav": ("Sound", "wav"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("Word document", "docx"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("Workbook", "xlsx"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("Slides", "pptx"),
    "application/warc": ("Copy of a web page (WARC)", "bin"),
    "text/html": ("Web page", "bin"),
}
"""What each media type is called, and the ending of a file that is handed out."""
MACHINE = "Schoolgate"
CLOSED = "it could do something when it is opened, or is not what it says"
HIDDEN = "A restricted piece of evidence"
SAID_WHEN_OPENED = "You see this once you open it and say why"


def what_it_is(item: Item) -> str:
    words = MEDIA.get(item.media, ("Something else", "bin"))[0]
    return f"{words}, kept closed: {CLOSED}" if item.inert else words


def handed_as(item: Item) -> str:
    """The file name it is handed out under: it says nothing about anybody."""
    ending = "bin" if item.inert else MEDIA.get(item.media, ("", "bin"))[1]
    return f"{item.reference}.{ending}"


def called(item: Item) -> str:
    return HIDDEN if item.restricted else item.called()


def who(person: Person | None) -> str:
    return person.name if person else MACHINE


def row(case: Case, item: Item) -> list[Any]:
    """Its line in the list."""
    made = f", made from {item.parent.reference}" if item.parent else ""
    name = {
        "text": f"{item.reference} {called(item)}{made}",
        "url": reverse("evidence_item", args=[case.reference, item.number]),
    }
    return [name, what_it_is(item), when(item), who(item.by), f"{item.sha256[:16]}…"]


def when(line: Item | Custody | Capture | Stamp) -> str:
    return date_format(timezone.localtime(line.at), "j F Y, H:i:s")


def summary(item: Item, how: str, stamp: Stamp | None) -> list[tuple[str, ...]]:
    """Everything that is known of it."""
    rows: list[tuple[str, ...]] = [("Name", called(item)), ("What it is", what_it_is(item))]
    rows += [] if item.restricted else told(item, how)
    if item.parent:
        rows += [("Made from", item.parent.reference), ("How it was made", item.made_how)]
    rows += [
        ("Brought by", who(item.by)),
        ("When", when(item)),
        ("Size", f"{filesizeformat(item.size)} ({item.size:,} bytes)"),
        ("SHA-256", item.sha256),
        ("Viruses", item.get_scanned_display()),
    ]
    if stamp:
        rows.append(("Time stamp", f"{when(stamp)}, by {stamp.service}"))
    return rows


def custody_row(item: Item, line: Custody) -> list[str]:
    """A line of who had it. How something restricted came is told like its name, to whoever says why they open it."""
    hidden = item.restricted and line.what == Custody.What.RECEIVED
    return [when(line), line.get_what_display(), who(line.by), SAID_WHEN_OPENED if hidden else line.said("why")]


def told(item: Item, how: str) -> list[tuple[str, str]]:
    """What stands beside it once somebody has said why they open it: how it came, and where it was."""
    rows = [("How it came", how), ("Where it was", item.said("source"))]
    return [(name, said) for name, said in rows if said]
