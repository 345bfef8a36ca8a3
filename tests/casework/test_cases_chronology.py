"""The chronology: only added to, both files apart, and a restricted line opened by itself, with a reason."""

from __future__ import annotations

import pytest

from cases import a_case
from factories import somebody
from schoolgate.casework.cases.actions.noting import note
from schoolgate.casework.cases.models import Entry, LineOpening
from schoolgate.record.growing import AppendOnlyError
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def dsl():
    return somebody("dsl")


def test_a_note_stands_in_the_chronology_and_not_in_the_ledger(dsl, sign_in):
    case = a_case(dsl)

    page = fill(
        sign_in(dsl),
        f"/cases/{case.reference}/note/",
        words="We agreed to talk first.",
        kind="strategy",
        restricted=None,
    )

    assert "We agreed to talk first." in words(page)
    line = Entry.objects.of(dsl.school).get(kind="strategy")
    entry = LedgerEntry.objects.get(verb="case.strategy")
    assert entry.details() == {"entry": line.pk, "number": line.number, "hash": line.hash}
    with pytest.raises(AppendOnlyError):
        line.save()


def test_both_files_are_seen_apart_and_one_kind_alone(dsl, sign_in):
    case = a_case(dsl)
    note(dsl, case, "What the school does.", restricted=False)
    note(dsl, case, "How she is helped.", file="support", restricted=False)
    client, url = sign_in(dsl), f"/cases/{case.reference}/chronology/"

    assert "How she is helped." in words(client.get(url))
    support = words(client.get(f"{url}?file=support"))
    assert "How she is helped." in support
    assert "What the school does." not in support
    assert "What the school does." not in words(client.get(f"{url}?kind=arrived"))
    assert "How she is helped." not in words(client.get(f"{url}print/?file=response"))


def test_a_restricted_line_is_opened_with_a_reason_that_is_kept_first(dsl, sign_in):
    case = a_case(dsl)
    line = note(dsl, case, "Something private.", restricted=True)
    client, url = sign_in(dsl), f"/cases/{case.reference}/chronology/{line.number}/"
    for page in (f"/cases/{case.reference}/chronology/", f"/cases/{case.reference}/chronology/print/", url):
        assert "Something private." not in client.get(page).content.decode()

    refused = client.post(url, {"words": ""})
    assert refused.status_code == 422
    assert "Something private." not in refused.content.decode()
    assert not LineOpening.objects.of(dsl.school).exists()
    opened = client.post(url, {"words": "To answer her parents."})

    assert "Something private." in words(opened)
    assert "To answer her parents." in words(opened)
    assert LedgerEntry.objects.get(verb="case.line_opened").details() == {"entry": line.pk, "number": line.number}
    assert "Something private." not in client.get(url).content.decode()


def test_a_line_that_is_not_restricted_has_no_page_of_its_own(dsl, sign_in):
    case = a_case(dsl)

    assert sign_in(dsl).get(f"/cases/{case.reference}/chronology/1/").status_code == 404


def test_a_long_chronology_has_pages_and_is_printed_on_one(dsl, sign_in):
    case = a_case(dsl)
    for number in range(45):
        note(dsl, case, f"Note number {number}.", restricted=False)
    client = sign_in(dsl)

    assert "Note number 44." not in words(client.get(f"/cases/{case.reference}/chronology/"))
    assert "Note number 44." in words(client.get(f"/cases/{case.reference}/chronology/?page=2"))
    assert "Note number 44." in words(client.get(f"/cases/{case.reference}/chronology/print/"))
