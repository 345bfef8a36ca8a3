"""The page of a link: one child, no account. It shows the child's first name and nothing else about them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from schoolgate.community.change import Refused
from schoolgate.community.powers import PUBLIC, power
from schoolgate.community.request import AnyRequest
from schoolgate.community.views.asking import ask
from schoolgate.publishing.consents.actions import answering, linking
from schoolgate.publishing.consents.links import find, first_name
from schoolgate.publishing.consents.models import Consent
from schoolgate.publishing.consents.reading import own_answers
from schoolgate.publishing.consents.views.answering import SAVED, TAKEN_BACK, answers_form, shown


class AddressForm(forms.Form):
    address = forms.EmailField(
        label="Your email address",
        help_text="The one that the school writes to.",
        error_messages={"required": "Enter your email address", "invalid": "Enter an address like name@example.com"},
    )


@power(PUBLIC)
@ask
def link(request: AnyRequest, secret: str) -> HttpResponse:
    """Yes or no for each purpose. Opening it changes nothing: mail programs open links too."""
    found = find(secret)
    if found is None:
        return _old(request)
    said = own_answers(found.parent, found.child, timezone.localdate())
    form = answers_form(found.school, said, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answering.answer(found.parent, found.child, form.answers(), Consent.How.LINK)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, SAVED)
            return redirect("consent_link", secret)
    context = shown(found.child, said, form, whose=first_name(found.child)) | {"no_url": f"{request.path}no/"}
    return render(request, "consents/answer.html", context, status=422 if form.errors else 200)


@power(PUBLIC)
@require_POST
def link_no(request: AnyRequest, secret: str) -> HttpResponse:
    """One button: everything that was said is taken back."""
    found = find(secret)
    if found is None:
        return _old(request)
    answering.answer(found.parent, found.child, answering.EVERYTHING, Consent.How.LINK)
    messages.success(request, TAKEN_BACK)
    return redirect("consent_link", secret)


def _old(request: AnyRequest) -> HttpResponse:
    return render(request, "consents/link_old.html", status=410)


@power(PUBLIC)
@ask
def link_again(request: AnyRequest) -> HttpResponse:
    """Ask for a new link. The answer is the same whoever's address it is."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        linking.again(form.cleaned_data["address"])
        return render(request, "consents/link_sent.html")
    context = {"form": form, "title": "Get a new link", "button_text": "Send me a link"}
    return render(request, "question.html", context, status=422 if form.errors else 200)
