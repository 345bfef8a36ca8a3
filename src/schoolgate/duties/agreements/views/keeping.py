"""The head's pages: which agreements there are, and who has signed them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community.models import Group, Membership
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.duties.agreements import asking
from schoolgate.duties.agreements.actions import publishing
from schoolgate.duties.agreements.actions.drafting import POWER
from schoolgate.duties.agreements.forms import RegisterForm
from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.agreements.models import AgreementText, Signature
from schoolgate.duties.agreements.owing import KIND
from schoolgate.duties.agreements.texts import current_text, current_texts, looks_back
from schoolgate.duties.agreements.views.page import shown
from schoolgate.duties.audiences import LABELS, STAGES
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import asked as what_is_asked
from schoolgate.policy.models import PolicyVersion, in_force

COLUMNS = ["For", "Asked for by", "Where it stands", "Signed"]
VISITOR = "visitor"
SIGNATURES = ["Name", "Answer", "When", "How", "Version"]


@power(POWER)
@require_safe
def keep(request: Request) -> HttpResponse:
    """Every agreement: whether the policy asks for it, which version people sign, and how many have."""
    school = request.person.school
    asked = what_is_asked(school, timezone.localdate())
    clauses = asking.audiences(asked)
    texts = current_texts(school)
    newest = {text.audience: text for text in AgreementText.objects.of(school).order_by("number").defer("words")}
    counted = _counted(request)
    rows = []
    for name in agreements():
        text, latest = texts.get(name), newest.get(name)
        if name in clauses or latest:
            url = reverse("agreement_text", args=[(text or latest).pk]) if latest else _start(name)
            rows.append(
                [
                    {"text": LABELS[name], "url": url},
                    f"Clause {clauses[name]}" if name in clauses else "The school",
                    _state(text, latest, asked.version),
                    counted.get(name, "–") if text else "–",
                ]
            )
    return render(request, "agreements/keep.html", {"rows": rows, "columns": COLUMNS})


def _start(audience: str) -> str:
    return f"{reverse('agreement_start')}?audience={audience}"


def _state(text: AgreementText | None, latest: AgreementText | None, policy: PolicyVersion | None) -> dict[str, str]:
    if text and latest and latest.pk != text.pk and latest.state == AgreementText.State.DRAFT:
        return {"tag": f"Version {text.number}, and a draft", "colour": "green"}
    if text and looks_back(text, policy):
        return {"tag": f"Version {text.number}, to look at", "colour": "orange"}
    if text:
        return {"tag": f"Version {text.number}", "colour": "green"}
    if latest is None:
        return {"tag": "To write", "colour": "red"}
    if latest.state == AgreementText.State.DRAFT:
        return {"tag": "Draft", "colour": "yellow"}
    return {"tag": "Not asked for now", "colour": "grey"}


def _counted(request: Request) -> dict[str, str]:
    """How many of each audience have signed: "12 of 30", with those who declined or were let off."""
    State = Duty.State  # noqa: N806 (a class)
    rows = Duty.objects.of(request.person.school).filter(kind=KIND, current=True).order_by()
    found: dict[str, dict[str, int]] = {}
    for key, state, number in rows.values_list("key", "state").annotate(number=Count("pk")):
        found.setdefault(key, {})[state] = number
    said = {}
    for key, by in found.items():
        # All who are asked, as the head's table counts them.
        others = [f", {by[state]} {state.label}" for state in (State.DECLINED, State.LET_OFF) if state in by]
        said[key] = f"{by.get(State.DONE, 0)} of {sum(by.values())}{''.join(others)}"
    if (visitors := current_text(request.person.school, VISITOR)) is not None:
        signed = Signature.objects.of(visitors.school).filter(text=visitors, answer=Signature.Answer.SIGNED)
        said[VISITOR] = f"{signed.values('person').distinct().count()} at the desk"
    return said


@power(POWER)
@require_safe
def text(request: Request, pk: int) -> HttpResponse:
    """One version of an agreement, and what may be done with it."""
    one = find(request, pk)
    versions = AgreementText.objects.of(one.school).filter(audience=one.audience).defer("words")
    current = current_text(one.school, one.audience)
    policy = in_force(one.school)
    context = shown(one) | {
        "versions": versions.order_by("-number")[:50],
        "is_current": current == one,
        "is_draft": one.state == AgreementText.State.DRAFT,
        "to_come": bool(one.from_day and one.from_day > timezone.localdate()),
        "outdated": current == one and looks_back(one, policy),
        "has_draft": versions.filter(state=AgreementText.State.DRAFT).first(),
        "signatures": Signature.objects.of(one.school).filter(text=one).count(),
        "clause": publishing.clause_for(one),
        "who_url": _who_url(one.audience),
    }
    return render(request, "agreements/text.html", context)


def _who_url(audience: str) -> str:
    """Where it stands who has not signed. Visitors owe nothing by a day: the desk's list says who has not yet."""
    return reverse("agreement_desk") if audience == VISITOR else f"{reverse('duties')}?audience={audience}"


