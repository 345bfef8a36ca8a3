"""A picture of a child with few or no clothes on: nothing of it is taken, anywhere, at any address."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client

from casework.telling import ANSWERS, at, code_on, come_back, fill_in, send, tell_us
from factories import somebody
from schoolgate.casework.cases.access import open_to
from schoolgate.casework.evidence.actions.keeping import keep
from schoolgate.casework.evidence.models import Item
from schoolgate.casework.reports import drafts
from schoolgate.casework.reports.actions.talking import no_pictures_from_now
from schoolgate.casework.reports.drafts import drafts_folder
from schoolgate.casework.reports.models import Report
from schoolgate.community.change import Refused, by_machine
from typed import words

pytestmark = pytest.mark.django_db

BYTES = b"\x89PNG\r\n\x1a\n" + b"what nobody may keep, 7f3a9c1e" * 40
LINK = "https://pictures.example/b81c-not-to-be-kept"


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school)


def a_picture():
    file = io.BytesIO(BYTES)
    file.name = "not-to-be-kept.png"
    return file


def everything_stored() -> str:
    """Every value of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def files_on_disk() -> set[Path]:
    return {path for path in Path(settings.DATA).rglob("*") if path.is_file() and "static" not in path.parts}


@pytest.mark.parametrize("key", ["what", "topic", "where", "hurt", "who", "danger", "files", "you"])
@pytest.mark.parametrize("voice", ["grown-up", "child"])
def test_it_can_be_said_on_any_page_at_once(school, dsl, voice, key):
    client = Client()
    page = client.get(at(school, key, voice))
    assert 'name="picture"' in page.content.decode() or 'value="nude"' in page.content.decode()
    after = client.post(at(school, key, voice), {"picture": "yes"}, follow=True)
    assert "Do not look at it again" in words(after) or "do not look at it again" in words(after)
    assert "999" in words(after)
    for gone in ("where", "files"):
        left = client.get(at(school, gone, voice), follow=True)
        assert b'type="file"' not in left.content
        assert 'name="where"' not in left.content.decode()


def test_a_file_that_was_slow_to_come_does_not_bring_back_a_form_that_was_sent_without_it(school, dsl):
    client = Client()
    fill_in(client, school)
    slow = drafts.found(client.cookies["tell"].value)
    assert slow
    client.post(at(school, "danger"), {"picture": "yes"})
    send(client, school)
    with pytest.raises(drafts.GoneError), drafts.changing(slow) as held:
        drafts.add_file(held, BYTES, "not-to-be-kept.png", "clean")
    assert not [path for path in drafts_folder().rglob("*") if path.is_file()]
    assert not drafts.Draft.objects.exists()


def test_what_was_typed_stays_and_files_and_links_are_destroyed(school, dsl):
    client = Client()
    fill_in(client, school, where={"where": LINK}, files={"files": a_picture(), "add": "yes"})
    assert [path for path in drafts_folder().rglob("*") if path.is_file()]
    client.post(at(school, "danger"), {"picture": "yes"})
    assert not [path for path in drafts_folder().rglob("*") if path.is_file()]
    check = words(client.get(at(school, "check")))
    assert "cruel to one boy" in check
    assert LINK not in check
    send(client, school)
    report = Report.objects.of(school).get()
    assert report.nude
    assert report.case.no_pictures
    assert "sexual" in report.case.kinds
    assert report.said("what") == ANSWERS["what"]["what"]
    assert report.said("where") == ""
    assert not Item.objects.of(school).exists()


def test_half_a_sentence_typed_on_the_page_where_it_is_said_stays(school, dsl):
    client = Client()
    client.post(at(school, "what"), {"what": "He sent round a", "picture": "yes"})
    assert "He sent round a" in words(client.get(at(school, "what")))


def test_whatever_was_typed_beside_the_button_stays(school, dsl):
    client = Client()
    pages: dict[str, dict[str, object]] = {
        "hurt": {"hurt": ["pupil"], "hurt_names": "Kim Nobody"},
        "who": {"who_names": "Robin Nobody"},
        "you": {"name": "Nell Neighbour", "reach": "01234 567890"},
        "what": {"what": "He sent round a"},
    }
    for key, typed in pages.items():
        client.post(at(school, key), {**typed, "where": LINK, "picture": "yes"})
        shown = client.get(at(school, key)).content.decode()
        for one in typed.values():
            assert (one if isinstance(one, str) else "checked") in shown, key
    client.post(at(school, "danger"), ANSWERS["danger"])
    check = words(client.get(at(school, "check")))
    for text in ("Kim Nobody", "Robin Nobody", "Nell Neighbour", "He sent round a"):
        assert text in check
    assert LINK not in check


