"""Why somebody declined is opened: who did is written down before it is shown."""

from __future__ import annotations

from django.http import Http404

from schoolgate.community.change import change
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.duties.agreements.actions.signing import POWER, PURPOSE
from schoolgate.duties.agreements.actions.telling import readers
from schoolgate.duties.agreements.models import Signature
from schoolgate.record.sealing import unseal


def givers(signature: Signature) -> list[Person]:
    """Whoever gave the answer: the signer, or the parent for them. A teacher or the desk only wrote it down."""
    return [signature.person, signature.by] if signature.how == Signature.How.FOR_CHILD else [signature.person]


def may_read(person: Person, signature: Signature) -> bool:
    """Whether an answer is this person's to see, with its reason: they gave it, are the head, or stand in for them."""
    return person in givers(signature) or holds(person, "agreements.publish") or person in readers(signature)


def open_reason(by: Person, signature: Signature) -> str:
    """Why somebody declined. Raises Http404 for whoever it is not for."""
    if not may_read(by, signature):
        raise Http404
    if by not in givers(signature):
        with change(by, POWER, signature.person.school) as ledger:
            ledger.write("agreement.reason_opened", signature)
    return unseal(signature.reason_sealed, purpose=PURPOSE)