def find(request: Request, pk: int) -> AgreementText:
    found = AgreementText.objects.of(request.person.school).select_related("school", "policy")
    return get_object_or_404(found, pk=pk)


@power(POWER)
@require_POST
def keep_words(request: Request, pk: int) -> HttpResponse:
    """The words are still right under the policy in force."""
    publishing.keep(request.person, find(request, pk))
    messages.success(request, "The words stay as they are, under the policy in force now.")
    return redirect("agreement_text", pk=pk)


@power(POWER)
@require_POST
def call_off(request: Request, pk: int) -> HttpResponse:
    """A version whose first day is to come is a draft again."""
    publishing.call_off(request.person, find(request, pk))
    messages.success(request, "Nobody will be asked to sign it. It is a draft again.")
    return redirect("agreement_text", pk=pk)


@power(POWER)
@ask
def stop(request: Request, pk: int) -> HttpResponse:
    """Ask before an agreement is asked for no more, or say why it has to be."""
    one = find(request, pk)
    if request.method == "POST":
        publishing.stop(request.person, one)
        messages.success(request, "Nobody is asked to sign it any more. What was signed stays on record.")
        return redirect("agreement_keep")
    return render(request, "agreements/stop.html", shown(one) | {"clause": publishing.clause_for(one)})


@power(POWER)
@require_safe
def register(request: Request, pk: int) -> HttpResponse:
    """Who answered one version, by class and answer."""
    one = find(request, pk)
    groups = Group.objects.of(one.school).filter(kind=Group.Kind.CLASS, ended_on__isnull=True)
    form = RegisterForm(groups if one.audience in STAGES else (), request.GET)
    page = Paginator(_answers(one, form), 50).get_page(request.GET.get("page"))
    rows = [
        [
            {"text": given.person.name, "url": reverse("signature", args=[given.pk])},
            {"tag": given.get_answer_display().capitalize(), "colour": "green" if given.signed else "orange"},
            f"{timezone.localtime(given.at):%-d %B %Y}",
            given.get_how_display().capitalize(),
            str(one.number),
        ]
        for given in page
    ]
    context: dict[str, Any] = shown(one) | {"form": form, "page": page, "rows": rows, "columns": SIGNATURES}
    return render(request, "agreements/register.html", context)


def _answers(text: AgreementText, form: RegisterForm) -> QuerySet[Signature]:
    found = Signature.objects.of(text.school).filter(text=text).select_related("person").order_by("person__name", "at")
    wanted = form.cleaned_data if form.is_valid() else {}
    if name := wanted.get("name"):
        found = found.filter(person__name__icontains=name)
    if answer := wanted.get("answer"):
        found = found.filter(answer=answer)
    if group := wanted.get("group"):
        members = Membership.objects.of(text.school).filter(group=group)
        found = found.filter(person__in=members.values("person"))
    return found
