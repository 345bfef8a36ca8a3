"""Whoever works on a case says, at any point, that a picture is of a child undressed: from then on it takes words alone."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases import a_case, joins, named
from casework.telling import come_back, tell_us
from factories import somebody
from schoolgate.casework.cases.actions.emergency import break_glass
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.casework.evidence.models import Custody, Item
from schoolgate.casework.removals.models import Removal
from schoolgate.community.models import Notice
from typed import fill, words

pytestmark = pytest.mark.django_db
LINK = "https://pictures.example/b81c-not-to-be-kept"


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school)


@pytest.fixture
def case(dsl):
    return a_case(dsl)


@pytest.fixture
def client(sign_in, dsl):
    return sign_in(dsl)


def at(case: Case, part: str = "no-pictures/") -> str:
    return f"/cases/{case.reference}/{part}"


def brings(client: Client, case: Case) -> Item:
    file = SimpleUploadedFile("a.txt", b"words")
    client.post(at(case, "evidence/add/"), {"file": file, "how": "A pupil brought it."})
    return Item.unscoped.get()


def says(client: Client, case: Case, known: str = "") -> str:
    return words(fill(client, at(case), known=known))


def test_the_page_says_what_never_to_do_and_whom_to_call_before_and_afterwards(client, case):
    page = words(client.get(at(case)))
    for said in (
        "Do not look at it again",
        "Do not copy it",
        "Do not send it on",
        "Do not save it",
        "101",
        "Internet Watch",
    ):
        assert said in page
    assert "cannot be taken back" in page

    after = says(client, case, "A boy in Year 9 has it on his phone.")

    assert "Never look at it" in after
    assert Case.unscoped.get(pk=case.pk).no_pictures
    line = Entry.objects.of(case.school).filter(case=case).last()
    assert "A boy in Year 9 has it on his phone." in line.said("words")


@pytest.mark.parametrize(
    "page", ["", "evidence/", "evidence/add/", "evidence/copy/", "evidence/1/", "evidence/1/open/"]
)
def test_it_can_be_said_on_every_page_that_takes_or_shows_a_file(client, case, page):
    brings(client, case)

    shown = client.get(at(case, page)).content.decode()

    assert re.search(rf'(href|formaction)="{at(case)}"', shown)


def test_it_can_be_said_by_whoever_has_it_before_them(client, case):
    item = brings(client, case)

    shown = client.post(at(case, f"evidence/{item.number}/open/"), {"why": "To see what it is", "how": "show"})

    assert f'href="{at(case)}"' in shown.content.decode()


def test_whoever_presses_enter_sends_the_file_and_not_that(client, case):
    """A browser takes the first button of a form."""
    page = client.get(at(case, "evidence/add/")).content.decode()
    form = page[page.index('enctype="multipart/form-data"') :]
    first = re.search(r"<button[^>]*>", form)
    assert first
    assert "formaction" not in first[0]


def test_what_was_typed_beside_a_file_stays_and_the_file_does_not(client, case):
    page = client.post(at(case), {"how": "She showed me her phone.", "file": "holiday.png", "picture": "yes"})

    assert page.status_code == 200
    assert "She showed me her phone." in words(page)
    assert not Case.unscoped.get(pk=case.pk).no_pictures, "it is asked once"
    assert not Item.unscoped.exists()


def test_from_then_on_no_page_of_it_takes_a_file_or_a_link_and_none_shows_one(client, case):
    item = brings(client, case)
    lines = Custody.unscoped.count()
    says(client, case)

    file = SimpleUploadedFile("b.txt", b"more")
    for answer in (
        client.post(at(case, "evidence/add/"), {"file": file, "how": "A pupil brought it."}),
        client.post(at(case, "evidence/copy/"), {"address": LINK}),
        client.post(at(case, f"evidence/{item.number}/open/"), {"why": "To look", "how": "copy"}),
    ):
        assert answer.status_code == 403
        assert "Do not look at it again" in words(answer)
    page = fill(client, at(case, "removals/add/"), address=LINK, kind="picture", ground="private")
    assert page.status_code == 422
    assert "Type no link" in words(page)
    for part in ("", "evidence/", "removals/", "removals/add/"):
        answer = client.get(at(case, part))
        assert b'type="file"' not in answer.content
        assert b'type="url"' not in answer.content
    assert (Item.unscoped.count(), Custody.unscoped.count()) == (1, lines)
    assert not Removal.unscoped.exists()


def test_where_it_is_can_still_be_said_in_words(client, case):
    says(client, case)

    fill(
        client,
        at(case, "removals/add/"),
        address="the account zz_top",
        network="instagram",
        kind="picture",
        ground="private",
    )

    assert Removal.unscoped.get().said("address") == "the account zz_top"


def test_whoever_told_us_is_asked_for_no_file_any_more(school, dsl, sign_in):
    code = tell_us(Client(), school)
    case = Case.objects.of(school).get()
    says(sign_in(dsl), case)

    talk = come_back(Client(), code)

    assert b'type="file"' not in talk.content
    assert "Report Remove" in words(talk)


def test_the_others_who_work_on_it_are_told(client, case, dsl):
    head = somebody("head", school=dsl.school)
    joins(case, head)

    says(client, case)

    assert case.reference in Notice.objects.of(dsl.school).get(person=head).words
    assert not Notice.objects.of(dsl.school).filter(person=dsl).exists()


def test_said_twice_it_stands_once(client, case):
    sent = {"known": "He has it."}
    for _ in range(2):
        assert client.post(at(case), sent).status_code == 302

    assert [entry.kind for entry in Entry.objects.of(case.school).filter(case=case)].count("noted") == 1
    assert client.get(at(case)).status_code == 302


def test_it_waits_for_nobody_in_an_emergency_or_after_the_case_was_closed(case, dsl, sign_in):
    head = somebody("head", school=dsl.school)
    break_glass(head, case.reference, "The child is missing.")
    says(sign_in(head), case)
    closed = a_case(dsl, state=Case.State.CLOSED)
    says(sign_in(dsl), closed)

    assert Case.unscoped.filter(pk__in=[case.pk, closed.pk], no_pictures=True).count() == 2


def test_nobody_outside_the_case_learns_of_it(case, dsl, sign_in):
    head, teacher = somebody("head", school=dsl.school), somebody("staff", school=dsl.school)
    named(case, head)
    joins(case, head)
    for person in (head, teacher):
        outside = sign_in(person)
        assert outside.get(at(case)).status_code == 404
        assert outside.post(at(case), {"known": "Me."}).status_code == 404
    assert not Case.unscoped.get(pk=case.pk).no_pictures
