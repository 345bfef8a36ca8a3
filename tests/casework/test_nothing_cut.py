"""A list that is long goes on another page: nothing is left out without a word."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import a_case
from casework.supporting import a_world
from factories import somebody
from schoolgate.casework.cases.actions.noting import note
from schoolgate.casework.cases.actions.reading import open_line
from schoolgate.casework.evidence.actions.covering import redact
from schoolgate.casework.evidence.actions.keeping import bring, prepare
from schoolgate.casework.evidence.models import Capture
from schoolgate.casework.evidence.redacting import Redacted
from schoolgate.casework.letters.actions.wording import reword
from schoolgate.casework.letters.actions.writing import begin, rewrite
from schoolgate.casework.letters.catalogue import templates
from schoolgate.casework.letters.models import Letter
from schoolgate.casework.letters.recipients import recipients
from schoolgate.casework.support.models import CheckIn, Wish
from typed import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(school):
    return somebody("head", school=school)


def two_pages(client, path: str, name: str, said: list[str]) -> None:
    """Of these texts some stand on the first page and the others on the second, which the first leads to."""
    first, second = client.get(path), client.get(f"{path}?{name}=2")
    assert f"{name}=2" in first.content.decode()
    here, there = ([text for text in said if text in words(page)] for page in (first, second))
    assert here
    assert there
    assert sorted(here + there) == sorted(said)


def test_talks_and_what_somebody_wants(school, sign_in, monkeypatch):
    monkeypatch.setattr("schoolgate.casework.support.views.shown.A_PAGE", 2)
    world = a_world(school)
    file = world.offered()
    for number in range(3):
        talk = CheckIn(file=file, due=timezone.localdate(), done_at=timezone.now(), by=world.olly)
        talk.keep(went=f"Talk number {number}.")
        talk.save()
        wish = Wish(file=file, by=world.teacher)
        wish.keep(words=f"Wish number {number}.")
        wish.save()
    talks, wishes = ([f"{what} number {number}." for number in range(3)] for what in ("Talk", "Wish"))

    two_pages(sign_in(world.olly), reverse("support_file", args=[file.reference]), "talks", talks)
    two_pages(sign_in(world.olly), reverse("support_file", args=[file.reference]), "wishes", wishes)
    two_pages(sign_in(world.teacher), reverse("support_own", args=[file.reference]), "wishes", wishes)


def test_the_versions_of_a_letter_and_of_its_words(head, sign_in, monkeypatch):
    for part in ("letter", "wording"):
        monkeypatch.setattr(f"schoolgate.casework.letters.views.{part}.A_PAGE", 2)
    case, template = a_case(head), templates()["closing"]
    to = next(one for one in recipients(case, template) if one.kind == Letter.To.OTHER)
    letter = begin(head, case, template, to, "Pat Example", {"what": "A post.", "outcome": "It is gone."})
    for number in (1, 2):
        rewrite(head, letter, f"Dear Pat, {number}.", "", number)
    for number in range(3):
        reword(head, "closing", f"Dear {{{{ to }}}}, {number}.", number)
    client, versions = sign_in(head), [f"Version {number}" for number in (1, 2, 3)]

    two_pages(client, f"/cases/{case.reference}/letters/{letter.reference}/", "versions", versions)
    two_pages(client, reverse("letter_wording", args=["closing"]), "versions", versions)


def test_copies_of_pages_and_what_was_made_from_an_item(head, sign_in, monkeypatch):
    monkeypatch.setattr("schoolgate.casework.evidence.views.items.A_PAGE", 2)
    case = a_case(head)
    item = bring(head, case, prepare(b"Maud wrote it.", "post.txt"), how="By hand.")
    for number in range(3):
        redact(head, case, item, Redacted(f"Somebody wrote it. {number}", 1))
        copy = Capture(case=case, by=head)
        copy.keep(address=f"https://page.example/{number}")
        copy.save()
    client = sign_in(head)

    two_pages(client, f"/cases/{case.reference}/evidence/", "copies", [f"page.example/{n}" for n in range(3)])
    made = [f"Item {number + 2}," for number in range(3)]
    path = f"/cases/{case.reference}/evidence/{item.number}/"
    first, second = (words(client.get(f"{path}?made={page}")).partition("Everybody who had it")[0] for page in (1, 2))
    assert first.count("redacted.txt") + second.count("redacted.txt") == len(made)
    assert second.count("redacted.txt") == 1


def test_who_read_a_restricted_line(head, sign_in, monkeypatch):
    monkeypatch.setattr("schoolgate.casework.cases.views.chronology.A_PAGE", 2)
    case = a_case(head)
    line = note(head, case, "Something private.", restricted=True)
    for number in range(3):
        open_line(head, case, line, f"Reason {number}.")

    two_pages(
        sign_in(head),
        f"/cases/{case.reference}/chronology/{line.number}/",
        "page",
        [f"Reason {number}." for number in range(3)],
    )
