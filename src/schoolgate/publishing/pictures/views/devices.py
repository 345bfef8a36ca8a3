"""The school's cameras, tablets and telephones: the list, adding one, taking one off."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.publishing.pictures.actions.devices import add_device, end_device, learn_device
from schoolgate.publishing.pictures.forms import AddDevice, LearnDevice
from schoolgate.publishing.pictures.models import Device

COLUMNS = ["What we call it", "Make and model", "Serial number", "Since", "Change"]
ADDED = "It is on the list. Pictures that say they were taken with it are known as the school’s own."


@power("device.register")
@require_safe
def devices(request: Request) -> HttpResponse:
    every = Device.objects.of(request.person.school).filter(ended_on=None)
    page = Paginator(every, 25).get_page(request.GET.get("page"))
    rows = [
        [
            one.name,
            f"{one.make} {one.model}".strip(),
            one.serial or "none",
            date_format(one.added_on),
            {"text": "Take off the list", "url": reverse("device_end", args=[one.pk])},
        ]
        for one in page
    ]
    return render(request, "pictures/devices.html", {"page": page, "rows": rows, "columns": COLUMNS})


@power("device.register")
@ask
def learn(request: Request) -> HttpResponse:
    form = LearnDevice(request.POST, request.FILES) if request.method == "POST" else LearnDevice()
    return asked_and_done(
        request,
        form,
        lambda given: learn_device(request.person, given["name"], given["picture"].read()),
        done=ADDED,
        to=reverse("devices"),
        title="Add a device from a picture",
        button="Add it",
    )


@power("device.register")
@ask
def add(request: Request) -> HttpResponse:
    return asked_and_done(
        request,
        AddDevice(sent(request)),
        lambda given: add_device(request.person, **given),
        done=ADDED,
        to=reverse("devices"),
        title="Add a device by its name",
        button="Add it",
        lead="Its make and model as it writes them into its pictures.",
    )


@power("device.register")
@ask
def end(request: Request, device: int) -> HttpResponse:
    found = Device.objects.of(request.person.school).filter(pk=device, ended_on=None).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        end_device(request.person, found)
        messages.success(request, f"{found.name} is off the list.")
        return redirect("devices")
    context = {
        "title": f"Take {found.name} off the list",
        "lead": "What was taken with it so far stays the school’s own. Its new pictures are not known any more.",
        "rows": [("Make and model", f"{found.make} {found.model}".strip()), ("Serial number", found.serial or "none")],
        "button_text": "Take it off",
        "back_url": reverse("devices"),
    }
    return render(request, "check.html", context)
