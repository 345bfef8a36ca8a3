"""A letter goes out: on paper, or as a link in an e-mail that names nobody."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.casework.letters.actions.writing import POWER
from schoolgate.casework.letters.catalogue import labels, link_days, templates
from schoolgate.casework.letters.fields import gaps
from schoolgate.casework.letters.models import Letter, Sending
from schoolgate.casework.letters.resting import step_first
from schoolgate.casework.letters.strays import strays
from schoolgate.casework.letters.text import whole, words_of
from schoolgate.community.change import Change, Refused
from schoolgate.community.invitations import hashed
from schoolgate.community.mail import send_to
from schoolgate.community.models import Person
from schoolgate.record.chain import sha256

MAIL = "There is a letter for you from a school."
SECRET_BYTES = 16
STEP_FIRST = (
    "This letter goes out once its step is taken: “{}”. Say so under “Steps” in the case, or ask whoever decides it, "
    "then send the letter."
)
ON_PAPER = (
    "This letter goes out on paper, to one named person. A link could be opened by somebody else. Print it, or share "
    "what it says under “Share with a named person”."
)
A_MOMENT = timedelta(minutes=2)
"""Within it, the same address is not written to again: somebody pressed the button twice."""
TWICE = "This letter went to that address a moment ago. If it does not come, send it again in two minutes."


def send_by_mail(person: Person, letter: Letter, address: str, *, sure: bool = False) -> Sending:
    """Send a link to the letter. `sure`: whoever sends it has looked at the names that stand in it."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with working(person, letter.case, POWER, closed=True) as (ledger, case):
        if templates()[letter.template].paper:
            raise Refused(ON_PAPER)
        held = _goes_out(letter, case, person, sure)
        just_now = held.sendings.filter(how=Sending.How.MAIL, ended_at=None, at__gt=timezone.now() - A_MOMENT)
        if any(one.said("address") == address for one in just_now):
            raise Refused(TWICE)
        sending = Sending(letter=held, how=Sending.How.MAIL, by=person, secret_hash=hashed(secret))
        sending.expires_at = timezone.now() + timedelta(days=link_days())
        sending.keep(address=address)
        sending.save()
        send_to(case.school, address, MAIL, reverse("letter_read", args=[secret]), held.reference)
        _say(ledger, case, held, "as a link in an e-mail", sending)
    return sending


def handed_over(person: Person, letter: Letter, how: str, on: date, *, sure: bool = False) -> Sending:
    """Write down that it was posted, or handed over, on a day."""
    with working(person, letter.case, POWER, closed=True) as (ledger, case):
        held = _goes_out(letter, case, person, sure)
        if held.sendings.filter(how=how, on=on).exists():
            raise Refused("That is written down already.")
        sending = Sending(letter=held, how=how, on=on, by=person)
        sending.save()
        _say(ledger, case, held, f"{sending.get_how_display().lower()} on {on:%-d %B %Y}", sending)
    return sending


def take_back(person: Person, sending: Sending) -> None:
    """The link of an e-mail opens the letter no more: it went to the wrong address, say."""
    with working(person, sending.letter.case, POWER, closed=True) as (ledger, case):
        held = Sending.objects.of(case.school).select_related("letter").get(pk=sending.pk, letter__case=case)
        if not held.works():
            raise Refused("This link does not work any more, so there is nothing to stop.")
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])
        words = f"The link to letter {held.letter.reference} was stopped."
        chronicle(ledger, case, "letter", words, file=_file(held.letter), about=held.letter)


def _goes_out(letter: Letter, case: Case, person: Person, sure: bool) -> Letter:
    """The letter, held, with its exact words fixed the first time that it goes out."""
    held = Letter.objects.of(case.school).select_related("version", "case__school").get(pk=letter.pk, case=case)
    if held.state == Letter.State.PUT_AWAY:
        raise Refused("This letter was put away, so it does not go out. Write another one.")
    if held.state == Letter.State.SENT:
        return held
    if step := step_first(person, case, held.template):
        raise Refused(STEP_FIRST.format(step))
    words = words_of(held)
    if left := gaps(words, labels()):
        raise Refused(f"There is still a gap to fill in: {left[0]}. Change the words first.")
    if (others := strays(held, words)) and not sure:
        raise Refused(f"Look first whether these names may stand in it: {', '.join(others)}. Then tick that you did.")
    text = whole(held, words, person, timezone.localdate())
    held.keep(whole=text)
    held.sha256 = sha256(text)
    held.state = Letter.State.SENT
    held.save(update_fields=["sealed", "sha256", "state"])
    return held


def _say(ledger: Change, case: Case, letter: Letter, how: str, sending: Sending) -> None:
    words = f"{templates()[letter.template].label}: letter {letter.reference} to {letter.said('to')} went out, {how}."
    chronicle(ledger, case, "letter", words, file=_file(letter), about=letter)
    ledger.write("letter.sent", letter, sending=sending.pk, how=sending.how, sha256=letter.sha256)


def _file(letter: Letter) -> Entry.File:
    return Entry.File(templates()[letter.template].file)
