"""Open what somebody complains of as a complaint by itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schoolgate.casework.cases.access import may_decide, may_open
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.cases.routing import says_where
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.cases.words import complaints
from schoolgate.casework.reports.actions.complaining import Complaint, open_complaint
from schoolgate.casework.reports.forms import FromCase
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.policy.views.asking import card

OPENED = "It is a complaint now, in a case of its own, with those who look into complaints. It names none of them."
OPEN = "It is a complaint now, and this is its case. Look first at what it is."


@power("case.decide")
@ask
def complaint(request: Request, reference: str) -> HttpResponse:
    case = find(request, reference)
    if complaints(case.kinds) or case.state in (Case.State.NEW, Case.State.JOINED):
        raise Http404
    parties = list(Party.objects.of(case.school).filter(case=case, ended_at=None).select_related("person"))
    form = FromCase(parties, sent(request))
    if form.is_valid() and may_decide(request.person, case):
        given = form.cleaned_data
        said = Complaint(given["what"], given["right"], given["who"], given["about"])
        try:
            made = open_complaint(request.person, case, said, sent_key=given["once"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            here = may_open(request.person, made)
            messages.success(request, OPEN if here else OPENED)
            return redirect(made.path if here else case.path)
    context = {
        "case": case,
        "form": form,
        "title": "Open it as a complaint",
        "cards": [card(case.school, clause) for clause in says_where(case.school, ["complaint"])],
        "button_text": "Open it as a complaint",
        "back_url": case.path,
    }
    return render(request, "reports/complaint.html", context, status=422 if form.errors else 200)
