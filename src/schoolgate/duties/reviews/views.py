"""The pages of reviews: how everything stands, one thing with its history, recording a look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.duties.owing import Asked, asked
from schoolgate.duties.reviews.actions.recording import NOT_YOURS, note_change, record, tick
from schoolgate.duties.reviews.forms import TOOK_PART, NoteChange, RecordReview, TickOwn
from schoolgate.duties.reviews.models import Review, SystemChange
from schoolgate.duties.reviews.standing import (
    Standing,
    may_record,
    own_standings,
    standing_of,
    standings,
)
from schoolgate.duties.reviews.things import data
from schoolgate.policy.dates import in_words
from schoolgate.policy.views.asking import card

COLOURS = {
    "Overdue": "red",
    "To put right": "orange",
    "Due soon": "yellow",
    "In order": "green",
    "Not yet done": "grey",
}


@power("review.record")
@require_safe
def reviews(request: Request) -> HttpResponse:
    """How everything stands that the school looks at, for those who lead it; and one's own checks, for all."""
    question = asked(request.person.school, timezone.localdate())
    sees_all = holds(request.person, "review.see")
    context = {
        "columns": ["What", "Asked for by", "Last looked at", "Next by", "How it stands"],
        "rows": [_row(each, question) for each in standings(question)] if sees_all else [],
        "sees_all": sees_all,
        "own_rows": [_row(each, question) for each in own_standings(question, request.person)],
        "may_note": holds(request.person, "review.note_change"),
    }
    return render(request, "reviews/list.html", context)


def _row(each: Standing, question: Asked) -> list[object]:
    state = each.state(question.on)
    return [
        {"text": each.thing.what, "url": reverse("review", args=[each.thing.key])},
        each.thing.clause or "The policy’s own date",
        date_format(each.last.on) if each.last else "Never",
        date_format(each.due) if each.due else "No date",
        {"tag": state, "colour": COLOURS[state]},
    ]


@power("review.record")
@require_safe
def review(request: Request, key: str) -> HttpResponse:
    """One thing: how it stands, why it is looked at, and every look that was recorded."""
    question, standing = _find(request.person, key)
    own = bool(standing.thing.audiences)
    if not own and not holds(request.person, "review.see"):
        raise Http404
    rows = Review.objects.of(request.person.school).filter(key=key, whose=request.person if own else None)
    page = Paginator(rows.select_related("by"), 10).get_page(request.GET.get("page"))
    state = standing.state(question.on)
    clause = question.version.clause(standing.thing.clause) if question.version else None
    context = {
        "standing": standing,
        "state": state,
        "colour": COLOURS[state],
        "clause": clause and card(request.person.school, clause),
        "own": own,
        "guidance": data()["statutory"].get(key),
        "page": page,
        "entries": [_entry(each) for each in page],
        "may_record": may_record(question, standing.thing, request.person),
        "may_note": key in data()["statutory"] and holds(request.person, "review.note_change"),
        "policy_says": _policy_says(question, standing),
        "defects": _defects(question, key, request.person),
    }
    return render(request, "reviews/review.html", context)


def _policy_says(question: Asked, standing: Standing) -> str:
    """The date that stands in the policy itself, which recording a review does not change."""
    version, last = question.version, standing.last
    if standing.thing.key != "policy" or last is None or version is None or last.version_id != version.pk:
        return ""
    setting = question.settings.get("review.due")
    written = str(setting.value) if setting else version.pack.get("dates", {}).get("review_due", "")
    return in_words(written) if written else ""


def _defects(question: Asked, key: str, person: Person) -> str:
    """Where whoever reviews the policy sees what is wrong with it; '' for other reviews, and who may not see it."""
    if key != "policy" or question.version is None or not holds(person, "policy.see_drafts"):
        return ""
    return reverse("version_defects", args=[question.version.number])


