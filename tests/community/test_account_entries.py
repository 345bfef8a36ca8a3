"""What changes how somebody signs in stands in the ledger, with who did it and never with a secret."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from factories import somebody
from schoolgate.community.account_entries import PAGES
from schoolgate.community.checks import views
from schoolgate.community.models import Account, Person
from schoolgate.community.powers import power_of
from schoolgate.jobs.work import drain
from schoolgate.record import triggers
from schoolgate.record.models import LedgerEntry, LedgerHead

PASSWORD, NEW = "a long made-up password", "quite another sentence"
CHANGE = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}


def entered(person: Person) -> Client:
    client = Client()
    client.post("/account/login/", {"login": person.account.email, "password": PASSWORD})
    return client


def confirmed(person: Person) -> Client:
    """Signed in, and asked for the password once more, as the pages about second steps want."""
    client = Client()
    client.force_login(person.account)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def told() -> list[tuple[str, str]]:
    entries = LedgerEntry.objects.filter(verb__startswith="account.")
    return [(one.verb.removeprefix("account."), str(one.details().get("kind", ""))) for one in entries]


def passkey(person: Person) -> Authenticator:
    return Authenticator.objects.create(
        user=person.account, type=Authenticator.Type.WEBAUTHN, data={"name": "laptop", "credential": {}}
    )


@pytest.mark.django_db
def test_a_new_password_is_told_with_who_chose_it_and_where_they_were():
    teacher = somebody("staff")
    entered(teacher).post("/account/password/change/", CHANGE)

    entry = LedgerEntry.objects.get(verb="account.password_changed")
    assert (entry.actor, entry.school) == (teacher.pk, teacher.school.pk)
    assert (entry.subject, entry.details()) == (f"community.account:{teacher.account.pk}", {})


@pytest.mark.django_db
def test_a_password_chosen_by_the_link_is_told_though_nobody_is_signed_in():
    teacher = somebody("staff")
    client = Client()
    client.post("/account/password/reset/", {"email": teacher.account.email})
    drain()
    link = re.search(r"http://\S+?(/account/\S+)", mail.outbox[0].body)
    assert link
    page = client.get(link.group(1), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    entry = LedgerEntry.objects.get(verb="account.password_reset")
    assert (entry.actor, entry.subject) == (None, f"community.account:{teacher.account.pk}")


@pytest.mark.django_db
def test_what_changed_nothing_is_not_told():
    teacher = somebody("staff")
    entered(teacher).post("/account/password/change/", {**CHANGE, "oldpassword": "not the password"})
    Client().post("/account/login/", {"login": teacher.account.email, "password": "a wrong guess"})
    assert told() == []


@pytest.mark.django_db
def test_an_app_and_its_recovery_codes_are_told_when_they_begin(django_capture_on_commit_callbacks):
    client = confirmed(somebody("staff"))
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
        client.post("/account/2fa/totp/activate/", {"code": code})

    assert sorted(told()) == [("second_step_added", "recovery_codes"), ("second_step_added", "totp")]
    assert not any(secret in entry.detail for entry in LedgerEntry.objects.all())


@pytest.mark.django_db
def test_recovery_codes_made_anew_are_told(django_capture_on_commit_callbacks):
    person = somebody("staff")
    TOTP.activate(person.account, generate_totp_secret())
    with django_capture_on_commit_callbacks(execute=True):
        confirmed(person).post("/account/2fa/recovery-codes/generate/")
    assert told() == [("second_step_renewed", "recovery_codes")]


@pytest.mark.django_db
def test_a_second_step_that_goes_is_told():
    person = somebody("staff")
    TOTP.activate(person.account, generate_totp_secret())
    key = passkey(person)
    client = confirmed(person)
    client.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")
    client.post("/account/2fa/totp/deactivate/")
    assert told() == [("second_step_removed", "webauthn"), ("second_step_removed", "totp")]


@pytest.mark.django_db
def test_a_passkey_that_is_added_is_told(rf):
    person = somebody("staff")
    request = rf.post("/")
    request.person = person
    signals.authenticator_added.send(
        sender=Authenticator, request=request, user=person.account, authenticator=passkey(person)
    )
    assert told() == [("second_step_added", "webauthn")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/account/password/change/", "/account/2fa/webauthn/keys/{}/remove/"])
def test_when_the_ledger_cannot_be_written_nothing_changes(path: str):
    person = somebody("staff")
    key = passkey(person)
    client = confirmed(person)
    triggers.remove(connection)
    LedgerHead.objects.all().delete()

    with pytest.raises(LedgerHead.DoesNotExist):
        client.post(path.format(key.pk), CHANGE)
    assert Account.objects.get(pk=person.account.pk).check_password(PASSWORD)
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_every_page_that_is_to_keep_the_two_together_is_there_and_still_has_its_power():
    found = {name: view for _, name, view in views(get_resolver()) if name in PAGES}
    assert set(found) == PAGES
    assert {power_of(view) for view in found.values()} == {"account", "public"}
