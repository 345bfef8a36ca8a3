"""A school's own words for its letters: with fields, in versions, and back to ours."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from cases import a_case
from factories import SchoolFactory, somebody
from schoolgate.casework.letters.catalogue import fields, known_fields, labels, our_words, templates, wordings
from schoolgate.casework.letters.fields import escaped, fill, fill_gaps, gaps, unknown
from schoolgate.casework.letters.models import Letter, Wording
from schoolgate.casework.letters.plain_english import notes, reading_age
from schoolgate.casework.steps.rungs import rungs
from schoolgate.documents.writing import passages, to_html
from schoolgate.record.growing import AppendOnlyError
from typed import fill as fill_in
from typed import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(school):
    return somebody("head", school=school)


@pytest.mark.parametrize("key", list(wordings()))
def test_every_letter_has_words_with_known_fields(key):
    assert our_words(key)
    assert unknown(our_words(key), known_fields(key)) == []


@pytest.mark.parametrize("key", [key for key, template in templates().items() if template.plain])
def test_our_letters_are_plain_kind_and_read_at_twelve(key):
    values = dict.fromkeys(fields(), "It is about a post.") | {"child": "Sam", "to": "Sam", "clause": "clause 4"}
    text = fill(our_words(key), values, labels())
    assert notes(text) == []
    assert 0 < reading_age(passages(text)) <= 12


def test_every_step_of_the_ladder_that_names_a_letter_has_one():
    named = {rung.letter for rung in rungs().values() if rung.letter}
    assert named
    assert named <= set(templates())


def test_new_letters_begin_with_the_schools_own_words_and_old_ones_keep_theirs(head, sign_in):
    client = sign_in(head)
    case = a_case(head)
    write = reverse("letter_write", args=[case.reference, "closing"])
    fill_in(client, write, to="other", name="Pat")
    url = reverse("letter_wording", args=["closing"])
    page = fill_in(client, url, words="Dear {{ to }},\r\n\r\nIt is over. With love from {{school}}.")
    assert "The words are kept" in page.content.decode()
    page = fill_in(client, write, to="other", name="Pat")
    assert f"It is over. With love from {head.school.name}." in words(page)
    new, old = Letter.objects.of(head.school)
    assert new.wording == Wording.unscoped.get()
    assert old.wording is None
    elsewhere = somebody("head")
    assert "With love" not in words(sign_in(elsewhere).get(url)), "another school has its own"


def test_a_field_that_there_is_not_is_refused_with_its_name(head, sign_in):
    client = sign_in(head)
    url = reverse("letter_wording", args=["closing"])
    for typed, name in (("{{ pupil_address }}", "pupil_address"), ("{{ to.password }}", "to.password"), ("{{}}", "")):
        page = fill_in(client, url, words=f"Dear {typed}")
        assert page.status_code == 422
        assert f"There is no field called “{name}”" in words(page)
    assert "There is no field" in words(
        fill_in(client, reverse("letter_wording", args=["letterhead"]), words="{{ child }}")
    )
    assert not Wording.unscoped.exists()


def test_versions_are_kept_ours_can_stand_again_and_nobody_writes_over_another(head, sign_in):
    client = sign_in(head)
    url = reverse("letter_wording", args=["closing"])
    fill_in(client, url, words="First.")
    late = fill_in(client, url, words="Late.", after=0)
    assert "Somebody else changed these words" in words(late)
    page = client.post(reverse("letter_wording_ours", args=["closing"]), follow=True)
    assert "We have finished looking into" in words(page)
    assert [row.words for row in Wording.unscoped.order_by("number")] == ["First.", ""]
    with pytest.raises(AppendOnlyError):
        Wording.unscoped.first().save()


def test_the_top_of_every_letter_is_the_schools_to_write(head, sign_in):
    client = sign_in(head)
    fill_in(client, reverse("letter_wording", args=["letterhead"]), words="**{{ school }}**  \r\n1 Made Up Road")
    case = a_case(head)
    page = fill_in(client, reverse("letter_write", args=[case.reference, "closing"]), to="other", name="Pat")
    assert "1 Made Up Road" in words(page)


def test_only_the_head_words_letters(school, sign_in):
    for role in ("dsl", "slt", "technician", "governor"):
        client = sign_in(somebody(role, school=school))
        assert client.get(reverse("letter_wordings")).status_code == 403
        assert client.post(reverse("letter_wording", args=["closing"])).status_code == 403
    assert sign_in(somebody("head", school=SchoolFactory())).get("/letter-words/no-such/").status_code == 404


def test_a_value_is_never_read_for_fields_or_for_marks():
    text = fill("Dear {{ to }},", {"to": escaped("{{ child }} [link](https://a.example) *bold*")}, labels())
    html = to_html(text)
    assert "{{ child }}" in html
    assert "<a " not in html
    assert "<em>" not in html
    assert "<script>" not in to_html(fill("{{ what }}", {"what": "<script>alert(1)</script>"}, labels()))


def test_a_gap_is_filled_once_it_is_known():
    text = fill("We follow {{ clause }}. {{ what }}", {}, labels())
    assert len(gaps(text, labels())) == 2
    text = fill_gaps(text, {"clause": "clause 4"}, labels())
    assert re.match(r"We follow clause 4\. \[", text)
