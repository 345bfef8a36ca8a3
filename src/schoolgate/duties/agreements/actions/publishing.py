"""A text is published, kept beside a new policy, or asked for no more."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.duties.agreements.actions.drafting import POWER, locked_draft
from schoolgate.duties.agreements.asking import audiences
from schoolgate.duties.agreements.models import AgreementText, digest
from schoolgate.duties.agreements.texts import current_text
from schoolgate.duties.owing import asked
from schoolgate.policy.models import in_force


def publish(by: Person, draft: AgreementText, sha256: str, from_day: date | None = None) -> AgreementText:
    """Ask an audience to sign this text, from a day on (today, unless told). `sha256` is of the words `by` has read.

    Raises Refused where the words are others by now, for a day before today, and for an empty text.
    """
    today = timezone.localdate()
    day = from_day or today
    if day < today:
        raise Refused("People cannot be asked from a day in the past. Choose today or a later day.")
    with change(by, POWER, draft.school) as ledger:
        text = locked_draft(draft)
        if not text.words.strip():
            raise Refused("There are no words in this agreement yet. Write them, then publish it.")
        if digest(text.words) != sha256:
            raise Refused("The words have changed since you opened this page. Read them again, then publish.")
        later = AgreementText.objects.of(text.school).filter(audience=text.audience, from_day__gt=day).first()
        if later and later.from_day:
            begins = f"{later.from_day:%-d %B %Y}"
            raise Refused(f"Version {later.number} begins on {begins}. Choose that day or a later one.")
        text.state, text.sha256, text.from_day = AgreementText.State.PUBLISHED, sha256, day
        text.published_by, text.published_at = by, timezone.now()
        text.policy = in_force(text.school, max(day, today))
        text.save()
        ledger.write(
            "agreement.published",
            text,
            audience=text.audience,
            number=text.number,
            sha256=sha256,
            from_day=day.isoformat(),
        )
    return text


def keep(by: Person, text: AgreementText) -> None:
    """Say that a text is still right under the policy in force. Raises Refused where it is not the one asked for."""
    with change(by, POWER, text.school) as ledger:
        held = _asked_for(text)
        policy = in_force(held.school)
        held.policy = policy
        held.save(update_fields=["policy"])
        ledger.write("agreement.kept", held, policy=policy.pk if policy else None)


def stop(by: Person, text: AgreementText) -> None:
    """Ask for this agreement no more, from today. What was signed stays signed.

    Raises Refused while the policy asks for it: whoever keeps the words does not decide who signs.
    """
    with change(by, POWER, text.school) as ledger:
        held = _asked_for(text)
        if clause := clause_for(held):
            raise Refused(
                f"Clause {clause} of the policy asks for this agreement, so it cannot be stopped. "
                "Write a new version to change its words, or ask the governors to change the policy."
            )
        held.stopped_on = timezone.localdate()
        held.save(update_fields=["stopped_on"])
        ledger.write("agreement.stopped", held, audience=held.audience, number=held.number)


def clause_for(text: AgreementText) -> str:
    """The clause of the policy in force that asks a text's audience for an agreement; '' for none."""
    return audiences(asked(text.school, timezone.localdate())).get(text.audience, "")


def call_off(by: Person, text: AgreementText) -> None:
    """Take back a text whose first day is still to come: it is a draft again."""
    with change(by, POWER, text.school) as ledger:
        held = AgreementText.objects.of(text.school).select_for_update().get(pk=text.pk)
        if held.state != AgreementText.State.PUBLISHED or not held.from_day or held.from_day <= timezone.localdate():
            raise Refused("People are asked to sign this version already. Publish a new one to change its words.")
        if AgreementText.objects.of(text.school).filter(audience=held.audience, state="draft").exists():
            raise Refused("There is a newer draft of this agreement. Throw that one away first.")
        held.state, held.from_day, held.published_by, held.published_at = AgreementText.State.DRAFT, None, None, None
        held.save()
        ledger.write("agreement.called_off", held, audience=held.audience, number=held.number)


def _asked_for(text: AgreementText) -> AgreementText:
    held = AgreementText.objects.of(text.school).select_for_update().get(pk=text.pk)
    if current_text(held.school, held.audience) != held:
        raise Refused("Nobody is asked to sign this version now. Open the list of agreements to see which they are.")
    return held
