"""Anybody tells the school of something: in plain words, with or without a name, and comes back with a code."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from casework.telling import ANSWERS, at, come_back, fill_in, send, tell_us
from factories import somebody
from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.models import Item
from schoolgate.casework.evidence.scanning import EICAR
from schoolgate.casework.reports.actions.telling import send_form
from schoolgate.casework.reports.drafts import destroy_old, drafts_folder, found
from schoolgate.casework.reports.models import Draft, Report
from schoolgate.jobs.schedule import put_what_is_due
from schoolgate.jobs.work import drain
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school, name="Dee Fernley", family_name="Fernley")


@pytest.fixture
def head(school):
    return somebody("head", school=school, name="Harriet Ashdown", family_name="Ashdown")


@pytest.fixture
def chair(school):
    return somebody("chair", school=school, name="Cora Birchall", family_name="Birchall")


def a_file(name="screen.txt", data=b"cruel words"):
    file = io.BytesIO(data)
    file.name = name
    return file


def test_a_stranger_tells_us_and_comes_back_with_the_code(school, dsl):
    somebody_at_home = Client()
    code = tell_us(somebody_at_home, school)
    report = Report.objects.of(school).get()
    assert report.by is None
    assert report.case.kinds == ["bullying"]
    assert open_to(dsl).get() == report.case
    page = words(come_back(Client(), code))
    assert report.reference in page
    assert "cruel to one boy" in page
    assert "waits for the school to read it" in page


def test_the_code_counts_however_it_is_typed(school, dsl):
    code = tell_us(Client(), school)
    assert "What you told us" in words(come_back(Client(), code.replace("-", " ").lower()))


def test_what_was_told_lies_sealed(school, dsl):
    tell_us(Client(), school)
    report = Report.objects.of(school).get()
    assert "cruel" not in report.sealed
    assert report.said("what") == ANSWERS["what"]["what"]


def test_the_ledger_has_references_and_no_words(school, dsl):
    tell_us(Client(), school)
    details = " ".join(LedgerEntry.objects.values_list("detail", flat=True))
    assert "report.made" in set(LedgerEntry.objects.values_list("verb", flat=True))
    assert "cruel" not in details
    assert "chat.example" not in details


def test_files_come_with_it_into_the_evidence_of_the_case(school, dsl):
    client = Client()
    fill_in(client, school)
    client.post(at(school, "files"), {"files": [a_file(), a_file("two.txt", b"more")], "add": "yes"})
    page = client.get(at(school, "files"))
    assert "screen.txt" in words(page)
    send(client, school)
    report = Report.objects.of(school).get()
    assert {item.called() for item in Item.objects.of(school)} == {"screen.txt", "two.txt"}
    assert report.files.count() == 2


def test_a_file_can_be_taken_away_again(school, dsl):
    client = Client()
    fill_in(client, school, files={"files": a_file(), "add": "yes"})
    number = client.get(at(school, "files")).context["files"][0]["number"]
    client.post(at(school, "files"), {"remove": number})
    client.post(at(school, "files"), {})
    send(client, school)
    assert not Item.objects.of(school).exists()


def test_a_form_that_is_sent_twice_makes_one_report_and_shows_one_code(school, dsl):
    client = Client()
    fill_in(client, school)
    token = client.cookies["tell"].value
    first = send(client, school)
    client.cookies["tell"] = token  # the second press set out before the first was answered
    assert send(client, school) == first
    assert Report.objects.of(school).count() == Case.objects.of(school).count() == 1


def test_nothing_can_be_left_out_that_is_needed_and_the_rest_can(school, dsl):
    client = Client()
    page = client.post(at(school, "what"), {"what": " "})
    assert page.status_code == 422
    assert "Say what happened, in a few words" in words(page)
    assert client.get(at(school, "check")).status_code == 302
    client.post(at(school, "what"), ANSWERS["what"])
    client.post(at(school, "topic"), ANSWERS["topic"])
    assert client.get(at(school, "check"))["Location"] == at(school, "danger")
    client.post(at(school, "danger"), ANSWERS["danger"])
    assert send(client, school)


def test_the_check_page_shows_every_answer_with_a_way_to_change_it(school, dsl):
    client = Client()
    fill_in(client, school, you={"name": "Nell Neighbour", "reach": "01234 567890"})
    page = client.get(at(school, "check"))
    for text in ("cruel to one boy", "chat.example", "Nell Neighbour", "01234 567890", "Bullying or cruelty"):
        assert text in words(page)
    assert words(page).count("Change") == len(ANSWERS)


@pytest.mark.parametrize("voice", ["grown-up", "child"])
def test_the_check_page_speaks_as_the_one_who_tells_us_does(school, dsl, voice):
    client = Client()
    fill_in(client, school, voice)
    said = words(client.get(at(school, "check", voice)))
    assert ("A child at my school" in said) == (voice == "child")
    assert ("Somebody else at my school" in said) == (voice == "child")
    assert said.count("A pupil") == (0 if voice == "child" else 2)


def test_a_name_without_a_tick_is_read_by_the_school_too(school, dsl, sign_in):
    code = tell_us(Client(), school, who={"who": [], "who_names": "Robin Nobody"}, hurt={"hurt_names": "Kim Nobody"})
    report = Report.objects.of(school).get()
    page = sign_in(dsl).get(f"/cases/{report.case.reference}/reports/{report.reference}/")
    for read in (words(page), words(come_back(Client(), code))):
        assert "Robin Nobody" in read
        assert "Kim Nobody" in read


def test_a_child_taps_on_pictures_and_need_not_write(school, dsl):
    child = Client()
    page = child.get(at(school, "topic", "child"))
    assert page.content.decode().count("<svg") >= 8
    child.post(at(school, "topic", "child"), {"topic": "bullying"})
    child.post(at(school, "what", "child"), {"what": ""})
    child.post(at(school, "danger", "child"), {"danger": "no"})
    assert send(child, school, "child")
    assert Report.objects.of(school).get().how == Report.How.PUPIL


def test_grave_words_bring_help_first_and_never_stop_the_form(school, dsl):
    child = Client()
    page = child.post(at(school, "what", "child"), {"what": "I want to die"}, follow=True)
    assert "0800 1111" in words(page)
    assert "Carry on telling us" in words(page)
    assert child.get(page.context["go_on"]).status_code == 200


def test_danger_shows_whom_to_call_at_once_and_makes_the_case_urgent(school, dsl):
    client = Client()
    fill_in(client, school)
    page = client.post(at(school, "danger"), {"danger": "yes"}, follow=True)
    assert "999" in words(page)
    send(client, school)
    assert Case.objects.of(school).get().danger


def test_a_form_lasts_an_hour_and_opens_with_the_browsers_cookie_alone(school, dsl):
    client = Client()
    client.post(at(school, "what"), ANSWERS["what"])
    draft = Draft.objects.get()
    assert b"cruel" not in bytes(draft.sealed)
    assert "cruel" in words(client.get(at(school, "what")))
    assert "cruel" not in words(Client().get(at(school, "what")))
    Draft.objects.update(touched_at=draft.touched_at - timedelta(minutes=61))
    assert "cruel" not in words(client.get(at(school, "what")))


def test_leaving_quickly_keeps_the_answers_and_shows_them_to_nobody(school, dsl):
    client = Client()
    client.post(at(school, "what"), ANSWERS["what"])
    out = client.get(f"/tell/{school.slug}/leave/")
    assert out.status_code == 302
    assert out["Location"].startswith("https://www.bbc.co.uk")
    assert "cruel" not in words(client.get(at(school, "what")))
    fill_in(client, school, what={"what": ""})
    assert "one boy" not in words(client.get(at(school, "check")))
    code = send(client, school)
    assert "cruel" in Report.objects.of(school).get().said("what")
    talk = words(come_back(Client(), code))
    assert "What you told us" in talk
    assert "one boy" not in talk, "whoever made them leave may have sent it"


def test_what_was_hidden_is_read_by_the_school(school, dsl, sign_in):
    client = Client()
    client.post(at(school, "what"), ANSWERS["what"])
    client.get(f"/tell/{school.slug}/leave/")
    fill_in(client, school, what={"what": ""})
    send(client, school)
    report = Report.objects.of(school).get()
    page = f"/cases/{report.case.reference}/reports/{report.reference}/"
    assert "cruel" in words(sign_in(dsl).get(page))


def test_leaving_quickly_after_sending_takes_the_code_along(school, dsl):
    client = Client()
    tell_us(client, school)
    client.get(f"/tell/{school.slug}/leave/")
    assert client.get(f"/tell/{school.slug}/sent/").status_code == 302


def test_the_next_person_at_the_same_computer_begins_anew_and_does_not_meet_the_code(school, dsl):
    shared = Client()
    code = tell_us(shared, school)
    for address in (f"/tell/{school.slug}/", f"/tell/{school.slug}/child/", at(school, "what"), at(school, "check")):
        page = shared.get(address, follow=True)
        assert page.status_code == 200
        assert code not in words(page)
        assert "cruel" not in page.content.decode()
    assert "What made you feel bad?" in words(shared.get(f"/tell/{school.slug}/child/", follow=True))
    other = tell_us(shared, school, what={"what": "Somebody pretends to be me."})
    assert other != code
    assert Report.objects.of(school).count() == 2


@pytest.mark.parametrize("address", ["", "child/", "grown-up/what/", "child/picture/"])
def test_where_the_code_never_arrived_the_next_person_begins_anew_all_the_same(school, dsl, address):
    """The line broke while it was sent: the browser still has the cookie of the form."""
    client = Client()
    fill_in(client, school)
    token = client.cookies["tell"].value
    code = send(client, school)
    client.cookies["tell"], client.cookies["tell_sent"] = token, ""
    page = client.get(f"/tell/{school.slug}/{address}", follow=True)
    assert code not in words(page)
    assert "cruel" not in page.content.decode()


def test_where_the_code_never_arrived_it_is_shown_by_sending_again(school, dsl):
    client = Client()
    fill_in(client, school)
    token = client.cookies["tell"].value
    code = send(client, school)
    client.cookies["tell"], client.cookies["tell_sent"] = token, ""
    assert send(client, school) == code


@pytest.mark.parametrize("voice", ["grown-up", "child"])
def test_the_receipt_says_where_to_come_back_to_for_whoever_writes_it_on_paper(school, dsl, voice):
    client = Client()
    tell_us(client, school, voice)
    page = words(client.get(f"/tell/{school.slug}/sent/"))
    assert "testserver/tell/receipt/" in page
    assert "night" in page
    assert "999" not in page
    assert "Print" not in page


@pytest.mark.parametrize("danger", ["yes", "unsure"])
@pytest.mark.parametrize(("voice", "number"), [("grown-up", "0808 800 5000"), ("child", "0800 1111")])
def test_whoever_may_be_in_danger_reads_first_whom_to_call(school, dsl, voice, number, danger):
    client = Client()
    tell_us(client, school, voice, danger={"danger": danger})
    page = words(client.get(f"/tell/{school.slug}/sent/"))
    before = page[: page.index("Your code is")]
    assert "999" in before
    assert number in before


def test_a_door_asks_first_where_something_was_begun(school, dsl):
    client = Client()
    fill_in(client, school, files={"files": a_file(), "add": "yes"})
    files = drafts_folder() / Draft.objects.get().pk
    assert files.exists()
    for voice in ("grown-up", "child"):
        page = client.get(f"/tell/{school.slug}/{voice}/")
        assert "Go on with what was begun" in words(page)
        assert "cruel" not in words(page)
    assert client.get(page.context["go_on"]).status_code == 200
    page = client.get(at(school, "what", "child"), follow=True)
    assert "Go on with what was begun" in words(page), "one voice does not go on with what another began"
    page = client.post(f"/tell/{school.slug}/child/", follow=True)
    assert "What made you feel bad?" in words(page)
    assert not Draft.objects.exists()
    assert not files.exists()
    assert client.get(f"/tell/{school.slug}/grown-up/").status_code == 302


def test_a_file_that_was_lost_does_not_keep_the_words_back(school, dsl):
    client = Client()
    fill_in(client, school, files={"files": a_file(), "add": "yes"})
    for path in drafts_folder().glob("*/*"):
        path.unlink()
    assert send(client, school)
    assert Report.objects.of(school).get().said("what") == ANSWERS["what"]["what"]


def test_forms_that_are_never_sent_do_not_fill_the_disk(school, dsl, monkeypatch):
    monkeypatch.setattr("schoolgate.casework.reports.drafts.ROOM", 1)
    client = Client()
    fill_in(client, school, files={"files": a_file(), "add": "yes"})
    page = client.post(at(school, "files"), {"files": a_file("two.txt"), "add": "yes"})
    assert page.status_code == 422
    assert "add the file later with your code" in words(page)


def test_files_do_not_take_the_last_of_the_disk_from_words(school, dsl, monkeypatch):
    client = Client()
    fill_in(client, school)
    monkeypatch.setattr("schoolgate.record.vault.SPARE", 2**62)
    page = client.post(at(school, "files"), {"files": a_file(), "add": "yes"})
    assert page.status_code == 422
    assert "add the file later with your code" in words(page)
    code = send(client, school)
    come_back(client, code)
    page = fill(client, "/tell/receipt/talk/", words="And this.", files=a_file())
    assert "We cannot take files just now" in words(page)
    assert "And this." in words(page)
    assert Report.objects.of(school).get().said("what") == ANSWERS["what"]["what"]


def test_a_file_that_cannot_be_taken_is_named_and_the_others_are_taken(school, dsl):
    client = Client()
    fill_in(client, school, "child")
    sent = [a_file("nothing.png", b""), a_file(), a_file("ill.png", EICAR)]
    page = client.post(at(school, "files", "child"), {"files": sent, "add": "yes"})
    assert page.status_code == 422
    assert "nothing.png: That file is empty" in words(page)
    assert "ill.png: We could not take that file" in words(page)
    assert "Tell us in words what it shows" in words(page)
    assert "technician" not in words(page)
    assert [one["name"] for one in page.context["files"]] == ["screen.txt"]


@pytest.mark.parametrize("voice", ["grown-up", "child"])
def test_what_is_too_big_leads_back_to_the_form_with_the_quick_way_out(school, dsl, voice):
    client = Client()
    fill_in(client, school, voice)
    page = client.post(at(school, "files", voice), CONTENT_LENGTH=str(30 * 1024 * 1024))
    assert page.status_code == 413
    said, raw = words(page), page.content.decode()
    assert "25.0 MB" in said.replace("\xa0", " ")
    assert "policy" not in said
    assert "Leave this page now" in raw
    assert f'href="{at(school, "files", voice)}"' in raw
    assert 'href="/"' not in raw


def test_what_is_too_big_in_the_talk_leads_back_to_the_talk(school, dsl):
    client = Client()
    come_back(client, tell_us(client, school))
    page = client.post("/tell/receipt/talk/", CONTENT_LENGTH=str(30 * 1024 * 1024))
    assert page.status_code == 413
    assert 'href="/tell/receipt/talk/"' in page.content.decode()
    assert 'href="/tell/receipt/leave/"' in page.content.decode()


def test_no_more_than_ten_files(school, dsl):
    client = Client()
    client.post(at(school, "what"), ANSWERS["what"])
    page = client.post(at(school, "files"), {"files": [a_file(f"{n}.txt") for n in range(11)], "add": "yes"})
    assert page.status_code == 422
    assert "10 files" in words(page)
    assert len(page.context["files"]) == 10


def test_what_is_older_than_an_hour_is_destroyed_with_its_files(school, dsl):
    client = Client()
    fill_in(client, school, files={"files": a_file(), "add": "yes"})
    destroy_old()
    assert Draft.objects.exists()
    Draft.objects.update(touched_at=timezone.now() - timedelta(minutes=61))
    destroy_old()
    assert not Draft.objects.exists()
    assert not list(drafts_folder().glob("*"))


def test_what_was_typed_is_destroyed_within_minutes_of_its_hour(school, dsl):
    put_what_is_due()
    drain()
    client = Client()
    client.post(at(school, "what"), ANSWERS["what"])
    Draft.objects.update(touched_at=timezone.now() - timedelta(minutes=61))
    put_what_is_due(timezone.now() + timedelta(minutes=6))
    drain()
    assert not Draft.objects.exists()


def test_a_browser_that_dies_and_is_opened_again_goes_on_where_it_was(school, dsl):
    """A cookie without an age is thrown away by a browser that ends."""
    client = Client()
    for key in ("what", "topic", "danger", "where", "hurt"):
        client.post(at(school, key), ANSWERS[key])
        assert client.cookies["tell"]["max-age"] == 60 * 60
    opened = Client()
    opened.cookies["tell"] = client.cookies["tell"].value
    page = opened.get(f"/tell/{school.slug}/grown-up/")
    assert "Go on with what was begun" in words(page)
    assert page.context["go_on"] == at(school, "who")
    assert "cruel" in words(opened.get(at(school, "check")))


@pytest.mark.parametrize("voice", ["grown-up", "child"])
def test_two_who_send_one_form_at_once_get_one_report(school, dsl, voice):
    client = Client()
    fill_in(client, school, voice, **({"where": {"where": "chat"}} if voice == "child" else {}))
    form = found(client.cookies["tell"].value)
    first, second = (send_form(school, form, Report.How.PUBLIC) for _ in range(2))
    assert first == second
    assert Case.objects.of(school).count() == 1


def test_the_code_goes_off_the_page_when_it_is_taken_away(school, dsl):
    client = Client()
    tell_us(client, school)
    sent = f"/tell/{school.slug}/sent/"
    assert "Your code is" in words(client.get(sent))
    client.post(sent)
    assert client.get(sent).status_code == 302


def test_the_page_with_the_code_closes_after_a_quarter_of_an_hour_whatever_the_browser_keeps(school, dsl):
    client = Client()
    tell_us(client, school)
    Report.objects.of(school).update(at=timezone.now() - timedelta(minutes=16))
    assert client.get(f"/tell/{school.slug}/sent/").status_code == 302


def test_nobody_there_to_receive_it_is_said_and_the_form_stays(school):
    client = Client()
    fill_in(client, school)
    page = client.post(at(school, "check"))
    assert page.status_code == 403
    assert "call 999" in words(page)
    assert not Report.objects.of(school).exists()
    assert Draft.objects.exists()


def test_the_head_is_named_and_it_goes_to_the_chair(school, dsl, head, chair):
    tell_us(Client(), school, topic={"topic": "staff"}, who={"who": ["head"], "who_names": ""})
    case = Case.objects.of(school).get()
    assert open_to(chair).filter(pk=case.pk).exists()
    assert not open_to(head).filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    "answers",
    [
        {"who": {"who": ["staff"], "who_names": "Mrs Ashdown"}},
        {"who": {"who": ["staff"], "who_names": "mrs ashdwon, and a boy"}},
        {"who": {"who": [], "who_names": "the head"}},
        {"hurt": {"hurt": ["staff"], "hurt_names": "Harriet Ashdown"}},
        {"what": {"what": "It was the headteacher who wrote it."}},
        {"what": {"what": "It was Mrs Ashdown who wrote it."}},
        {"what": {"what": "Harriet Ashdown wrote it."}},
    ],
)
def test_whoever_may_be_meant_does_not_get_it(school, dsl, head, chair, answers):
    tell_us(Client(), school, topic={"topic": "staff"}, **answers)
    case = Case.objects.of(school).get()
    assert not open_to(head).filter(pk=case.pk).exists()
    assert head in case.besides.all()
    said = [entry.said("words") for entry in case.entries.all()]
    assert any("Harriet Ashdown" in line and "precaution" in line for line in said)


def test_a_word_that_is_also_a_name_keeps_nobody_out(school, head, chair):
    green = somebody("dsl", school=school, name="Gwen Green", family_name="Green")
    tell_us(Client(), school, what={"what": "A boy in a green coat filmed my son's head from behind."})
    assert open_to(green).count() == 1


@pytest.mark.parametrize("names", ["Leah", "Lena and Thea", "my teacher", "the head boy", "a Year 6 leader"])
def test_a_name_like_the_word_for_a_role_keeps_nobody_out(school, dsl, head, chair, names):
    tell_us(Client(), school, what={"what": "He pushed me off the chair."}, hurt={"hurt": [], "hurt_names": names})
    assert open_to(dsl).count() == 1
    assert not Case.objects.of(school).get().besides.exists()


def test_a_family_name_that_leaders_share_with_somebody_named_keeps_nobody_out_who_is_called_otherwise(school):
    head, dsl = (
        somebody(role, school=school, name=name) for role, name in (("head", "Hal Smith"), ("dsl", "Di Smith"))
    )
    for typed in ("Tess Smith", "Tess Smiht"):
        tell_us(Client(), school, who={"who": ["staff"], "who_names": typed})
    assert [list(case.besides.all()) for case in Case.objects.of(school)] == [[], []]
    assert (open_to(dsl).count(), open_to(head).count()) == (0, 2), "how staff behaved is for the head"


def test_where_everybody_who_leads_may_be_meant_by_a_title_it_still_comes_to_one_of_them(school):
    head, dsl = (
        somebody(role, school=school, name=name) for role, name in (("head", "Hal Smith"), ("dsl", "Di Smith"))
    )
    tell_us(Client(), school, topic={"topic": "bullying"}, who={"who": ["head"], "who_names": "Mr Smith"})
    assert (open_to(dsl).count(), open_to(head).count()) == (1, 0)
    assert list(Case.objects.of(school).get().besides.all()) == [head]


def test_a_form_from_another_website_is_not_taken(school):
    client = Client()
    page = client.post(at(school, "what"), ANSWERS["what"], headers={"Origin": "https://elsewhere.example"})
    assert page.status_code == 403
    page = client.post(at(school, "what"), ANSWERS["what"], headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert not Draft.objects.exists()


def test_a_browser_that_is_signed_in_leaves_no_mark_of_when_it_told(school, dsl, sign_in):
    client = sign_in(somebody("staff", school=school))
    client.get("/")
    session = client.session
    session["seen"] = 0
    session.save()
    tell_us(client, school)
    assert Session.objects.get(pk=client.session.session_key).get_decoded()["seen"] == 0


def test_a_child_who_taps_on_a_threat_sees_first_whom_to_call(school, dsl):
    client = Client()
    page = client.post(at(school, "topic", "child"), {"topic": "threat"}, follow=True)
    assert "Get help now" in words(page)
    assert "0800 1111" in words(page)
    assert "What happened?" in words(client.get(at(school, "what", "child")))
