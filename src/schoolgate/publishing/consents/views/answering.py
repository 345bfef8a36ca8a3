"""A parent, an older pupil or an adult says yes or no, and takes it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community.change import Refused
from schoolgate.community.models import Person, School
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.duties.owing import asked
from schoolgate.policy.views.asking import card
from schoolgate.publishing.consents import asking
from schoolgate.publishing.consents.actions import answering
from schoolgate.publishing.consents.forms import AnswersForm
from schoolgate.publishing.consents.models import Consent, Lasting, Purpose
from schoolgate.publishing.consents.reading import answers_for, own_answers
from schoolgate.publishing.consents.voices import CONTROL, voice_of

POWER = "consent.answer"
SAVED = "We have written down what you said. You can change it here at any time."
TAKEN_BACK = (
    "We have written down no to everything. If pictures are out, they are being taken down, and you get a mail once "
    "they are gone."
)


@power(POWER)
@require_safe
def mine(request: Request) -> HttpResponse:
    """Whom somebody answers for."""
    person, today = request.person, timezone.localdate()
    wanted = [one.value for one in asking.purposes(person.school)]
    tasks = []
    for one in answers_for(person, today):
        said = own_answers(person, one, today)
        left = sum(1 for purpose in wanted if purpose not in said)
        title = "Pictures of you" if one == person else f"Pictures of {one.name}"
        hint = _hint(left, len(wanted))
        tasks.append({"title": title, "url": reverse("consent", args=[one.pk]), "hint": hint, "status": _status(left)})
    return render(request, "consents/mine.html", {"tasks": tasks})


def _hint(left: int, of: int) -> str:
    if left == of:
        return "You have not said anything yet, so it is no."
    return f"{left} still to answer. Until then these are no." if left else "You can change your answers at any time."


def _status(left: int) -> str:
    return "To do" if left else "Done"


@power(POWER)
@ask
def consent(request: Request, pk: int) -> HttpResponse:
    """Yes or no for each purpose; one's own child, or oneself."""
    person = _find(request, pk)
    said = own_answers(request.person, person, timezone.localdate())
    form = answers_form(person.school, said, sent(request))
    if form.is_valid():
        try:
            answering.answer(request.person, person, form.answers())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, SAVED)
            return redirect("consents")
    context = shown(person, said, form, whose="you" if person == request.person else person.name)
    context |= {"back_url": reverse("consents"), "no_url": reverse("consent_no", args=[pk])}
    return render(request, "consents/answer.html", context, status=422 if form.errors else 200)


@power(POWER)
@require_POST
def no_to_everything(request: Request, pk: int) -> HttpResponse:
    """One button: everything that was said is taken back."""
    answering.answer(request.person, _find(request, pk), answering.EVERYTHING)
    messages.success(request, TAKEN_BACK)
    return redirect("consents")


def _find(request: Request, pk: int) -> Person:
    """Somebody for whom this person answers; 404 for anybody else."""
    found = get_object_or_404(Person.objects.of(request.person.school).select_related("school"), pk=pk)
    if not voice_of(found, timezone.localdate()).has(request.person.pk, found.pk):
        raise Http404
    return found


def answers_form(school: School, said: dict[str, Consent], data: Any) -> AnswersForm:
    """What the school asks about, and what was said before about anything else."""
    wanted = asking.purposes(school)
    listed = [one for one in Purpose if one in wanted or (one.value in said and said[one.value].yes)]
    return AnswersForm(listed, {purpose: row.yes for purpose, row in said.items()}, data)


def shown(person: Person, said: dict[str, Consent], form: AnswersForm, whose: str) -> dict[str, Any]:
    """What the page of the answers shows, signed in or by the link."""
    fixed = asked(person.school, timezone.localdate()).settings.get(CONTROL)
    return {
        "form": form,
        "whose": whose,
        "school": person.school,
        "any_yes": any(row.yes for row in said.values()),
        "until": max((row.until for row in said.values() if row.yes and row.until), default=None),
        "stays": asking.lasts(person.school) == Lasting.Choice.STAYS,
        "pupil": voice_of(person, timezone.localdate()).pupil,
        "clause": card(person.school, fixed.clause) if fixed else None,
    }
