"""The talk about a report: the school asks, whoever told us answers with the code; guessing leads nowhere."""

from __future__ import annotations

import io
import logging
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.telling import at, come_back, fill_in, tell_us
from factories import somebody
from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.models import Item
from schoolgate.casework.reports import receipts
from schoolgate.casework.reports.models import Guess, Post, Report
from schoolgate.casework.reports.receipts import ALPHABET, COST, code_of, derived, hashed, is_it, tidy
from schoolgate.community import today
from schoolgate.web.logs import QuietFormatter
from typed import fill, words

pytestmark = pytest.mark.django_db
TALK = "/tell/receipt/talk/"


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school, name="Dee Fernley")


def its_page(school) -> str:
    report = Report.objects.of(school).get()
    return f"/cases/{report.case.reference}/reports/{report.reference}/"


def test_the_school_asks_and_is_answered_twice(school, dsl, sign_in):
    """Story 7: he gets a receipt and comes back twice to answer."""
    code = tell_us(Client(), school, "child")
    staff = sign_in(dsl)
    assert "Look at what was told" in words(staff.get("/"))
    page = fill(staff, its_page(school), words="Is it on a school device?")
    assert "not read yet" in words(page)
    assert "Read what was told" not in words(staff.get("/"))
    pupil = Client()
    for answer in ("On my phone.", "It is still going on."):
        assert "Is it on a school device?" in words(come_back(pupil, code))
        fill(pupil, TALK, words=answer)
        assert "Read what was told" in words(staff.get("/"))
        assert answer in words(staff.get(its_page(school)))
        pupil.post(TALK, {"close": "yes"})
        assert pupil.get(TALK).status_code == 302
    kinds = list(Report.objects.of(school).get().case.entries.values_list("kind", flat=True))
    assert kinds == ["arrived", "asked", "added", "added"]


def test_the_one_who_told_us_never_learns_who_speaks_for_the_school(school, dsl, sign_in):
    code = tell_us(Client(), school)
    fill(sign_in(dsl), its_page(school), words="Thank you.")
    assert "Fernley" not in words(come_back(Client(), code))


def test_a_file_can_come_later(school, dsl):
    client = Client()
    come_back(client, tell_us(Client(), school))
    file = io.BytesIO(b"later words")
    file.name = "later.txt"
    fill(client, TALK, words="Here is more.", files=file)
    assert Item.objects.of(school).get().called() == "later.txt"


def test_a_virus_is_refused_gently_and_the_words_are_not_lost(school, dsl):
    from schoolgate.casework.evidence.scanning import EICAR

    client = Client()
    come_back(client, tell_us(Client(), school))
    file = io.BytesIO(EICAR)
    file.name = "photo.png"
    page = fill(client, TALK, words="Here is more.", files=file)
    assert page.status_code == 422
    assert "virus" in words(page)
    assert "Here is more." in words(page)


def test_what_is_said_twice_by_one_form_is_said_once(school, dsl):
    client = Client()
    page = come_back(client, tell_us(Client(), school))
    sent = {"once": page.context["form"]["once"].value(), "words": "It goes on."}
    client.post(TALK, sent)
    client.post(TALK, sent)
    assert Post.objects.of(school).count() == 1


def test_a_wrong_code_is_told_only_that_it_is_wrong(school, dsl):
    code = tell_us(Client(), school)
    another = "".join(ALPHABET[(ALPHABET.index(letter) + 1) % 32] if letter in ALPHABET else letter for letter in code)
    pages = [come_back(Client(), typed) for typed in (another, code[:6] + another[6:], "hello", "1" * 60)]
    said = {re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages}
    assert len(said) == 1
    assert all(page.status_code == 422 and "That code is not right." in words(page) for page in pages)


