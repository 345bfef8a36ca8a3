"""The office writes down what came on paper, or was said."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Refused
from schoolgate.community.finding import here
from schoolgate.community.models import Person
from schoolgate.community.picking import Picking
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.publishing.consents import asking
from schoolgate.publishing.consents.actions import answering
from schoolgate.publishing.consents.forms import PaperForm
from schoolgate.publishing.consents.models import Consent
from schoolgate.publishing.consents.voices import voice_of

POWER = "consent.record"


@power(POWER)
@ask
def choose(request: Request) -> HttpResponse:
    """Whom the paper is about."""
    picking = Picking(
        request,
        among=here(request.person.school),
        title="Write down answers about pictures",
        label="Whom is it about?",
        button="Continue",
        back_url=reverse("consent_register"),
        lead="The pupil or the adult whom the pictures would show.",
    )
    if picking.done():
        return redirect("consent_paper", picking.chosen[0].pk)
    return picking.answer()


@power(POWER)
@ask
def paper(request: Request, pk: int) -> HttpResponse:
    """Who said what, how and when. What they said before is not shown: it is not for everybody who writes down."""
    person = get_object_or_404(here(request.person.school).select_related("school"), pk=pk)
    voice = voice_of(person, timezone.localdate())
    numbers = voice.parents | ({person.pk} if voice.own else frozenset())
    speakers = list(Person.objects.of(person.school).filter(pk__in=numbers).order_by("name", "pk"))
    if not speakers:
        return render(request, "consents/nobody_answers.html", {"found": person})
    form = PaperForm(speakers, asking.purposes(person.school), sent(request))
    if form.is_valid():
        given = form.cleaned_data
        said_by = next(one for one in speakers if one.pk == given["said_by"])
        try:
            answering.write_down(request.person, person, said_by, form.answers(), given["how"], given["on"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"We have written down what {said_by.name} said about pictures of {person.name}.")
            return redirect("consent_register")
    rows = [(one.name, _answered(person, one)) for one in speakers]
    context = {"form": form, "found": person, "rows": rows, "pupil": voice.pupil}
    return render(request, "consents/paper.html", context, status=422 if form.errors else 200)


def _answered(person: Person, speaker: Person) -> str:
    """When and how somebody answered last, and not what."""
    rows = Consent.objects.of(person.school).filter(person=person, said_by=speaker).order_by("-at", "-pk")
    last = rows.first()
    if last is None:
        return "Has not answered yet"
    return f"Answered on {timezone.localtime(last.at):%-d %B %Y}: {last.get_how_display().lower()}"
