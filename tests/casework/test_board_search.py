"""Finding a case whose words lie sealed, among those that one may open."""

from __future__ import annotations

import pytest

from cases import a_case, named
from factories import SchoolFactory, pupil, somebody
from schoolgate.casework.board.models import Word
from schoolgate.casework.board.words import mark
from schoolgate.casework.cases.models import Case
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school)


@pytest.fixture
def found(sign_in, dsl):
    """The references that a search finds, in the order of the page."""
    client = sign_in(dsl)

    def look(q, **more):
        said = words(client.get("/cases/search/", {"q": q, **more}))
        return {case.reference for case in Case.unscoped.all() if f"({case.reference})" in said}

    return look


def titled(case, title, summary=""):
    case.keep(title=title, summary=summary)
    case.save()
    return case.reference


def test_a_case_is_found_by_its_reference_however_it_is_typed(found, dsl):
    a_case(dsl, reference="C-CF2F201D56")
    assert found("CF2F201D56") == {"C-CF2F201D56"}, "the letter is its own where the number begins with one"
    reference = a_case(dsl, reference="C-4F0A91B2C7").reference
    for typed in (reference, reference.lower(), reference[2:], f" {reference} ", reference.replace("-", " ")):
        assert found(typed) == {reference}, typed


def test_a_case_is_found_by_whole_words_of_its_title_and_summary(found, dsl):
    pond = titled(a_case(dsl), "Zoë’s picture by the pond", "It was shared in Year 6")
    other = titled(a_case(dsl), "A pond and a fence")
    assert found("pond") == {pond, other}
    assert found("PICTURE pond") == {pond}
    assert found("zoes") == found("shared") == {pond}
    assert found("pon") == set(), "the beginning of a word has no mark"
    assert found("pond nothing") == set()


def test_what_a_case_says_no_more_does_not_find_it(found, dsl):
    case = a_case(dsl)
    titled(case, "A pond")
    titled(case, "A fence")
    assert found("pond") == set()
    assert found("fence") == {case.reference}


def test_a_case_is_found_by_whom_it_names(found, dsl, school):
    of_school, outside = a_case(dsl), a_case(dsl)
    named(of_school, somebody("staff", school=school, name="Siân O’Brien"))
    party = named(outside, "Morag Outsider", kind="other")
    assert found("sian obr") == {of_school.reference}, "a name of the school from its beginning"
    assert found("O'Brien") == {of_school.reference}
    assert found("rien") == set()
    assert found("outsider") == {outside.reference}
    party.ended_at = party.at
    party.save()
    assert found("outsider") == set(), "it was not them after all"


def test_kind_state_and_days_narrow_what_is_found(found, dsl):
    titled(a_case(dsl, kinds=["threat"]), "A pond")
    closed = titled(a_case(dsl, state=Case.State.CLOSED), "A pond")
    assert found("pond", show="closed") == {closed}
    assert found("pond", kind="hate") == set()
    assert found("", show="closed", kind="bullying") == {closed}
    assert found("pond", last="2020-01-01") == set()


def test_a_hidden_case_is_found_by_nothing(found, dsl, school):
    head = somebody("head", school=school)
    hidden, about_me = a_case(head), a_case(head, dsl)
    named(hidden, somebody("staff", school=school, name="Tess Example"))
    named(about_me, dsl)
    for case in (hidden, about_me):
        titled(case, "A pond")
        assert found(case.reference) == set()
    assert found("pond") == found("tess") == set()


def test_a_search_offers_the_people_whom_open_cases_name(sign_in, dsl, school):
    known, unknown = (somebody("staff", school=school, name=f"Tess {name}") for name in ("Known", "Unknown"))
    named(a_case(dsl), known)
    named(a_case(somebody("head", school=school)), unknown)
    said = words(sign_in(dsl).get("/cases/search/?q=tess"))
    assert "Tess Known" in said
    assert "Tess Unknown" not in said


def test_that_somebody_searched_is_written_down_without_the_words(sign_in, dsl):
    case = a_case(dsl)
    titled(case, "A pond")
    sign_in(dsl).get("/cases/search/?q=pond")
    entry = LedgerEntry.objects.filter(verb="cases.listed").latest("number")
    assert (entry.actor, entry.details()) == (
        dsl.pk,
        {"page": "cases_search", "found": 1, "shown": [case.pk], "people": []},
    )


def test_the_index_says_nothing_without_the_key(dsl):
    case = a_case(dsl)
    titled(case, "A pond")
    marks = set(Word.unscoped.filter(case=case).values_list("mark", flat=True))
    assert mark(case.school, "pond") in marks
    assert mark(SchoolFactory(), "pond") not in marks, "another school has other marks"
    assert len(marks) == 1, "“a” is too short, and what stood there before is gone"


def test_one_persons_history_is_told_across_their_parts_and_how_each_ended_first(sign_in, dsl, school):
    pip = pupil(school, name="Pip Example")
    ended = a_case(dsl, state=Case.State.CLOSED, outcome="no_case")
    named(ended, pip, "responsible", "pupil")
    running = a_case(dsl, kinds=["threat"])
    party = named(running, pip, "witness", "pupil")
    party.ended_at = party.at
    party.save()
    named(running, pip, "affected", "pupil")
    hidden = a_case(somebody("head", school=school))
    named(hidden, pip, "responsible", "pupil")
    client = sign_in(dsl)
    said = words(client.get(f"/cases/people/{pip.pk}/"))
    assert f"({ended.reference}) Looked into, and there was nothing in it are said to have done it" in said
    assert f"({running.reference}) Open Found not to be about them; were affected A threat" in said
    assert hidden.reference not in said
    assert LedgerEntry.objects.filter(verb="cases.listed", subject=f"community.person:{pip.pk}").count() == 1
    elsewhere = pupil(SchoolFactory())
    assert client.get(f"/cases/people/{elsewhere.pk}/").status_code == 404


def test_somebody_in_no_case_and_in_hidden_ones_look_the_same(sign_in, dsl, school):
    one, other = (somebody("staff", school=school, name="Tess Example") for _ in range(2))
    named(a_case(somebody("head", school=school)), one)
    client = sign_in(dsl)
    pages = [words(client.get(f"/cases/people/{each.pk}/")) for each in (one, other)]
    assert pages[0] == pages[1]
    assert "None of the cases that you may open names Tess Example." in pages[0]
