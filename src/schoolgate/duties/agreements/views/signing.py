"""Read an agreement, sign it or decline: for oneself, or for one's child."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.models import FamilyLink, Person
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.community.years import stage
from schoolgate.duties.agreements import asking
from schoolgate.duties.agreements.actions import signing
from schoolgate.duties.agreements.changes import since_answered
from schoolgate.duties.agreements.classes import classes_of
from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.agreements.models import AgreementText, Signature
from schoolgate.duties.agreements.standing import round_of
from schoolgate.duties.agreements.texts import current_texts
from schoolgate.duties.agreements.views.page import answer, asked_for, decline_page, shown, unread
from schoolgate.duties.audiences import STAGES
from schoolgate.duties.owing import Asked
from schoolgate.duties.owing import asked as what_is_asked

POWER = "agreements.sign"


@power(POWER)
@require_safe
def mine(request: Request) -> HttpResponse:
    """The agreements that somebody is asked to sign, and those of their children."""
    person = request.person
    asked = what_is_asked(person.school, timezone.localdate())
    texts = current_texts(person.school)
    own = [text for name, text in texts.items() if person.pk in asked.audiences.of(name)]
    tasks = [_task(person, text, asked, reverse("agreement", args=[text.audience])) for text in own]
    for child in _children(person):
        text = texts.get(stage(child.year))
        if text and text.audience in asking.by_parents(asked) and child.pk in asked.audiences.of(text.audience):
            tasks.append(_task(child, text, asked, reverse("agreement_for_child", args=[child.pk]), child.name))
    leads = holds(person, "agreements.class") and classes_of(person).exists()
    return render(request, "agreements/mine.html", {"tasks": tasks, "leads": leads})


def _children(person: Person) -> list[Person]:
    links = FamilyLink.objects.of(person.school).filter(adult=person, kind=FamilyLink.Kind.PARENT)
    return [link.child for link in links.select_related("child").order_by("child__name")]


def _task(person: Person, text: AgreementText, asked: Asked, url: str, whose: str = "") -> dict[str, str]:
    now = round_of(person, text, asked)
    status = "To do" if now.answer is None else "Done" if now.answer.signed else "Declined"
    title = agreements()[text.audience].title + (f", for {whose}" if whose else "")
    return {"title": title, "url": url, "hint": f"Version {text.number}", "status": status}


@power(POWER)
@require_safe
def agreement(request: Request, audience: str) -> HttpResponse:
    """The words that an audience signs, and the way to sign them for those who are asked."""
    text = asked_for(request.person.school, audience)
    asked = what_is_asked(text.school, timezone.localdate())
    may = _is_asked(request.person, audience, asked)
    urls = [reverse(name, args=[audience]) for name in ("agreement_sign", "agreement_decline")]
    leads = audience in STAGES and holds(request.person, "agreements.class")
    return _read(request, request.person, text, asked, may, urls, leads=leads)


def _is_asked(person: Person, audience: str, asked: Asked) -> bool:
    """Whether somebody signs this agreement themselves."""
    return person.pk in asked.audiences.of(audience) and audience not in asking.by_parents(asked)


def _own(request: Request, audience: str) -> tuple[AgreementText, bool]:
    """The text of an audience, and whether it is still this person's to sign."""
    text = asked_for(request.person.school, audience)
    asked = what_is_asked(text.school, timezone.localdate())
    return text, _is_asked(request.person, audience, asked) and _open(request.person, text, asked)


def _open(person: Person, text: AgreementText, asked: Asked) -> bool:
    given = round_of(person, text, asked).answer
    return given is None or not given.signed


def _read(
    request: Request, person: Person, text: AgreementText, asked: Asked, may: bool, urls: list[str], **more: Any
) -> HttpResponse:
    now = round_of(person, text, asked)
    given = Signature.objects.of(text.school).filter(pk=now.answer.pk).first() if now.answer else None
    sign_url, decline_url = (f"{url}?version={text.number}" for url in urls)
    context = shown(text) | {"may": may, "given": given, "sign_url": sign_url, "decline_url": decline_url} | more
    if may and not (given and given.signed):
        context["changes"] = since_answered(text, [person.pk])
    return render(request, "agreements/read.html", context)


@power(POWER)
@ask
def sign(request: Request, audience: str) -> HttpResponse:
    """Check, and sign."""
    text, may = _own(request, audience)
    up = reverse("agreement", args=[audience])
    if not may and request.method != "POST":
        return redirect(up)
    act = lambda: signing.sign(request.person, text, request.POST.get("shown", ""))  # noqa: E731
    return _sign(request, text, up, act)


def _sign(request: Request, text: AgreementText, up: str, act: Callable[[], Signature], name: str = "") -> HttpResponse:
    """Check what is about to be signed, then sign it."""
    if request.method == "POST":
        return answer(request, up, reverse("agreements"), act)
    if away := unread(request, text, up):
        return away
    rows = [("Agreement", agreements()[text.audience].title), ("Version", str(text.number))]
    rows += [("For", name)] if name else []
    rows += [("Date", f"{timezone.localdate():%-d %B %Y}")]
    return render(request, "agreements/sign.html", {"rows": rows, "back_url": up, "text": text})


@power(POWER)
@ask
def decline(request: Request, audience: str) -> HttpResponse:
    """Say why not."""
    text, may = _own(request, audience)
    up = reverse("agreement", args=[audience])
    if not may and request.method != "POST":
        return redirect(up)
    act = lambda seen, reason: signing.decline(request.person, text, seen, reason)  # noqa: E731
    return decline_page(request, text, up, reverse("agreements"), act)


@power(POWER)
@require_safe
def for_child(request: Request, pk: int) -> HttpResponse:
    """The words that a parent signs for their child."""
    child, text, asked = _of_child(request, pk)
    urls = [reverse(name, args=[pk]) for name in ("agreement_sign_for_child", "agreement_decline_for_child")]
    may = text.audience in asking.by_parents(asked)
    return _read(request, child, text, asked, may, urls, child=child)


def _of_child(request: Request, pk: int) -> tuple[Person, AgreementText, Asked]:
    """One's own child and the agreement of their age; 404 for anybody else's child."""
    child = get_object_or_404(Person.objects.of(request.person.school), pk=pk)
    asked = what_is_asked(child.school, timezone.localdate())
    text = asked_for(child.school, stage(child.year)) if signing.is_parent_of(request.person, child) else None
    if text is None or child.pk not in asked.audiences.of(text.audience):
        raise Http404
    return child, text, asked


@power(POWER)
@ask
def sign_for_child(request: Request, pk: int) -> HttpResponse:
    """Check, and sign for the child."""
    child, text, asked = _of_child(request, pk)
    up = reverse("agreement_for_child", args=[pk])
    if text.audience not in asking.by_parents(asked) or (request.method != "POST" and not _open(child, text, asked)):
        return redirect(up)
    act = lambda: signing.sign_for_child(request.person, child, text, request.POST.get("shown", ""))  # noqa: E731
    return _sign(request, text, up, act, child.name)


@power(POWER)
@ask
def decline_for_child(request: Request, pk: int) -> HttpResponse:
    """Say why not, for the child."""
    child, text, asked = _of_child(request, pk)
    up = reverse("agreement_for_child", args=[pk])
    if text.audience not in asking.by_parents(asked) or (request.method != "POST" and not _open(child, text, asked)):
        return redirect(up)
    act = lambda seen, reason: signing.decline_for_child(request.person, child, text, seen, reason)  # noqa: E731
    return decline_page(request, text, up, reverse("agreements"), act)
