"""Inviting people to sign in, and the page that their link opens."""

from __future__ import annotations

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordKeyForm
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.utils import get_form_class
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community import invitations as rules
from schoolgate.community.actions import inviting
from schoolgate.community.change import Refused
from schoolgate.community.invitations import Invitable, State
from schoolgate.community.jobs import send_invitations
from schoolgate.community.joining_forms import WhomToInvite
from schoolgate.community.models import Account, Group, Invitation, Person
from schoolgate.community.powers import PUBLIC, power
from schoolgate.community.request import AnyRequest, Request
from schoolgate.community.roles import Role
from schoolgate.community.views.asking import ask

TAGS = {
    State.OPEN: ("Sent", "blue"),
    State.USED: ("Used", "green"),
    State.ENDED: ("Called off", "grey"),
    State.TOO_OLD: ("Too old", "yellow"),
}


@power("invitation.send")
@require_safe
def all_invitations(request: Request) -> HttpResponse:
    """Who was invited, the latest first, with what became of it."""
    found = Invitation.objects.of(request.person.school).filter(kind=Invitation.Kind.FIRST, ended_at=None)
    found = found.select_related("person__account", "person__offered_to").prefetch_related("person__holdings")
    page = Paginator(found.order_by("-at", "-pk"), 50).get_page(request.GET.get("page"))
    coming = sum(len(call["people"]) for call in send_invitations.waiting(school=request.person.school_id))
    context = {
        "page": page,
        "columns": ["Name", "Invited on", "State"],
        "rows": [_row(one) for one in page],
        "coming": _count(coming, "invitation has", "invitations have") if coming else "",
    }
    return render(request, "community/invitations.html", context)


def _row(one: Invitation) -> list[Any]:
    text, colour = TAGS[rules.state_of(one)]
    url = reverse("person", args=[one.person_id])
    return [{"text": one.person.name, "url": url}, date_format(one.at), {"tag": text, "text": "", "colour": colour}]


@power("invitation.send")
@require_safe
def choose_whom(request: Request) -> HttpResponse:
    """Whose parents, or which role."""
    form = WhomToInvite(request.person.school, request.GET if "who" in request.GET else None)
    if form.is_valid():
        return redirect(f"{reverse('invite_check')}?{urlencode({'who': form.cleaned_data['who']})}")
    context = {"form": form, "back_url": reverse("invitations")}
    return render(request, "community/invite.html", context, status=422 if form.errors else 200)


@power("invitation.send")
@ask
def check(request: Request) -> HttpResponse:
    """How many of them get a link and how many do not, before any is sent."""
    who = request.GET.get("who", "")
    people, words = _people(request, who)
    found = rules.invitable(people, request.person.school)
    if request.method == "POST":
        sent = inviting.invite_all(request.person, request.person.school, found.people)
        messages.success(request, f"We are sending {_count(sent, 'invitation', 'invitations')}.")
        return redirect("invitations")
    context = {
        "title": f"Invite {words}",
        "found": found,
        "some": len(people),
        "all_sign_in": len(found.already) == len(people),
        "rows": _counts(found) if people else [],
        "button_text": f"Send {_count(len(found.people), 'invitation', 'invitations')}",
        "back_url": f"{reverse('invite')}?{urlencode({'who': who})}" if who else reverse("invite"),
    }
    return render(request, "community/invite_check.html", context)


def _people(request: Request, who: str) -> tuple[list[Person], str]:
    school = request.person.school
    form = WhomToInvite(school, {"who": who})
    if not form.is_valid():
        raise Http404
    kind, _, key = who.partition(":")
    if kind == "role":
        return list(rules.with_role(school, key)), f"every {Role(key).label}"
    group = get_object_or_404(Group.objects.of(school), pk=key)
    return list(rules.parents_of(group)), f"the parents and carers of {group.name}"


def _counts(found: Invitable) -> list[tuple[str, str]]:
    return [
        ("Will get an invitation", str(len(found.people))),
        ("Sign in already", str(len(found.already))),
        ("Have no email address here", str(len(found.without_address))),
        ("Share an address with somebody", str(len(found.sharing))),
    ]


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


@power("invitation.send")
@ask
def invite_one(request: Request, pk: int) -> HttpResponse:
    """Check where the link goes, and send it."""
    found = get_object_or_404(Person.objects.of(request.person.school), pk=pk)
    if request.method == "POST":
        inviting.invite(request.person, found)
        messages.success(request, f"We are sending {found.name} a link. It works once, for 14 days.")
        return redirect("person", pk=pk)
    already = found.account is not None and rules.signs_in(found.account)
    context = {"found": found, "address": found.write_to(), "already": already}
    return render(request, "community/invite_one.html", context)


@power("invitation.send")
@require_POST
def call_off(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Invitation.objects.of(request.person.school).select_related("person__school"), pk=pk)
    inviting.call_off(request.person, found)
    messages.success(request, "The link in that invitation no longer works.")
    return redirect("person", pk=found.person_id)


@sensitive_post_parameters("password1", "password2")
@power(PUBLIC)
@ask
def invitation(request: AnyRequest, secret: str) -> HttpResponse:
    """The page of a link. Opening it uses nothing up: mail programs open links too."""
    found = rules.find(secret)
    state = rules.state_of(found) if found else State.ENDED
    if found is None or state != State.OPEN:
        return render(request, "community/invitation_old.html", {"state": str(state), "used": State.USED}, status=410)
    if inviting.account_elsewhere(found):
        return _offer(request, found)
    account = found.person.account or Account(email=found.address)
    account.made_for = found.person
    form_class = get_form_class(app_settings.FORMS, "reset_password_from_key", ResetPasswordKeyForm)
    form = form_class(request.POST if request.method == "POST" else None, user=account, temp_key="")
    if form.is_valid():
        try:
            return _enter(request, inviting.accept(found, form.cleaned_data["password1"]))
        except Refused as refused:
            form.add_error(None, str(refused))
    first = found.kind == Invitation.Kind.FIRST
    context = {"form": form, "found": found, "school": found.person.school, "first": first}
    return render(request, "community/invitation.html", context, status=422 if form.errors else 200)


def _offer(request: AnyRequest, found: Invitation) -> HttpResponse:
    if request.method != "POST":
        return render(request, "community/invitation_known.html", {"school": found.person.school})
    inviting.offer(found)
    choose = reverse("choose_school")
    return redirect(choose if request.user.is_authenticated else f"{reverse('account_login')}?next={choose}")


def _enter(request: AnyRequest, account: Account) -> HttpResponse:
    """Sign them in as after any other password: a second step that they have is still asked for."""
    if request.user.is_authenticated:
        get_adapter().logout(request)
    record_authentication(request, account, method="password_reset")
    entered: HttpResponse = perform_login(request, Login(user=account))
    return entered
