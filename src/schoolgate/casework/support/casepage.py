"""What support gives to the page of a case, and what has to be done before the case can be closed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from schoolgate.casework.cases.asked import asked_by
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.page import Hinder, Section
from schoolgate.casework.support.models import CheckIn, SupportFile
from schoolgate.casework.support.standing import standing
from schoolgate.casework.support.waiting import OFFERED, not_offered
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.community.today import OVERDUE, TO_DO


def sections(person: Person, case: Case) -> Iterator[Section]:
    """The support of everybody whom it names."""
    files = SupportFile.objects.of(case.school).filter(case=case)
    counted = files.aggregate(running=Count("pk", filter=Q(ended_at=None)), ended=Count("pk", filter=~Q(ended_at=None)))
    if case.state == Case.State.JOINED and not any(counted.values()):
        return
    urgent = CheckIn.objects.of(case.school).filter(file__case=case, urgent=True, done_at=None).exists()
    waits = case.runs and not_offered(case.school, [case]).exists()
    said = [f"{counted['running']} supported now"] if counted["running"] else []
    said += [f"{counted['ended']} ended"] if counted["ended"] else []
    said += ["not offered yet to somebody affected"] if waits else []
    hint = "Somebody is not all right: speak to them now" if urgent else ", ".join(said) or "For anybody it is about"
    status = OVERDUE if urgent else TO_DO if waits and holds(person, "case.decide") else ""
    yield Section("Support", reverse("support_of_case", args=[case.reference]), _sentence(hint), status)


def hinders(case: Case) -> Iterator[Hinder]:
    """Where the policy says so, support is offered; and what was written for the person affected reaches them."""
    if asked_by(case.school, OFFERED):
        for party in not_offered(case.school, [case]):
            url = reverse("support_offer", args=[case.reference, party.key])
            yield Hinder(f"Offer support to {party.called()}.", url)
    for file in SupportFile.objects.of(case.school).filter(case=case).select_related("case__school", "person"):
        for rung in standing(file).naming:
            words = f"Say anew what {file.person.name} may read about “{rung.label}”: it names somebody and is hidden."
            yield Hinder(words, reverse("step", args=[case.reference, rung.code]))


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
