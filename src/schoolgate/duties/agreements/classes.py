"""Which classes somebody signs with, and where each of their pupils stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from schoolgate.community.models import Group, Membership, Person
from schoolgate.community.roles import Role
from schoolgate.community.years import stage
from schoolgate.duties.agreements import asking
from schoolgate.duties.agreements.models import AgreementText
from schoolgate.duties.agreements.rounds import Round, current_round
from schoolgate.duties.agreements.standing import answers_to
from schoolgate.duties.agreements.texts import current_texts
from schoolgate.duties.owing import Asked

EVERY_CLASS = frozenset({Role.HEAD, Role.SLT})


def classes_of(person: Person) -> QuerySet[Group]:
    """The classes that somebody leads; all of them for the head and senior leaders."""
    found = Group.objects.of(person.school).filter(kind=Group.Kind.CLASS, ended_on__isnull=True)
    if person.roles() & EVERY_CLASS:
        return found
    return found.filter(pk__in=Membership.objects.of(person.school).filter(person=person, leads=True).values("group"))


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil of a class, and the round they are in."""

    person: Person
    round: Round

    @property
    def open(self) -> bool:
        """Whether they may still sign."""
        return self.round.answer is None or not self.round.answer.signed


@dataclass(frozen=True, slots=True)
class ClassText:
    """One text and the pupils of a class who sign it."""

    text: AgreementText
    pupils: list[Pupil]

    @property
    def left(self) -> int:
        """How many have not answered."""
        return sum(1 for pupil in self.pupils if pupil.round.answer is None)

    @property
    def declined(self) -> int:
        """How many said no, and have not signed since."""
        return sum(1 for pupil in self.pupils if pupil.open) - self.left

    @property
    def signed(self) -> int:
        return sum(1 for pupil in self.pupils if not pupil.open)


def texts_of(groups: list[Group], asked: Asked) -> Mapping[int, list[ClassText]]:
    """For each class, the texts that its pupils sign in class. The same few queries however many classes."""
    texts = {
        audience: text
        for audience, text in current_texts(asked.school, asked.on).items()
        if audience not in asking.by_parents(asked)
    }
    members = Membership.objects.of(asked.school).filter(group__in=groups, leads=False).select_related("person")
    members = members.order_by("person__name", "person")
    answers = answers_to(asked.school, texts.values(), [member.person_id for member in members])
    months = asked.number("agreement.renew_months")
    found: dict[int, dict[str, ClassText]] = {group.pk: {} for group in groups}
    for member in members:
        pupil, audience = member.person, stage(member.person.year)
        text = texts.get(audience)
        if text and pupil.pk in asked.audiences.of(audience):
            now = current_round(text.number, answers.get((text.pk, pupil.pk), []), months, asked.on)
            one = found[member.group_id].setdefault(audience, ClassText(text, []))
            one.pupils.append(Pupil(pupil, now))
    return {group: list(by_audience.values()) for group, by_audience in found.items()}
