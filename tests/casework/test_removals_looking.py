"""The machine looks whether something is gone: as a stranger, and it never calls gone what it could not see."""

from __future__ import annotations

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cases import a_case, joins
from factories import somebody
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.casework.evidence.fetching import Reach
from schoolgate.casework.removals import jobs
from schoolgate.casework.removals.actions.looking import look_at
from schoolgate.casework.removals.actions.removing import add, asked, give_up, looked
from schoolgate.casework.removals.models import Removal, RemovalEvent
from schoolgate.community.notices import unseen
from schoolgate.jobs.work import drain
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db
Kind = RemovalEvent.Kind


class Website:
    """A website on this machine that answers what it is told to, under any name."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], str]] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                status, headers, body = site.answers.get(self.path, (404, {}, "Not found"))
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port

    def reach(self) -> Reach:
        return Reach(lambda _host, _port: ["127.0.0.1"], lambda _address: True, frozenset({self.port}))

    def at(self, path: str, host: str = "made-up.example") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def website():
    site = Website()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()


@pytest.fixture
def head(school):
    return somebody("head", school=school)


@pytest.fixture
def case(head):
    return a_case(head)


def put(head, case, address, network="other"):
    removal = add(head, case, address=address, network=network, kind="post", ground="bullying")
    asked(head, removal, Kind.ASKED_NETWORK, on=timezone.localdate())
    return fresh(removal)


def fresh(removal):
    return Removal.objects.of(removal.case.school).select_related("case__school").get(pk=removal.pk)


def test_a_page_that_is_there_is_seen_and_one_that_is_not_there_any_more_is_gone(head, case, website):
    website.answers["/post"] = (200, {}, "<p>Cruel words</p>")
    removal = put(head, case, website.at("/post"))
    assert look_at(removal, website.reach()) == Kind.SEEN
    assert fresh(removal).state == Removal.State.OPEN
    del website.answers["/post"]
    assert look_at(fresh(removal), website.reach()) == Kind.GONE
    now = fresh(removal)
    assert (now.state, now.ended_on) == (Removal.State.GONE, timezone.localdate())
    event = now.events.last()
    assert event.kind == Kind.GONE
    assert event.by is None
    assert "is gone" in unseen(head).get().words
    last = Entry.objects.of(case.school).filter(case=case).last()
    assert last.by is None
    assert last.about == f"removals.removal:{removal.pk}"


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_refusal_is_not_gone(head, case, website, status):
    website.answers["/post"] = (status, {}, "No")
    removal = put(head, case, website.at("/post"))
    assert look_at(removal, website.reach()) == Kind.UNCLEAR
    assert fresh(removal).state == Removal.State.OPEN


def test_no_answer_is_not_gone(head, case, website):
    removal = put(head, case, website.at("/post"))
    reach = Reach(lambda _host, _port: ["127.0.0.1"], lambda _address: True, frozenset({website.port}))
    website.server.socket.close()
    assert look_at(removal, reach) == Kind.UNCLEAR
    event = fresh(removal).events.last()
    assert event.said("words") == "The website did not answer."


def test_being_sent_to_sign_in_is_not_gone_even_where_that_page_is_missing(head, case, website):
    website.answers["/post"] = (302, {"Location": "/login/?next=post"}, "")
    removal = put(head, case, website.at("/post", "www.facebook.com"), "facebook")
    assert look_at(removal, website.reach()) == Kind.UNCLEAR


def test_being_sent_to_another_website_is_not_gone(head, case, website):
    website.answers["/post"] = (302, {"Location": website.at("/nothing")}, "")
    removal = put(head, case, website.at("/post", "www.facebook.com"), "facebook")
    assert look_at(removal, website.reach()) == Kind.UNCLEAR


def test_a_networks_own_words_count_where_they_can_be_seen_and_not_in_a_script(head, case, website):
    gone = "This content isn’t available right now"
    website.answers["/a"] = (200, {}, f"<html><body><script>var x='{gone}'</script><p>Words</p></body></html>")
    website.answers["/b"] = (200, {}, f"<html><body><h2>{gone}</h2></body></html>")
    there = put(head, case, website.at("/a", "www.facebook.com"), "facebook")
    away = put(head, case, website.at("/b", "www.facebook.com"), "facebook")
    assert look_at(there, website.reach()) == Kind.UNCLEAR
    assert look_at(away, website.reach()) == Kind.GONE


def test_what_is_the_same_as_yesterday_adds_no_line(head, case, website):
    website.answers["/post"] = (200, {}, "Words")
    removal = put(head, case, website.at("/post"))
    for _ in range(3):
        look_at(fresh(removal), website.reach())
    assert [event.kind for event in fresh(removal).events.all()] == [Kind.ASKED_NETWORK, Kind.SEEN]
    assert LedgerEntry.objects.filter(verb="removal.checked").count() == 2
    assert len(website.asked) == 3


def test_what_comes_back_is_open_again_and_its_people_are_told(head, case, website):
    removal = put(head, case, website.at("/post"))
    look_at(removal, website.reach())
    website.answers["/post"] = (200, {}, "Words")
    other = somebody("dsl", school=case.school)
    joins(case, other)
    assert look_at(fresh(removal), website.reach()) == Kind.SEEN
    assert fresh(removal).state == Removal.State.OPEN
    assert fresh(removal).ended_on is None
    assert "there again" in unseen(other).get().words


def test_a_picture_that_nobody_may_see_is_asked_for_by_nothing(head, website):
    case = a_case(head)
    removal = put(head, case, website.at("/picture"))
    Case.objects.of(case.school).filter(pk=case.pk).update(no_pictures=True)
    removal.refresh_from_db()
    assert look_at(removal, website.reach()) is None
    jobs.look_at_all()
    assert not DBTaskResult.objects.filter(task_path__endswith="removals.jobs.look").exists()
    jobs.look(removal=removal.pk)
    assert website.asked == []


def test_once_a_day_what_is_still_to_come_down_is_looked_at_and_now_and_then_what_did(head, case):
    still = put(head, case, "https://made-up.example/still")
    given_up = put(head, case, "https://made-up.example/given-up")
    give_up(head, given_up, words="No use")
    lately = put(head, case, "https://made-up.example/lately")
    long_ago = put(head, case, "https://made-up.example/long-ago")
    waits = put(head, case, "https://made-up.example/waits")
    unasked = add(head, case, address="https://a.example/", network="other", kind="post", ground="bullying")
    today = timezone.localdate()
    for removal, ago in ((lately, 8), (long_ago, 40), (waits, 1)):
        looked(head, removal, gone=True, words="Looked")
        ended = today - timedelta(days=ago)
        Removal.unscoped.filter(pk=removal.pk).update(ended_on=ended, look_on=ended + timedelta(days=7))
    DBTaskResult.objects.all().delete()
    jobs.look_at_all()
    put_in = {task.args_kwargs["kwargs"]["removal"] for task in DBTaskResult.objects.all()}
    assert put_in == {still.pk, lately.pk}
    assert unasked.pk not in put_in


def test_somebody_can_ask_for_it_to_be_looked_at_now(head, case, sign_in):
    removal = put(head, case, "http://127.0.0.1/admin")
    client = sign_in(head)
    url = reverse("removal_look", args=[case.reference, removal.number])
    page = client.post(url, follow=True)
    assert "We are looking" in page.content.decode()
    drain()
    page = client.get(reverse("removal", args=[case.reference, removal.number]))
    assert "does not lead to the public web" in words(page), "and never into the school's own network"
    assert "cannot be told from here" in words(page)
