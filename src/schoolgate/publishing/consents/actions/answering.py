"""Somebody says yes or no, for their child or themselves: signed in, by the link, or on paper that we write down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.duties.owing import Asked, asked
from schoolgate.policy.holders import holders
from schoolgate.publishing.consents import asking
from schoolgate.publishing.consents.law import Standing
from schoolgate.publishing.consents.models import Consent, Lasting, Purpose
from schoolgate.publishing.consents.standing import as_answered, latest
from schoolgate.publishing.consents.voices import Voice, voice_of
from schoolgate.publishing.consents.withdrawing import withdrawn

Answers = Mapping[str, bool]
"""Purpose -> yes or no. What is left out stays as it was."""

EVERYTHING: Answers = {purpose.value: False for purpose in Purpose}
"""No to everything, also to what the school has not asked about yet."""
THEIR_OWN = frozenset({Consent.How.LINK, Consent.How.SIGNED_IN})
DISAGREE = "Two parents or carers answered differently about pictures of {name}. Until they agree, it is no."


def answer(by: Person, person: Person, answers: Answers, how: str = Consent.How.SIGNED_IN) -> None:
    """Say yes or no for one's child, or oneself. Raises Refused for whom one does not speak for, or without answers."""
    with change(by, "consent.answer", person.school) as ledger:
        rules = asked(person.school, timezone.localdate())
        held, voice = _locked(person, rules)
        if not voice.has(by.pk, held.pk):
            raise Refused(
                "You can answer for your own children, and for yourself. If this child is yours, ask the school "
                "office to write that down first."
            )
        _write(ledger, held, voice, by, answers, how, rules)


def write_down(
    by: Person, person: Person, said_by: Person, answers: Answers, how: str, on: date, by_policy: Asked | None = None
) -> None:
    """Write down what came on paper, or was said, on a day. `by_policy`: what the policy asks today, where it is read
    once for many. Raises Refused where it is one's own family's, where
    that person does not speak for this one, or where they took a yes back themselves since."""
    with change(by, "consent.record", person.school) as ledger:
        rules = by_policy or asked(person.school, timezone.localdate())
        held, voice = _locked(person, rules)
        if by.pk == said_by.pk or voice.has(by.pk, held.pk):
            raise Refused("This is about your own family. Answer on your own page, or ask somebody else to write it.")
        if not voice.has(said_by.pk, held.pk):
            raise Refused(f"{said_by.name} does not answer for {held.name}. Choose somebody who does.")
        if on > timezone.localdate():
            raise Refused("That day is still to come. Enter the day on which they said it.")
        _write(ledger, held, voice, said_by, answers, how, rules, on=on, recorded_by=by)


def _locked(person: Person, rules: Asked) -> tuple[Person, Voice]:
    """The person and who speaks for them, as they are now, for nobody else to change meanwhile."""
    held = Person.unscoped.select_for_update(of=("self",)).select_related("school").get(pk=person.pk)
    return held, voice_of(held, timezone.localdate(), rules)


def _write(
    ledger: Change,
    person: Person,
    voice: Voice,
    said_by: Person,
    answers: Answers,
    how: str,
    rules: Asked,
    *,
    on: date | None = None,
    recorded_by: Person | None = None,
) -> None:
    if not answers:
        raise Refused("Choose yes or no for at least one of them.")
    today = timezone.localdate()
    before = as_answered([person], answers, today, by_policy=rules)
    said = latest(person.school, [person], list(answers))
    lasts, rows, newly_no = asking.lasts(person.school), [], set()
    for purpose, yes in answers.items():
        last = said.get((person.pk, purpose), {}).get(said_by.pk)
        row = Consent(school=person.school, person=person, purpose=purpose, yes=yes, said_by=said_by, how=how)
        row.recorded_by = recorded_by
        row.at = _when(on, yes, last) if on else timezone.now()
        row.until = asking.until(person, lasts, on or today) if yes else None
        row.stays = yes and lasts == Lasting.Choice.STAYS
        row.save()
        rows.append(row.pk)
        # A paper that comes late may be older than what was said since: then it takes nothing back.
        newly_no |= {purpose} if not yes and (last is None or (last.yes and last.at <= row.at)) else set()
    # Which rows, and not what they say: whoever reads the ledger is not to work out why somebody is not shown.
    ledger.write("consent.answered", person, said_by=said_by.pk, how=str(how), consents=rows)
    if newly_no:
        withdrawn.send(Consent, ledger=ledger, person=person, purposes=frozenset(newly_no))
    after = as_answered([person], answers, today, by_policy=rules)
    if any(after[key] == Standing.DISAGREE != before[key] for key in after):
        _tell_head(person, voice)


def _when(on: date, yes: bool, last: Consent | None) -> datetime:
    """When something counts as said that we know the day of: a no weighs more than what else was said that day."""
    now = timezone.now()
    of_that_day = last if last and timezone.localdate(last.at) == on else None
    if yes and of_that_day and not of_that_day.yes and of_that_day.how in THEIR_OWN:
        raise Refused("They said no themselves on that day. Ask them to answer again on their own page.")
    if on == timezone.localdate():
        return now
    if not yes:
        return timezone.make_aware(datetime.combine(on + timedelta(days=1), time())) - timedelta(microseconds=1)
    noon = timezone.make_aware(datetime.combine(on, time(12)))
    return max(noon, of_that_day.at) if of_that_day else noon


def _tell_head(person: Person, voice: Voice) -> None:
    family = list(Person.objects.of(person.school).filter(pk__in=voice.parents))
    heads = holders(person.school, ["head"], besides=[person, *family])
    tell(heads, DISAGREE.format(name=person.name), reverse("consent_disagreements"))
