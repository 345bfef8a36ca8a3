"""A page with one form: ask, act, say that it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from schoolgate.community.change import Refused
from schoolgate.community.request import Request

ask = require_http_methods(["GET", "HEAD", "POST"])


def asked_and_done(
    request: Request,
    form: Form,
    act: Callable[[Mapping[str, Any]], object],
    *,
    done: str,
    to: str,
    title: str = "",
    button: str = "Continue",
    lead: str = "",
    back_url: str = "",
    template: str = "question.html",
    **page: Any,
) -> HttpResponse:
    """Show a form; once it is filled in, act, say so and go on. A refusal stands above the form.

    `page` is what a `template` of its own needs besides.
    """
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if done:
                messages.success(request, done)
            return redirect(to)
    context = {"form": form, "title": title, "lead": lead, "button_text": button, "back_url": back_url or to, **page}
    return render(request, template, context, status=422 if form.errors else 200)


def sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None
