"""Pupils sign with their teacher, after they have talked about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Group, Person
from schoolgate.duties.agreements import asking
from schoolgate.duties.agreements.actions.signing import check_words, conclude, sealed_reason
from schoolgate.duties.agreements.actions.telling import tell_head
from schoolgate.duties.agreements.classes import Pupil, classes_of, texts_of
from schoolgate.duties.agreements.models import AgreementText, Signature
from schoolgate.duties.owing import asked as ask

POWER = "agreements.class"


@dataclass(frozen=True, slots=True)
class ClassSigned:
    """How many answered, and how many had been written down before by somebody else."""

    signed: int
    declined: int
    already: int


def sign_class(
    by: Person,
    group: Group,
    text: AgreementText,
    sha256: str,
    *,
    signed: Collection[int],
    declined: Mapping[int, str],
    away: int = 0,
    discussed: bool = False,
) -> ClassSigned:
    """Write down what the pupils of a class answered: the numbers of those who signed, and why others declined.

    Everybody else still owes it. Raises Refused for a class that `by` does not lead, a pupil who is not in it, and
    where the policy wants it talked through and it was not.
    """
    with change(by, POWER, group.school) as ledger:
        if not classes_of(by).filter(pk=group.pk).exists():
            raise Refused("Only the teacher of a class, the head or a senior leader signs with it. Ask one of them.")
        check_words(text, sha256)
        asked = ask(group.school, timezone.localdate())
        if asking.talked_through(asked) and not discussed:
            raise Refused("Talk the agreement through with the class first. Then say here that you have.")
        # Two teachers at once come one after the other, and the second finds what the first wrote.
        Group.objects.of(group.school).select_for_update().get(pk=group.pk)
        numbers = sorted({*signed, *declined})
        list(Person.objects.of(group.school).select_for_update().filter(pk__in=numbers).order_by("pk"))
        pupils = {p.person.pk: p for one in texts_of([group], asked)[group.pk] if one.text == text for p in one.pupils}
        if set(numbers) - pupils.keys() or set(signed) & declined.keys():
            raise Refused("Somebody on the list is not in this class now. Open the list again.")
        written: list[Signature] = []
        for number in numbers:
            if answer := _answer(pupils[number], declined.get(number)):
                one = Signature(text=text, person=pupils[number].person, answer=answer, how=Signature.How.CLASS, by=by)
                one.group, one.discussed, one.sha256 = group, discussed, sha256
                one.reason_sealed = sealed_reason(declined[number]) if number in declined else ""
                one.save()
                conclude(one, pupils[number].round.name)
                tell_head(one)
                written.append(one)
        yes = [one.pk for one in written if one.signed]
        no = [one.pk for one in written if not one.signed]
        ledger.write(
            "agreement.signed_in_class",
            group,
            text=text.pk,
            sha256=sha256,
            signed=yes,
            declined=no,
            away=away,
            discussed=discussed,
        )
    return ClassSigned(len(yes), len(no), len(numbers) - len(written))


def _answer(pupil: Pupil, reason: str | None) -> str:
    """What is written for a pupil; '' where it was written before."""
    if not pupil.open or (reason is not None and pupil.round.answer):
        return ""
    return Signature.Answer.SIGNED if reason is None else Signature.Answer.DECLINED
