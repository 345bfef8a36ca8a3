"""Who opens a support file: the person it is for, whoever looks after them, and those who may open the case."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from schoolgate.casework.cases.access import about, kept_out, open_to
from schoolgate.casework.cases.models import Case, Member, Party
from schoolgate.casework.support.models import SupportFile
from schoolgate.community.finding import holding
from schoolgate.community.models import FamilyLink, Person
from schoolgate.community.roles import Role


def own(person: Person) -> QuerySet[SupportFile]:
    """The support that is for somebody; for parents also their child's, where they were let in and the case neither
    names them nor may be about them."""
    links = FamilyLink.objects.of(person.school).filter(adult=person, kind=FamilyLink.Kind.PARENT)
    named = Party.objects.of(person.school).filter(person=person, ended_at=None).values("case")
    childs = Q(with_family=True, person__in=links.values("child")) & ~Q(case__in=named)
    childs &= ~Q(case__besides=person)
    return _rows(person).filter(Q(person=person) | childs)


def given(person: Person) -> QuerySet[SupportFile]:
    """The support that somebody gives now. It is not theirs any more once the case is about them or their child."""
    held = person.roles()
    if Role.STAFF not in held or Role.TECHNICIAN in held:
        return _rows(person).none()
    mine = _rows(person).filter(supporter=person, ended_at=None)
    return mine.exclude(case__in=about(person)).exclude(case__besides=person)


def to_see(person: Person) -> QuerySet[SupportFile]:
    """The files that somebody works with: those they give, and those of the cases that they may open."""
    return _rows(person).filter(Q(pk__in=given(person).values("pk")) | Q(case__in=open_to(person).values("pk")))


def of_cases(person: Person) -> QuerySet[SupportFile]:
    """The files of the cases that somebody may open."""
    return _rows(person).filter(case__in=open_to(person).values("pk"))


def could_support(case: Case, person: Person) -> QuerySet[Person]:
    """Who may be asked to look after somebody whom a case names: staff whom it is not about, nor a child of theirs.

    For somebody who is said to have done it, only those who do not work on the case: nobody looks into what somebody
    did and looks after them.
    """
    school = case.school
    technicians = holding(school, Role.TECHNICIAN)
    staff = holding(school, Role.STAFF).exclude(pk__in=kept_out(case) | {person.pk})
    staff = staff.exclude(pk__in=technicians.values("pk"))
    if Party.Part.RESPONSIBLE in _parts(case, person):
        members = Member.objects.of(school).filter(case=case, ended_at=None)
        staff = staff.exclude(pk__in=members.values("person"))
    return staff


def sees_steps(file: SupportFile) -> bool:
    """Whether what is done about it is for this person to read: they are affected, and not said to have done it."""
    parts = _parts(file.case, file.person)
    return Party.Part.AFFECTED in parts and Party.Part.RESPONSIBLE not in parts


def _parts(case: Case, person: Person) -> set[str]:
    rows = Party.objects.of(case.school).filter(case=case, person=person, ended_at=None)
    return set(rows.values_list("part", flat=True))


def parents_who_read(file: SupportFile) -> list[Person]:
    """The parents who read a pupil's page; none unless somebody let them in."""
    if not file.with_family:
        return []
    return list(parents(file))


def parents(file: SupportFile) -> QuerySet[Person]:
    """The parents of whoever it is for, without those whom the case names or may be about."""
    school = file.case.school
    links = FamilyLink.objects.of(school).filter(child=file.person, kind=FamilyLink.Kind.PARENT)
    named = Party.objects.of(school).filter(case=file.case, ended_at=None, person__isnull=False).values("person")
    out = Q(pk__in=named) | Q(pk__in=file.case.besides.values("pk"))
    return Person.objects.of(school).filter(pk__in=links.values("adult")).exclude(out)


def _rows(person: Person) -> QuerySet[SupportFile]:
    return SupportFile.objects.of(person.school)
