"""Mail through a real SMTP server: a link and a reference, once, with no names."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.db import transaction

from factories import somebody
from schoolgate.community.jobs import send_mail
from schoolgate.community.mail import send
from schoolgate.community.models import Mail
from schoolgate.jobs.work import _once, drain

pytestmark = pytest.mark.django_db


class PostOffice:
    """A server that keeps what it is given, or refuses it for now."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []
        self.refuses = False

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:
        if self.refuses:
            return "451 Try again later"
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


def test_a_mail_is_a_sentence_a_link_and_a_reference(post_office, school):
    tess = somebody("staff", school=school, name="Tess Example")
    with transaction.atomic():
        assert send(tess, "Something waits for you at school.", "/approvals/7/", reference="A-7")
    assert drain() == 1
    (mail,) = post_office.got
    text = mail.content.decode()
    assert mail.rcpt_tos == [tess.account.email]
    assert "Something waits for you at school." in text
    assert "https://gate.school.example/approvals/7/" in text
    assert "Message-ID: <A-7@gate.school.example>" in text
    assert "Tess" not in text


def test_it_is_sent_once(post_office, school):
    send(somebody("staff", school=school), "Something waits for you at school.", "/")
    drain()
    send_mail(mail=Mail.unscoped.get().pk)
    assert len(post_office.got) == 1


def test_a_server_that_refuses_is_asked_again_later(post_office, school):
    send(somebody("staff", school=school), "Something waits for you at school.", "/secret/abc/")
    post_office.refuses = True
    assert _once("worker")
    mail = Mail.unscoped.get()
    assert mail.sent_at is None
    assert "abc" not in mail.path, "a link may be a secret, so it does not lie open in the database"
    post_office.refuses = False
    send_mail(mail=mail.pk)
    assert "/secret/abc/" in post_office.got[0].content.decode()
    assert Mail.unscoped.get().path == "", "and is forgotten once it is sent"


def test_a_change_that_is_undone_writes_to_nobody(post_office, school):
    with transaction.atomic():
        send(somebody("staff", school=school), "Something waits for you at school.", "/")
        transaction.set_rollback(True)
    drain()
    assert post_office.got == []


def test_somebody_without_an_address_gets_none(school):
    assert not send(somebody("pupil", school=school, account=None), "Something waits for you at school.", "/")
    assert not Mail.unscoped.exists()
