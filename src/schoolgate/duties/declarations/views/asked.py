"""What the policy asks somebody to declare by a date: something, or nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.duties.declarations.actions.asked import NOT_ASKED, declare_nothing
from schoolgate.duties.declarations.draft import draft
from schoolgate.duties.declarations.forms import Anything
from schoolgate.duties.declarations.kinds import kinds, of_a_date
from schoolgate.duties.declarations.owing import open_duties
from schoolgate.policy.views.asking import card


@power("declaration.make")
@ask
def asked(request: Request) -> HttpResponse:
    """All that is asked now, and one question about it. Where there is something, declaring it follows."""
    owed = list(open_duties(request.person).select_related("version__school"))
    if not owed:
        return render(request, "declarations/not_asked.html", {"not_asked": NOT_ASKED})
    form = Anything(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.cleaned_data["anything"] == "yes":
        draft.forget(request)
        kind = kinds()[of_a_date()]
        return redirect("declare_question", kind=kind.key, question=kind.questions[0].key)
    if form.is_valid():
        declare_nothing(request.person)
        messages.success(request, "Thank you. It is kept that you had nothing to declare.")
        return redirect("own_record")
    asking = {duty.clause: duty.version for duty in owed if duty.version}
    clauses = [clause for number, version in asking.items() if (clause := version.clause(number))]
    context = {
        "form": form,
        "title": "What the school asks you to declare",
        "owed": owed,
        "clauses": [card(request.person.school, clause) for clause in clauses],
    }
    return render(request, "declarations/asked.html", context, status=422 if form.errors else 200)
