"""A letter goes out: on paper with its day, or as a link that names nobody and is opened by a press of a button alone."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Iterator
from datetime import timedelta

import pypdfium2
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import a_case, joins, named
from factories import somebody
from schoolgate.casework.cases.models import Entry
from schoolgate.casework.letters.models import Letter, Sending
from schoolgate.casework.steps.actions.deciding import Given, decide
from schoolgate.jobs.work import drain
from schoolgate.record.chain import sha256
from schoolgate.record.models import LedgerEntry
from typed import cells, fill, words

pytestmark = pytest.mark.django_db


class PostOffice:
    """A server that keeps what it is given."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:
        self.got.append(envelope)
        return "250 Taken"


@pytest.fixture
def post_office(settings) -> Iterator[PostOffice]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.ADDRESS = "https://gate.school.example"
    yield office
    controller.stop()


@pytest.fixture
def head(school):
    return somebody("head", school=school, name="Hattie Head")


@pytest.fixture
def case(head):
    return a_case(head)


@pytest.fixture
def client(head, sign_in):
    return sign_in(head)


@pytest.fixture
def letter(head, case, client):
    author = named(case, "Ann Author", kind="parent")
    decide(head, case, "talk", Given("taken", "She wants to be heard."))
    url = reverse("letter_write", args=[case.reference, "invite_to_talk"])
    fill(client, url, to=f"party-{author.pk}", what="Hard words on the school’s page")
    return Letter.objects.of(case.school).get()


def at(letter: Letter, name: str = "letter", *more: object) -> str:
    return reverse(name, args=[letter.case.reference, letter.reference, *more])


def mailed(client, letter, post_office, address="ann@home.example") -> str:
    """The path of the link that the mail brought."""
    page = fill(client, at(letter, "letter_mail"), address=address)
    assert "The e-mail is on its way" in page.content.decode()
    drain()
    text = post_office.got[-1].content.decode()
    return re.search(r"https://gate\.school\.example(/letter/\S+)", text)[1]


def test_a_mail_is_a_link_and_a_reference_to_somebody_outside_the_school(client, letter, post_office):
    path = mailed(client, letter, post_office)
    (mail,) = post_office.got
    text = mail.content.decode()
    assert mail.rcpt_tos == ["ann@home.example"]
    assert letter.reference in text
    for private in ("Ann", "Hattie", "Hard words", letter.case.reference, letter.case.school.name):
        assert private not in text
    assert len(path.split("/")[2]) >= 22, "128 bits"
    assert path.split("/")[2] not in Sending.unscoped.get().secret_hash
    entry = Entry.objects.of(letter.case.school).get(case=letter.case, kind="letter")
    assert entry.about == f"letters.letter:{letter.pk}"
    assert "Ann Author" in entry.said("words")


def test_a_program_that_follows_the_link_has_not_opened_the_letter(client, letter, post_office):
    path = mailed(client, letter, post_office)
    stranger = Client()
    for _ in range(2):
        closed = stranger.get(path)
        assert "Hard words" not in closed.content.decode()
        assert stranger.head(path).status_code == 200
    (row,) = cells(client.get(at(letter)), "How it went out")
    assert row[-1] == "Not known"

    shown = stranger.post(path)
    assert "Hard words on the school’s page" in words(shown)
    assert shown["Cache-Control"].startswith(("max-age=0", "no-store"))
    first = Sending.unscoped.get().opened_at
    assert first
    stranger.post(path)
    assert Sending.unscoped.get().opened_at == first
    (row,) = cells(client.get(at(letter)), "How it went out")
    assert row[-1].startswith("Opened on ")
    assert LedgerEntry.objects.filter(verb="letter.opened").count() == 1
    assert Entry.objects.of(letter.case.school).filter(case=letter.case, kind="letter").count() == 2


