"""How the tests bring files in, as a technician does."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from schoolgate.community.models import Person, RosterImport
from schoolgate.jobs.work import drain
from typed import fill

SHEET = """Pupil name,Year,Class,Date of birth,Parent 1 name,Parent 1 email,Parent 2 name
Pip Example,Year 3,3A,3/9/2018,Ann Example,ann@home.example,
"Example, Zoë",R,RB,4 Oct 2021,Ann Example,ann@home.example,Bo Example
Sam Example,4,4C,,Cy Example,,
"""


def upload(client: Client, data: bytes, name: str = "roster.zip") -> HttpResponse:
    return client.post("/roster/upload/", {"file": SimpleUploadedFile(name, data)}, follow=True)


def newest() -> RosterImport:
    return RosterImport.unscoped.order_by("-pk")[0]


def bring_in(client: Client, data: bytes, name: str = "roster.zip") -> dict[str, int]:
    """Upload a set and bring it in; what changed."""
    upload(client, data, name)
    drain()
    page = fill(client, f"/roster/{newest().pk}/bring-in/")
    assert page.status_code == 200
    drain()
    row = newest()
    assert row.state == "done", (row.state, row.problems)
    counts: dict[str, int] = row.plan["counts"]
    return counts


def counts(added: int = 0, changed: int = 0, left: int = 0, unchanged: int = 0) -> dict[str, int]:
    return {"added": added, "changed": changed, "left": left, "unchanged": unchanged}


def person(key: str) -> Person:
    return Person.unscoped.get(sourced_id=key)


def bring_in_sheet(client: Client, text: str) -> dict[str, int]:
    upload(client, text.encode(), "list.csv")
    drain()
    fill(client, f"/roster/{newest().pk}/columns/", whole="all")
    drain()
    fill(client, f"/roster/{newest().pk}/bring-in/")
    drain()
    assert newest().state == "done", newest().problems
    counts: dict[str, int] = newest().plan["counts"]
    return counts
