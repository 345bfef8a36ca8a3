"""The original of a picture, for those who lead: why, and then the bytes as they came."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.publishing.pictures.actions.originals import open_original
from schoolgate.publishing.pictures.forms import WhyOriginal
from schoolgate.publishing.pictures.reach import find
from schoolgate.publishing.pictures.saying import within
from schoolgate.publishing.pictures.showing import closed


@power("picture.original")
@ask
def original(request: Request, number: int) -> HttpResponseBase:
    found, form = find(request.person, number), WhyOriginal(sent(request))
    if not found.original_sha256:
        raise Http404
    if form.is_valid():
        try:
            data = open_original(request.person, found, form.cleaned_data["why"])
        except Refused as no:
            form.add_error(None, str(no))
        else:
            answer = closed(HttpResponse(data, content_type="application/octet-stream"))
            answer["Content-Disposition"] = f'attachment; filename="original-{found.pk}"'
            return answer
    context = {
        "form": form,
        "title": f"Open the original of {within(found)}",
        "lead": "It says where, when and with what it was taken, if the device wrote that down. Do not send it on.",
        "button_text": "Open it",
        "back_url": reverse("picture", args=[number]),
    }
    return render(request, "question.html", context, status=422 if form.errors else 200)
