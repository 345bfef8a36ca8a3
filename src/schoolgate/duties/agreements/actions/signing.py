"""Somebody signs an agreement, or declines and says why: for themselves, or a parent for their child."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import FamilyLink, Person
from schoolgate.community.years import stage
from schoolgate.duties.agreements import asking
from schoolgate.duties.agreements.actions.telling import tell_head
from schoolgate.duties.agreements.models import AgreementText, Signature
from schoolgate.duties.agreements.owing import KIND
from schoolgate.duties.agreements.standing import round_of
from schoolgate.duties.agreements.texts import current_text
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked
from schoolgate.duties.owing import asked as ask
from schoolgate.record.ledger import reference
from schoolgate.record.sealing import seal

POWER = "agreements.sign"
PURPOSE = "agreement reason"
LONGEST = 2000
"""Letters of a reason."""


class WordsChangedError(Refused):
    """The text is not the one that was shown. The page shows the new one."""


def sign(by: Person, text: AgreementText, sha256: str) -> Signature:
    """Sign for oneself the words with this hash.

    Raises WordsChangedError where other words are asked for by now, Refused where this person has signed already or
    is not asked for this agreement.
    """
    return _for_oneself(by, text, sha256, Signature.Answer.SIGNED)


def decline(by: Person, text: AgreementText, sha256: str, reason: str) -> Signature:
    """Decline for oneself, with a reason that the head reads. Raises as `sign` does."""
    return _for_oneself(by, text, sha256, Signature.Answer.DECLINED, reason)


def sign_for_child(by: Person, child: Person, text: AgreementText, sha256: str) -> Signature:
    """A parent signs for their child, where the policy says so. Raises as `sign` does."""
    return _for_child(by, child, text, sha256, Signature.Answer.SIGNED)


def decline_for_child(by: Person, child: Person, text: AgreementText, sha256: str, reason: str) -> Signature:
    """A parent declines for their child. Raises as `sign` does."""
    return _for_child(by, child, text, sha256, Signature.Answer.DECLINED, reason)


def _for_oneself(by: Person, text: AgreementText, sha256: str, answer: str, reason: str = "") -> Signature:
    with change(by, POWER, text.school) as ledger:
        asked = ask(text.school, timezone.localdate())
        if by.pk not in asked.audiences.of(text.audience):
            raise Refused("This agreement is for other people, so you do not have to sign it. Yours are in the list.")
        if text.audience in asking.by_parents(asked):
            raise Refused("Your parent or carer signs this one for you. Ask them to do it on their home page.")
        return write(ledger, asked, text, by, sha256, answer, Signature.How.ONLINE, by=by, reason=reason)


def _for_child(by: Person, child: Person, text: AgreementText, sha256: str, answer: str, reason: str = "") -> Signature:
    with change(by, POWER, child.school) as ledger:
        asked = ask(child.school, timezone.localdate())
        if not is_parent_of(by, child) or stage(child.year) != text.audience:
            raise Refused("You can sign only for your own child. If they are yours, ask the school office to say so.")
        if text.audience not in asking.by_parents(asked):
            raise Refused("Your child signs this one in class, so you have nothing to do.")
        how = Signature.How.FOR_CHILD
        return write(ledger, asked, text, child, sha256, answer, how, by=by, reason=reason)


def is_parent_of(adult: Person, child: Person) -> bool:
    links = FamilyLink.objects.of(child.school).filter(adult=adult, child=child, kind=FamilyLink.Kind.PARENT)
    return links.exists()


def write(
    ledger: Change,
    asked: Asked,
    text: AgreementText,
    person: Person,
    sha256: str,
    answer: str,
    how: str,
    *,
    by: Person,
    reason: str = "",
) -> Signature:
    """Write one answer, within a change that was already allowed, and end what was owed."""
    check_words(text, sha256)
    # Two answers at once come one after the other, and the second finds the first.
    Person.unscoped.select_for_update().get(pk=person.pk)
    now = round_of(person, text, asked)
    if now.answer and now.answer.signed:
        raise Refused("This has been signed already, so there is nothing left to do.")
    declined = answer == Signature.Answer.DECLINED
    if declined and now.answer:
        raise Refused("This has been declined already, and the head knows why. You can still sign it.")
    signature = Signature(text=text, person=person, answer=answer, how=how, by=by, sha256=sha256)
    signature.reason_sealed = sealed_reason(reason) if declined else ""
    signature.save()
    ledger.write(f"agreement.{answer}", signature, text=text.pk, sha256=sha256, how=str(how))
    conclude(signature, now.name)
    tell_head(signature)
    return signature


def check_words(text: AgreementText, sha256: str) -> None:
    """Raise WordsChangedError unless these are the words that people are asked to sign today."""
    asked_for = current_text(text.school, text.audience)
    if asked_for is None:
        raise Refused("Nobody is asked to sign this agreement any more, so there is nothing to do.")
    if asked_for.pk != text.pk or text.sha256 != sha256:
        raise WordsChangedError("This agreement has new words since you opened it. Read them, then answer again.")


def sealed_reason(reason: str) -> str:
    """A reason as it is kept. Raises Refused for none."""
    words = " ".join(reason.split())[:LONGEST]
    if not words:
        raise Refused("Say why in a few words, so that the head can help.")
    return seal(words, purpose=PURPOSE)


def conclude(signature: Signature, round_: str) -> None:
    """End the duty of this round. One that was declined is done once it is signed after all."""
    State = Duty.State  # noqa: N806 (a class)
    owed = Duty.objects.of(signature.text.school).filter(
        person=signature.person_id, kind=KIND, key=signature.text.audience, round=round_
    )
    owed.filter(state__in=[State.OWED, State.DECLINED, State.LET_OFF]).update(
        state=State.DONE if signature.signed else State.DECLINED,
        ended_at=timezone.now(),
        evidence=reference(signature),
    )
