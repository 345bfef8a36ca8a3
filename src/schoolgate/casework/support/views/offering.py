"""The support of a case: offering it, who gives it, and what the person affected is told. For those who work on it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.asked import asked_by
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.cases.views.finding import find as find_case
from schoolgate.casework.support.access import could_support, of_cases
from schoolgate.casework.support.actions import family as families
from schoolgate.casework.support.actions import offering
from schoolgate.casework.support.forms import Family, Offer, Words
from schoolgate.casework.support.models import SupportFile
from schoolgate.casework.support.views.asking import asked_of_file, below
from schoolgate.casework.support.views.finding import find
from schoolgate.casework.support.waiting import INFORMED, OFFERED
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.picking import Picking
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.roles import Role
from schoolgate.community.views.asking import ask, sent
from schoolgate.policy.views.asking import card


@power("case.open")
@require_safe
def of_case(request: Request, reference: str) -> HttpResponse:
    """Everybody whom the case names who is of the school, with the support that they have."""
    case = find_case(request, reference)
    school = case.school
    files = SupportFile.objects.of(school).filter(case=case).select_related("person", "supporter").order_by("at")
    running = {file.person_id: file for file in files if not file.ended_at}
    parties = Party.objects.of(school).filter(case=case, ended_at=None, person__isnull=False).select_related("person")
    decides = holds(request.person, "case.decide") and case.runs
    rows = [_named(each, running.get(each.person_id or 0), decides) for each in parties.order_by("part", "at")]
    ended = [
        [{"text": file.person.name, "url": reverse("support_file", args=[file.reference])}, _date(file.ended_at)]
        for file in files
        if file.ended_at
    ]
    clauses = {clause.id: clause for control in (OFFERED, INFORMED) if (clause := asked_by(school, control))}
    context = {
        "case": case,
        "title": "Support",
        "rows": rows,
        "ended": ended,
        "ended_columns": ["Who", "Ended"],
        "clauses": [card(school, clause) for clause in clauses.values()],
    }
    return render(request, "support/of_case.html", context)


def _named(party: Party, file: SupportFile | None, decides: bool) -> dict[str, object]:
    url = reverse("support_offer", args=[party.case.reference, party.key]) if decides else ""
    there = reverse("support_file", args=[file.reference]) if file else ""
    return {"party": party, "file": file, "url": there, "offer_url": "" if file else url}


def _date(when: object) -> str:
    return date_format(timezone.localtime(when))  # type: ignore[arg-type]


@power("case.decide")
@ask
def choose(request: Request, reference: str, party: str) -> HttpResponse:
    """Who looks after them?"""
    case = find_case(request, reference)
    found, person = _party(case, party)
    picking = Picking(
        request,
        could_support(case, person),
        title=_whom(found),
        label="Staff",
        button="Continue",
        back_url=reverse("support_of_case", args=[reference]),
        lead="Choose somebody they trust. They will see the support, and nothing else of the case.",
        template="cases/pick.html",
        context={"case": case, "up": "Support"},
    )
    if picking.done():
        return redirect("support_offer_words", reference=reference, party=party, person=picking.chosen[0].pk)
    return picking.answer()


@power("case.decide")
@ask
def offer(request: Request, reference: str, party: str, person: int) -> HttpResponse:
    """What the person affected reads, and how often somebody talks with them."""
    case = find_case(request, reference)
    found, affected = _party(case, party)
    supporter = get_object_or_404(could_support(case, affected), pk=person)
    form = Offer(sent(request))
    context = {
        "case": case,
        "form": form,
        "party": found,
        "supporter": supporter,
        "affected": found.part == Party.Part.AFFECTED,
        "signs_in": affected.account_id is not None,
        "title": f"Offer support to {found.called()}",
        "button_text": "Offer support",
        "back_url": reverse("support_offer", args=[reference, party]),
        "up": _whom(found),
    }
    if form.is_valid():
        try:
            made = offering.offer(request.person, case, found, supporter=supporter, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("support_file", file=made.reference)
    return render(request, "support/offer.html", context, status=422 if form.errors else 200)


def _whom(party: Party) -> str:
    return f"Who could look after {party.called()}?"


def _party(case: Case, key: str) -> tuple[Party, Person]:
    rows = Party.objects.of(case.school).filter(case=case, ended_at=None).select_related("person__account", "case")
    party = get_object_or_404(rows, key=key)
    if party.person is None:
        raise Http404
    return party, party.person


@power("case.decide")
@ask
def supporter(request: Request, file: str) -> HttpResponse:
    """Somebody else looks after them."""
    found = find(request, file, of_cases)
    back = reverse("support_file", args=[file])
    picking = Picking(
        request,
        could_support(found.case, found.person).exclude(pk=found.supporter_id),
        title=f"Who looks after {found.person.name} from now on?",
        label="Staff",
        button="Ask them",
        back_url=back,
        lead="Whoever looks after them now will not see the support any more. Speak to them first.",
        template="cases/pick.html",
        context=below(request.person, found),
    )
    if picking.done():
        try:
            offering.change_supporter(request.person, found, picking.chosen[0])
        except Refused as refused:
            picking.refuse(str(refused))
        else:
            return redirect(back)
    return picking.answer()


@power("case.decide")
@ask
def happened(request: Request, file: str) -> HttpResponse:
    found = find(request, file, of_cases)
    form = Words(
        "What happened, in one plain sentence for them to read",
        sent(request),
        hint="Leave out who did it, and who told you.",
        initial=found.said("happened"),
    )
    return asked_of_file(
        request,
        found,
        form,
        lambda given: offering.change_words(request.person, found, given["words"]),
        done="They read these words from now on.",
        to=reverse("support_file", args=[file]),
        button="Save",
    )


@power("case.decide")
@ask
def family(request: Request, file: str) -> HttpResponse:
    found = find(request, file, of_cases)
    if Role.PUPIL not in found.person.roles():
        raise Http404
    form = Family(sent(request), initial={"let_in": found.with_family, "why": found.said("family_why")})
    return asked_of_file(
        request,
        found,
        form,
        lambda given: families.let_family_in(request.person, found, given["let_in"], given["why"]),
        done="It is saved.",
        to=reverse("support_file", args=[file]),
        title=f"The parents of {found.person.name}",
        lead="A parent whom the case names is never let in. Ask the pupil first, if they can say.",
        button="Save",
    )