def _entry(each: Review) -> dict[str, object]:
    return {
        "title": "Done" if each.whose_id else each.get_result_display(),
        "on": each.on,
        "by": each.by.name,
        "seen": each.seen,
        "put_right": each.put_right,
        "link": each.evidence_link,
        "together": [TOOK_PART[role][0].lower() + TOOK_PART[role][1:] for role in each.together if role in TOOK_PART],
    }


@power("review.record")
@ask
def review_record(request: Request, key: str) -> HttpResponse:
    """Type what was seen, check it, record it. The answers travel in the page until they are recorded."""
    question, standing = _find(request.person, key)
    if not may_record(question, standing.thing, request.person):
        raise Refused(NOT_YOURS)
    sent = request.POST if request.method == "POST" else None
    if standing.thing.audiences:
        return _tick(request, standing, sent)
    form = RecordReview(shared=key in data()["statutory"], round=standing.round, data=sent)
    context: dict[str, Any] = {"form": form, "thing": standing.thing, "key": key}
    context["defects"] = _defects(question, key, request.person)
    if sent is None or not form.is_valid() or "change" in sent:
        return render(request, "reviews/record.html", context, status=422 if form.errors else 200)
    if "confirmed" not in sent:
        return render(request, "reviews/check.html", context | _check(form, sent, standing))
    try:
        record(request.person, key, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "reviews/record.html", context, status=422)
    messages.success(request, "It is recorded. Thank you.")
    return redirect("review", key=key)


def _tick(request: Request, standing: Standing, sent: QueryDict | None) -> HttpResponse:
    """A check of one's own is a tick: what somebody saw in their private accounts is theirs alone."""
    key, form = standing.thing.key, TickOwn(round=standing.round, data=sent)
    if form.is_valid():
        try:
            tick(request.person, key, round=form.cleaned_data["round"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "It is recorded. Thank you.")
            return redirect("review", key=key)
    context = {
        "form": form,
        "title": standing.thing.what,
        "lead": "The school keeps the day on which you ticked this, and nothing about what you saw.",
        "button_text": "Record it",
        "back_url": reverse("review", args=[key]),
    }
    return render(request, "question.html", context, status=422 if form.errors else 200)


def _check(form: RecordReview, sent: QueryDict, standing: Standing) -> dict[str, object]:
    given = form.cleaned_data
    rows = [("What", standing.thing.what), ("When you looked", date_format(given["on"]))]
    if given.get("together"):
        rows.append(("Who took part", ", ".join(TOOK_PART[role] for role in given["together"])))
    rows += [("Is it all right?", Review.Result(given["result"]).label), ("What you saw", given["seen"])]
    if given["put_right"]:
        rows.append(("What has to be put right", given["put_right"]))
    if given["evidence_link"]:
        rows.append(("Something to show for it", given["evidence_link"]))
    own = ("csrfmiddlewaretoken", "change", "confirmed")
    kept = [(name, value) for name, values in sent.lists() for value in values if name not in own]
    return {"title": "Check what you record", "rows": rows, "button_text": "Record it", "kept": kept}


@power("review.note_change")
@ask
def review_changed(request: Request) -> HttpResponse:
    """The filter or the monitoring was changed."""
    form = NoteChange(request.POST if request.method == "POST" else None)
    if form.is_valid():
        noted: SystemChange = note_change(request.person, key="filtering", **form.cleaned_data)
        messages.success(request, "It is noted. Those who have to look at it again have been told.")
        return redirect("review", key=noted.key)
    context = {
        "form": form,
        "title": "The filter or the monitoring was changed",
        "lead": "Then somebody has to check that it still keeps children safe. We tell those who do.",
        "button_text": "Note the change",
        "back_url": reverse("review", args=["filtering"]),
    }
    return render(request, "question.html", context, status=422 if form.errors else 200)


def _find(person: Person, key: str) -> tuple[Asked, Standing]:
    question = asked(person.school, timezone.localdate())
    standing = standing_of(question, key, person)
    if standing is None:
        raise Http404
    return question, standing