def test_a_wrong_code_is_as_much_work_where_there_is_such_a_report_as_where_there_is_none(school, dsl, monkeypatch):
    """Neither how long it takes nor what it asks of the database tells one from the other."""
    code = tell_us(Client(), school)
    none = "00000" + code[5:] if not code.startswith("00000") else "11111" + code[5:]
    slow, costs = receipts._scrypt, list[int]()
    monkeypatch.setattr(receipts, "_scrypt", lambda *said: costs.append(COST) or slow(*said))

    def work(typed: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert come_back(Client(), typed).status_code == 422
        return [re.sub(r"'[^']*'|\b\d+\b|s\d+_x\d+", "?", query["sql"]) for query in queries]

    assert work(code[:-5] + ("00000" if code[-5:] != "00000" else "11111")) == work(none)
    assert len(costs) == 2
    work("hello")
    assert len(costs) == 3, "nor is what cannot be a code answered sooner"


def test_after_ten_wrong_codes_those_that_begin_alike_wait(school, dsl):
    code = tell_us(Client(), school)
    for number in range(10):
        come_back(Client(), code[:6] + "0000" + ALPHABET[number] + "-00000-00000")
    page = come_back(Client(), code)
    assert page.status_code == 429
    assert "wait 15 minutes" in words(page)
    Guess.objects.update(since=timezone.now() - timedelta(minutes=16))
    assert "What you told us" in words(come_back(Client(), code))


def test_codes_of_no_report_wait_just_the_same(school, dsl):
    for number in range(10):
        come_back(Client(), "00000-00000-00000-0000" + ALPHABET[number])
    assert come_back(Client(), "00000-00000-00000-ZZZZZ").status_code == 429


def test_a_talk_closes_by_itself_after_a_quarter_of_an_hour(school, dsl, monkeypatch):
    client = Client()
    come_back(client, tell_us(Client(), school))
    now = timezone.now().timestamp()
    monkeypatch.setattr("schoolgate.casework.reports.views.talk.time.time", lambda: now + 16 * 60)
    assert client.get(TALK).status_code == 302


def test_leaving_quickly_closes_the_talk(school, dsl):
    client = Client()
    page = come_back(client, tell_us(Client(), school))
    assert "/tell/receipt/leave/" in page.content.decode()
    assert client.get("/tell/receipt/leave/")["Location"].startswith("https://www.bbc.co.uk")
    assert client.get(TALK).status_code == 302


def test_a_made_up_cookie_opens_nothing(school, dsl):
    tell_us(Client(), school)
    client = Client()
    for value in ("", "abc", "e30=", "A" * 80):
        client.cookies["tell_talk"] = value
        assert client.get(TALK).status_code == 302


def test_the_code_is_strong_and_only_its_slow_hash_is_kept(school, dsl):
    code = tidy(tell_us(Client(), school))
    report = Report.objects.of(school).get()
    assert len(code[5:]) * 5 >= 64
    assert COST >= 2**14
    assert report.locator == code[:5]
    assert code[5:] not in report.code_hash
    assert is_it(code, report.code_hash)
    assert not is_it(code[:-1] + ("0" if code[-1] != "0" else "1"), report.code_hash)
    assert hashed(code) != hashed(code)


def test_codes_use_every_letter_and_tell_nothing_of_the_form():
    codes = {code_of(f"token-{number}") for number in range(2000)}
    assert len(codes) == 2000
    assert {letter for code in codes for letter in code} == set(ALPHABET)
    assert derived("token", "sent") != derived("token", "draft")


def test_nothing_of_who_told_us_is_kept_anywhere(school, dsl, caplog):
    """Neither address nor browser, in the whole database or in the log; no session, and one cookie at a time."""
    client = Client(headers={"user-agent": "Telltale-Browser/7"}, REMOTE_ADDR="203.0.113.77")
    with caplog.at_level(logging.DEBUG):
        code = tell_us(client, school)
        come_back(client, "00000-00000-00000-00000")
        come_back(client, code)
        client.get(f"/tell/{school.slug}/child/nothing/")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = repr(cursor.fetchall())
            assert "203.0.113.77" not in rows, table
            assert "Telltale" not in rows, table
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
    logged = "\n".join(QuietFormatter().format(record) for record in caplog.records)
    assert "203.0.113.77" not in logged
    assert "Telltale" not in logged
    assert set(client.cookies) == {"tell", "tell_sent", "tell_talk"}
    for cookie in (one for one in client.cookies.values() if one.value):
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"].startswith("/tell/")


def test_the_page_of_a_report_is_404_for_whoever_may_not_know_of_the_case(school, dsl, sign_in):
    tell_us(Client(), school)
    path = its_page(school)
    assert sign_in(dsl).get(path).status_code == 200
    strangers = [somebody(role, school=school) for role in ("head", "deputy_dsl", "slt", "staff", "governor")]
    for person in strangers:
        client = sign_in(person)
        for address in (path, "/cases/C-NOTTHERE/reports/R-NOTTHERE/"):
            for method in (client.get, client.post):
                assert method(address).status_code == 404, person.held()
    assert Client().get(path).status_code == 404
    assert not Post.objects.of(school).exists()


def test_a_report_of_another_case_does_not_open_through_this_one(school, dsl, sign_in):
    tell_us(Client(), school)
    tell_us(Client(), school)
    one, other = Report.objects.of(school)
    assert sign_in(dsl).get(f"/cases/{one.case.reference}/reports/{other.reference}/").status_code == 404


def test_what_is_new_is_a_task_until_it_is_read(school, dsl, sign_in):
    tell_us(Client(), school)
    assert [task.title for task in today.tasks(dsl)].count("Read what was told") == 0, "it stands with the new case"
    Case.objects.of(school).update(state=Case.State.OPEN)
    assert [task.title for task in today.tasks(dsl)].count("Read what was told") == 1
    sign_in(dsl).get(its_page(school))
    assert [task.title for task in today.tasks(dsl)].count("Read what was told") == 0


@pytest.mark.parametrize("voice", ["grown-up", "child"])
def test_after_the_case_is_closed_whoever_told_us_reads_that_the_school_has_finished_and_what_they_can_do(
    school, dsl, voice
):
    code = tell_us(Client(), school, voice)
    case = Case.objects.of(school).get()
    Case.objects.of(school).filter(pk=case.pk).update(state=Case.State.CLOSED, closed_at=timezone.now())
    page = words(come_back(Client(), code))
    assert "The school has finished looking into this" in page
    assert "if it goes on" in page
    assert "no question for you yet" not in page
    assert "waits for the school" not in page
    stays = Client()
    come_back(stays, code)
    assert "with the school now" in words(fill(stays, "/tell/receipt/talk/", words="It has begun again."))


def test_the_receipt_says_by_role_who_gets_it_and_that_it_does_not_go_to_whom_it_is_about(school, dsl):
    somebody("head", school=school, name="Harriet Ashdown", family_name="Ashdown")
    somebody("chair", school=school, name="Cora Birchall", family_name="Birchall")
    client = Client()
    fill_in(client, school, topic={"topic": "staff"}, who={"who": ["head"], "who_names": ""})
    page = words(client.post(at(school, "check"), follow=True))
    assert "It has gone to the chair of governors." in page
    assert "It does not go to the head teacher, because you said that it is about them." in page
    assert "Birchall" not in page


def test_so_does_the_page_of_whoever_tells_us_signed_in(school, dsl, sign_in):
    somebody("head", school=school, name="Harriet Ashdown", family_name="Ashdown")
    somebody("chair", school=school, name="Cora Birchall", family_name="Birchall")
    client = sign_in(somebody("staff", school=school, name="Tom Fell", family_name="Fell"))
    page = words(fill(client, "/tell/inside/", what="She shouts.", topic="staff", who=["head"], danger="no"))
    assert "It does not go to the head teacher" in page
    assert "the chair of governors" in page


def test_what_was_told_and_nobody_has_read_stands_under_what_waits(school, dsl, sign_in):
    tell_us(Client(), school)
    client = sign_in(dsl)
    report = Report.objects.of(school).get()
    waits = words(client.get(report.case.path)).split("What is known")[0]
    assert "Nobody has read it yet." in waits
    client.get(f"{report.case.path}reports/{report.reference}/")
    page = words(client.get(report.case.path))
    assert "Nobody has read it yet" not in page
