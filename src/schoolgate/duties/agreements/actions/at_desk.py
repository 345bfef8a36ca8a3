"""Somebody who has no account signs at the desk, in front of a member of staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.actions.people import enter
from schoolgate.community.actions.roles import give
from schoolgate.community.change import Refused, change
from schoolgate.community.finding import holding
from schoolgate.community.models import Person, RoleHolding, School, Term
from schoolgate.community.notices import tell
from schoolgate.community.roles import Role
from schoolgate.duties.agreements.actions.signing import write
from schoolgate.duties.agreements.known import data, desk_kinds
from schoolgate.duties.agreements.models import AgreementText, Signature
from schoolgate.duties.agreements.rounds import Round, current_round
from schoolgate.duties.agreements.standing import answers_to
from schoolgate.duties.agreements.texts import current_texts
from schoolgate.duties.owing import asked as ask
from schoolgate.policy.holders import holders

POWER = "agreements.desk"
ROLES = frozenset({Role.CONTRACTOR, Role.VOLUNTEER})
"""All that the desk gives. Whoever gets one here has no account, so it opens no page to them."""


class WrittenDownError(Refused):
    """Somebody of this name is on the desk's list already: perhaps it is them."""


def add_at_desk(by: Person, *, name: str, kind: str, until: date | None = None, another: bool = False) -> Person:
    """Write down somebody who has come to the desk; `until` is their last day, for those who get a role.

    Nobody gets an account, or any other role than contractor or volunteer, or one for longer than a term. The head is
    told. Raises Refused for a last day that is past or too far away, and WrittenDownError for a name that is on the
    list already, unless this is `another` person of that name.
    """
    known = desk_kinds()[kind]
    with change(by, POWER, by.school) as ledger:
        # The same form sent twice comes one after the other, and the second finds the first.
        School.objects.select_for_update().get(pk=by.school_id)
        if not another and of_name(by.school, name).exists():
            raise WrittenDownError("Somebody of this name is on the list already. Choose them, or say it is another.")
        if known.role and known.role not in ROLES:
            raise ValueError(f"The desk does not give the role {known.role}.")
        person = enter(ledger, name=name, roles=[])
        if known.role:
            last = until or timezone.localdate()
            _check_last_day(by.school, last)
            give(ledger, person, known.role, to_date=last + timedelta(days=1), called=known.called)
            words = f"{by.name} has written down {person.name} at the desk: {known.label.lower()}, until {last:%-d %B}."
            heads = [head for head in holders(by.school, ["head"]) if head != by]
            tell(heads, words, reverse("person", args=[person.pk]))
        ledger.write("agreement.came_to_desk", person, kind=kind)
    return person


def _check_last_day(school: School, last: date) -> None:
    today = timezone.localdate()
    if last < today:
        raise Refused("The last day is past. Choose today or a later day.")
    if last > (latest := latest_day(school)):
        raise Refused(f"At the desk, somebody can be let in until {latest:%-d %B %Y}. For longer, ask the head.")


def latest_day(school: School) -> date:
    """The last day that the desk may give: the end of the term that runs, or of so many days where none does."""
    today = timezone.localdate()
    term = Term.objects.of(school).filter(first_day__lte=today, last_day__gte=today).first()
    return term.last_day if term else today + timedelta(days=int(data("settings.yaml")["desk"]["days"]))


def people_at_desk(school: School) -> QuerySet[Person]:
    """Those who may sign at the desk: contractors and volunteers of today, and visitors, who have no role.

    None of them has an account. Whoever can sign in gives their answer there: nobody writes it down for them.
    """
    here = holding(school, *ROLES).values("pk")
    visitor = Q(year="", left_on__isnull=True) & ~Q(pk__in=RoleHolding.objects.of(school).values("person"))
    found = Person.objects.of(school).filter(account=None, offered_to=None)
    return found.filter(Q(pk__in=here) | visitor).order_by("-added_on", "name", "pk")


def of_name(school: School, name: str) -> QuerySet[Person]:
    """Those who may sign at the desk and have this name, whatever the capitals."""
    return people_at_desk(school).filter(name__iexact=" ".join(name.split()))


def text_for(person: Person, texts: Mapping[str, AgreementText] | None = None) -> AgreementText | None:
    """The agreement that somebody is shown at the desk, of those that are asked for; None where none fits."""
    roles = person.roles()
    texts = current_texts(person.school) if texts is None else texts
    kinds = [kind for kind in desk_kinds().values() if kind.role in roles or (not kind.role and not roles)]
    return next((texts[name] for kind in kinds for name in kind.texts if name in texts), None)


def rounds_of(school: School, people: Sequence[Person]) -> dict[int, Round]:
    """person -> where they stand with the agreement that they are shown at the desk. The same few queries for all."""
    asked, texts = ask(school, timezone.localdate()), current_texts(school)
    answers = answers_to(school, texts.values(), [person.pk for person in people])
    months, found = asked.number("agreement.renew_months"), {}
    for person in people:
        if text := text_for(person, texts):
            found[person.pk] = current_round(text.number, answers.get((text.pk, person.pk), []), months, asked.on)
    return found


def sign_at_desk(by: Person, person: Person, text: AgreementText, sha256: str) -> Signature:
    """Somebody signs on the school's screen, in front of `by`. Raises as `signing.sign` does."""
    return _write(by, person, text, sha256, Signature.Answer.SIGNED)


def decline_at_desk(by: Person, person: Person, text: AgreementText, sha256: str, reason: str) -> Signature:
    """Somebody declines at the desk, and says why. Raises as `signing.sign` does."""
    return _write(by, person, text, sha256, Signature.Answer.DECLINED, reason)


def _write(by: Person, person: Person, text: AgreementText, sha256: str, answer: str, reason: str = "") -> Signature:
    with change(by, POWER, person.school) as ledger:
        if by == person or not people_at_desk(person.school).filter(pk=person.pk).exists():
            raise Refused("At the desk, visitors, contractors and volunteers sign. Others sign on their own home page.")
        if text_for(person) != text:
            raise Refused("This is not the agreement for them. Begin again from the desk’s list.")
        asked = ask(person.school, timezone.localdate())
        return write(ledger, asked, text, person, sha256, answer, Signature.How.DESK, by=by, reason=reason)