@pytest.mark.parametrize("page", ["check", "now/what", "now/danger"])
def test_the_button_stands_on_the_pages_between_the_questions_too(school, dsl, page):
    client = Client()
    fill_in(client, school, what={"what": "They are bullying me."})
    shown = client.get(at(school, page))
    assert "The picture shows a child with few or no clothes on" in words(shown)
    after = client.post(shown.context["picture_action"], {"picture": "yes"}, follow=True)
    assert "do not look at it again" in words(after)
    assert "The picture shows a child" not in words(client.get(at(school, page)))


def test_it_is_an_answer_among_the_others_too(school, dsl):
    client = Client()
    page = client.post(at(school, "topic", "child"), {"topic": "nude"}, follow=True)
    assert "You are not in trouble" in words(page)


def test_bytes_and_links_that_are_posted_all_the_same_are_nowhere(school, dsl):
    """At every address that such a report can be told or talked about at."""
    client = Client()
    client.post(at(school, "what"), ANSWERS["what"])
    client.post(at(school, "topic"), {"topic": "nude"})
    before = files_on_disk()
    keys = [*ANSWERS, "picture", "check"]
    for key in keys[:-1]:
        for voice in ("grown-up", "child"):
            sent = {**ANSWERS.get(key, {}), "files": a_picture(), "picture_file": a_picture(), "add": "yes"}
            client.post(at(school, key, voice), {**sent, "where": LINK})
    client.post(at(school, "check"), {"files": a_picture(), "where": LINK})
    report = Report.objects.of(school).get()
    assert report.nude
    code = code_on(client.get(f"/tell/{school.slug}/sent/"))
    talker = Client()
    come_back(talker, code)
    page = talker.get("/tell/receipt/talk/")
    assert b'type="file"' not in page.content
    once = page.context["form"]["once"].value()
    talker.post("/tell/receipt/talk/", {"once": once, "words": "Here it is.", "files": a_picture()})
    talker.post("/tell/receipt/", {"code": code, "files": a_picture()})
    assert report.posts.count() == 1
    assert not Item.objects.of(school).exists()
    assert "not-to-be-kept" not in everything_stored()
    assert "7f3a9c1e" not in everything_stored()
    assert LINK not in "".join(str(one.private) for one in (report, *report.posts.all()))
    new = files_on_disk() - before
    assert not [path for path in new if "keys" not in path.parts], new
    assert not [one for one in mail.outbox if one.attachments or "not-to-be-kept" in str(one.message())]


def test_no_file_can_be_added_to_its_case_by_anybody_ever(school, dsl):
    client = Client()
    client.post(at(school, "what"), ANSWERS["what"])
    client.post(at(school, "topic"), {"topic": "nude"})
    client.post(at(school, "danger"), ANSWERS["danger"])
    send(client, school)
    case = open_to(dsl).get()
    with pytest.raises(Refused), by_machine(school) as ledger:
        keep(ledger, case, BYTES, name="a.png", how="By hand")


def test_said_later_in_the_talk_it_holds_from_then_on(school, dsl):
    code = tell_us(Client(), school)
    talker = Client()
    come_back(talker, code)
    assert b'type="file"' in talker.get("/tell/receipt/talk/").content
    page = talker.post("/tell/receipt/talk/", {"picture": "yes", "words": "She sent it to"})
    for text in ("She sent it to", "You are not in trouble", "Report Remove", "ceop.police.uk"):
        assert text in page.content.decode()
    assert page.content.count(b'type="file"') == 0
    assert b'type="file"' not in talker.get("/tell/receipt/talk/").content
    report = Report.objects.of(school).get()
    assert report.nude
    assert report.case.no_pictures
    no_pictures_from_now(report)
    assert [entry.kind for entry in report.case.entries.all()].count("noted") == 1


def test_a_file_that_comes_while_another_page_says_it_is_not_kept(school, dsl):
    one, other = Client(), Client()
    one.post(at(school, "what"), ANSWERS["what"])
    other.cookies = one.cookies
    other.post(at(school, "who"), {"picture": "yes"})
    one.post(at(school, "files"), {"files": a_picture(), "add": "yes"})
    assert not [path for path in drafts_folder().rglob("*") if path.is_file()]


def test_a_tap_on_the_wrong_drawing_can_be_undone_by_beginning_anew(school):
    somebody("dsl", school=school)
    client = Client()
    page = client.post(at(school, "topic", "child"), {"topic": "nude"}, follow=True)
    assert "What you wrote is still here" not in words(page), "nothing was written"
    assert "Did you tap the wrong one?" in words(page)
    client.post(f"/tell/{school.slug}/child/")
    assert "What made you feel bad?" in words(client.get(at(school, "topic", "child")))
