"""The head hears who declined an agreement, and who has signed it since."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Notice, Person
from schoolgate.community.notices import tell
from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.agreements.models import Signature
from schoolgate.policy.holders import holders


def tell_head(signature: Signature) -> None:
    """Tell the head, or the chair where it is the head's own, that somebody declined, or has signed after all.

    Why stands on its page. Of what is out of date by then, nobody is told any more.
    """
    school, called, name = signature.text.school, agreements()[signature.text.audience].called, signature.person.name
    if not signature.signed:
        tell(readers(signature), f"{name} has declined the {called}. Read why.", _url(signature))
    elif before := declined_before(signature):
        Notice.objects.of(school).filter(url=_url(before), seen_at=None).update(seen_at=timezone.now())
        tell(readers(signature), f"{name} has signed the {called}, having declined it before.", _url(before))


def _url(signature: Signature) -> str:
    return reverse("signature", args=[signature.pk])


def declined_before(signature: Signature) -> Signature | None:
    """What somebody answered last before this, to any version, where that was no."""
    last = _theirs(signature).filter(pk__lt=signature.pk).last()
    return last if last and not last.signed else None


def signed_since(signature: Signature) -> Signature | None:
    """The answer with which somebody agreed after they had declined, to the same version or a later one."""
    later = _theirs(signature).filter(pk__gt=signature.pk, answer=Signature.Answer.SIGNED)
    return None if signature.signed else later.first()


def _theirs(signature: Signature) -> QuerySet[Signature]:
    found = Signature.objects.of(signature.text.school).filter(person=signature.person_id)
    return found.filter(text__audience=signature.text.audience).select_related("text").order_by("pk")


def readers(signature: Signature) -> list[Person]:
    """Those in the school who may read why somebody declined: the head, or the chair where it is the head's own."""
    besides = [signature.person] if signature.how != Signature.How.FOR_CHILD else [signature.person, signature.by]
    return holders(signature.text.school, ["head"], besides=besides)
