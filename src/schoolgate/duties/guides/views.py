"""The guide for families: to read and print, and who has had it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community.change import Refused
from schoolgate.community.models import Person, School
from schoolgate.community.powers import PUBLIC, holds, power
from schoolgate.community.request import AnyRequest, Request
from schoolgate.community.views.asking import ask
from schoolgate.documents.writing import to_pdf
from schoolgate.duties.guides.actions.giving import choose_languages, hand_over, opened, send_now
from schoolgate.duties.guides.families import Now, guide_now, recipients, without
from schoolgate.duties.guides.forms import HandOverForm, LanguagesForm
from schoolgate.duties.guides.frame import ENGLISH, frames
from schoolgate.duties.guides.guide import Line
from schoolgate.duties.guides.models import Given, Languages
from schoolgate.duties.owing import asked
from schoolgate.policy.explain import joined
from schoolgate.policy.wording import choice_label
from schoolgate.policy.worries import helpline

HELP = ("childline", "nspcc")
A_PAGE = 50
KEPT = 7 * 24 * 60 * 60  # seconds


@power("guide.read")
@require_safe
def here(request: Request) -> HttpResponse:
    """The guide of one's own school."""
    return redirect("guide", school=request.person.school.slug)


@power(PUBLIC)
@require_safe
def guide(request: AnyRequest, school: str) -> HttpResponse:
    """The guide, open to everybody as the policy is; ?language= chooses another language of the school's."""
    where = get_object_or_404(School, slug=school)
    now = guide_now(where)
    if now is None:
        return render(request, "guides/none.html", {"school": where})
    if request.person and request.person.school_id == where.pk and holds(request.person, "guide.read"):
        opened(request.person)
    return render(request, "guides/guide.html", _said(request, where, now))


@power(PUBLIC)
@require_safe
def guide_print(request: HttpRequest, school: str) -> HttpResponse:
    """The same as a PDF."""
    where = get_object_or_404(School, slug=school)
    now = guide_now(where)
    if now is None:
        raise Http404
    said = _said(request, where, now)
    body, title = render_to_string("guides/paper.html", said), said["frame"]["title"]
    response = HttpResponse(_paper(body, title), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="guide-{where.slug}-{said["language"]}.pdf"'
    return response


def _paper(body: str, title: str) -> bytes:
    """The PDF, kept as long as it says the same: making one takes a second, and anybody at all may ask for it."""
    key = f"guide:{sha256(f'{title} {body}'.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        cache.set(key, kept := to_pdf(body, title), KEPT)
    return bytes(kept)


def _said(request: HttpRequest, where: School, now: Now) -> dict[str, Any]:
    offered = offered_in(where)
    language = request.GET.get("language", ENGLISH)
    if language not in offered:
        language = ENGLISH
    frame = frames()[language]
    since = now.version.in_force_from
    return {
        "school": where,
        "language": language,
        "frame": frame,
        "whom": frame["for"].format(school=where.name),
        "origin": frame["from"].format(version=now.version.number, date=f"{since:%d/%m/%Y}"),
        "audiences": [
            (frame[name], _parts(frame, lines))
            for name, lines in (("parents", now.guide.parents), ("pupils", now.guide.pupils), ("both", now.guide.both))
            if lines
        ],
        "tell": [(frame[line], whom, clause) for line, whom, clause in now.guide.tell],
        "helplines": [helpline(name) for name in HELP],
        "others": [(code, frames()[code]["name"]) for code in offered if code != language],
    }


def _parts(frame: Mapping[str, str], lines: Mapping[str, Any]) -> list[tuple[str, list[Line]]]:
    return [(frame[part], list(said)) for part, said in lines.items()]


def offered_in(school: School) -> list[str]:
    """The languages in which a school offers its guide, English first."""
    chosen = Languages.objects.of(school).first()
    return [ENGLISH, *(chosen.chosen if chosen else ())]


@power("guide.give")
@ask
def guides(request: Request) -> HttpResponse:
    """Who has had the guide and who has not; tick those who were given it on paper."""
    school = request.person.school
    now = guide_now(school)
    if now is None:
        return render(request, "guides/none.html", {"school": school})
    page: Page[Person] = Paginator(
        without(school, now).prefetch_related("holdings").order_by("name", "pk"), A_PAGE
    ).get_page(request.GET.get("page"))
    names = {person.pk: person for person in page}
    form = HandOverForm(
        [(pk, _family(one)) for pk, one in names.items()], request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            many = hand_over(request.person, [names[int(pk)] for pk in form.cleaned_data["people"]])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Written down for {many} {'family' if many == 1 else 'families'}.")
            return redirect("guides")
    had = Given.objects.of(school).filter(text=now.guide.text, person__in=recipients(school))
    ways = asked(school, timezone.localdate()).values("policy.tells_parents")
    context = {
        "school": school,
        "form": form,
        "page": page,
        "had": had.count(),
        "opened": had.filter(opened_at__isnull=False).count(),
        "all": recipients(school).count(),
        "ways": joined([choice_label(way) for way in ways]),
        "may_manage": holds(request.person, "guide.manage"),
    }
    return render(request, "guides/guides.html", context, status=422 if form.errors else 200)


def _family(person: Person) -> str:
    """A parent by their name; a pupil who has none here by their family."""
    return f"The family of {person.name}" if person.year or "pupil" in person.held() else person.name


@power("guide.give")
@require_POST
def send(request: Request) -> HttpResponse:
    """Send it now to those who have not had it and can be reached."""
    try:
        many = send_now(request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Sent to {many} {'family' if many == 1 else 'families'}.")
    return redirect("guides")


@power("guide.manage")
@ask
def languages(request: Request) -> HttpResponse:
    """In which languages the guide is offered."""
    known = Languages.objects.of(request.person.school).first()
    form = LanguagesForm(
        request.POST if request.method == "POST" else None, initial={"chosen": known.chosen if known else []}
    )
    if request.method == "POST" and form.is_valid():
        choose_languages(request.person, form.cleaned_data["chosen"])
        messages.success(request, "Saved. The guide is offered in these languages now.")
        return redirect("guides")
    context = {"form": form, "back_url": reverse("guides"), "button_text": "Save"}
    return render(request, "question.html", context, status=422 if form.errors else 200)