def test_it_can_be_kept_as_a_pdf_by_whoever_opens_it(client, letter, post_office):
    path = mailed(client, letter, post_office)
    answer = Client().post(path, {"as": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="letter-{letter.reference}.pdf"'
    text = pdf_text(answer.content)
    assert "Hard words" in text
    assert "Hattie Head" in text


def pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_a_link_that_is_stopped_or_too_old_opens_nothing(client, letter, post_office):
    path = mailed(client, letter, post_office)
    sending = Sending.unscoped.get()
    page = client.post(at(letter, "letter_stop", sending.pk), follow=True)
    assert "The link is stopped" in page.content.decode()
    for answer in (Client().get(path), Client().post(path), Client().post(path, {"as": "pdf"})):
        assert answer.status_code == 410
        assert "Hard words" not in answer.content.decode()
    assert Sending.unscoped.get().opened_at is None
    assert client.post(at(letter, "letter_stop", sending.pk)).status_code == 403, "it is stopped already"

    again = mailed(client, letter, post_office)
    Sending.unscoped.filter(ended_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(again).status_code == 410
    assert Client().get("/letter/never-was/").status_code == 404


def test_a_link_lasts_sixty_days(client, letter, post_office):
    mailed(client, letter, post_office)
    lasts = Sending.unscoped.get().expires_at - timezone.now()
    assert timedelta(days=59) < lasts <= timedelta(days=60)


def test_what_went_out_stays_as_it_was(client, letter, head):
    page = fill(client, at(letter, "letter_handed_over"), how="post")
    assert "It is written down" in page.content.decode()
    letter.refresh_from_db()
    assert letter.state == Letter.State.SENT
    assert letter.sha256 == sha256(letter.said("whole"))
    assert "Hard words" in letter.said("whole")
    head.name = "Hattie Married"
    head.save()
    assert "Hattie Head" in pdf_text(client.get(at(letter, "letter_paper")).content)
    assert client.get(at(letter, "letter_words")).status_code == 302, "its words cannot be changed any more"
    (row,) = cells(client.get(at(letter)), "How it went out")
    assert row[0].startswith("By post")
    assert row[-1] == "Not known"


def test_a_day_that_has_not_come_is_not_taken(client, letter):
    soon = timezone.localdate() + timedelta(days=1)
    given = {"on_0": str(soon.day), "on_1": str(soon.month), "on_2": str(soon.year)}
    page = fill(client, at(letter, "letter_handed_over"), how="post", **given)
    assert page.status_code == 422
    assert "not in the future" in words(page)


def test_an_address_that_the_school_has_is_offered(client, case, head):
    teacher = somebody("staff", school=head.school, name="Tia Teacher")
    party = named(case, teacher, "affected", "staff")
    url = reverse("letter_write", args=[case.reference, "affected"])
    fill(client, url, to=f"party-{party.pk}", doing="We talk to them.", not_doing="We do not go to the police yet.")
    letter = Letter.objects.of(head.school).get()
    assert f'value="{teacher.account.email}"' in client.get(at(letter, "letter_mail")).content.decode()
    fill(client, at(letter, "letter_handed_over"), how="hand")
    entry = Entry.objects.of(head.school).get(case=case, kind="letter")
    assert entry.file == Entry.File.SUPPORT


def test_what_a_letter_tells_the_person_affected_is_shown_as_told_once_it_went_out(client, case, head):
    party = named(case, somebody("staff", school=head.school), "affected", "staff")
    decide(head, case, "police", Given("not_taken", "No threat.", "Nobody was threatened."))
    decide(head, case, "helpline", Given("taken", "To be sure.", "We have asked a helpline."))
    url = reverse("letter_write", args=[case.reference, "affected"])
    fill(client, url, to=f"party-{party.pk}", doing="We talk to them.", not_doing="Nobody was threatened.")
    showing = reverse("steps_showing", args=[case.reference])
    assert "could read this" not in words(client.get(showing))
    fill(client, at(Letter.objects.of(head.school).get(), "letter_handed_over"), how="hand")
    page = words(client.get(showing))
    today = f"{timezone.localdate():%-d %B %Y}"
    assert f"The person affected could read this since {today}: Nobody was threatened." in page
    assert "not read yet: We have asked a helpline." in page


def test_a_letter_of_a_step_goes_out_once_the_step_is_taken(school, client, case, head, post_office, sign_in):
    named(case, "Ann Author", kind="parent")
    lead = somebody("dsl", school=school)
    joins(case, lead)
    at_lead = sign_in(lead)
    fill(at_lead, reverse("letter_write", args=[case.reference, "written_warning"]), to="other", name="Ann Author")
    letter = Letter.objects.of(school).get()
    fill(at_lead, at(letter, "letter_words"), words="Please stop this.")
    assert "It goes out once its step is taken: “Warn them in writing”" in words(at_lead.get(at(letter)))
    for name, given in (("letter_handed_over", {"how": "post"}), ("letter_mail", {"address": "ann@home.example"})):
        page = fill(at_lead, at(letter, name), **given)
        assert page.status_code == 422
        assert "This letter goes out once its step is taken" in words(page)
    assert not Sending.objects.of(school).exists()
    decide(head, case, "written_warning", Given("taken", "It went on.", skipped="We asked before."))
    assert "It goes out once" not in words(at_lead.get(at(letter)))
    assert "It is written down" in words(fill(at_lead, at(letter, "letter_handed_over"), how="post"))


def test_a_warning_to_a_pupil_goes_out_from_whoever_would_decide_on_one(school, case, head, sign_in):
    named(case, somebody("pupil", school=school, account=None), kind="pupil")
    lead = somebody("dsl", school=school)
    joins(case, lead)
    fill(sign_in(lead), reverse("letter_write", args=[case.reference, "written_warning"]), to="other", name="Ann")
    letter = Letter.objects.of(school).get()
    fill(sign_in(lead), at(letter, "letter_words"), words="Please stop this.")
    assert fill(sign_in(lead), at(letter, "letter_handed_over"), how="post").status_code == 422
    assert "It is written down" in words(fill(sign_in(head), at(letter, "letter_handed_over"), how="post"))


def test_a_button_that_is_pressed_twice_sends_one_mail(client, letter, post_office):
    mailed(client, letter, post_office)
    again = fill(client, at(letter, "letter_mail"), address="ann@home.example")
    assert "went to that address a moment ago" in words(again)
    mailed(client, letter, post_office, address="other@home.example")
    assert len(post_office.got) == 2
    fill(client, at(letter, "letter_handed_over"), how="hand")
    assert "written down already" in words(fill(client, at(letter, "letter_handed_over"), how="hand"))
