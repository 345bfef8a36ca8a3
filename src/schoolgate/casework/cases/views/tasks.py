"""What is to be done for a case, by whom and by when."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.access import in_emergency, may_decide, who_may_open
from schoolgate.casework.cases.actions import tasks as actions
from schoolgate.casework.cases.forms import GiveTask, Somebody, Words
from schoolgate.casework.cases.models import Case, Task
from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.cases.views.finding import find
from schoolgate.community.moments import on
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent

A_PAGE = 20


@power("case.open")
@require_safe
def tasks(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    may = {person.pk for person in who_may_open(found)}
    every = Task.objects.of(found.school).filter(case=found).select_related("case", "person", "by")
    works = found.runs and not in_emergency(request.person, found)
    decides = works and may_decide(request.person, found)
    done = Paginator(every.exclude(done_at=None).order_by("-done_at"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "case": found,
        "title": "Tasks",
        "open": [_entry(request, each, may, works, decides) for each in every.filter(done_at=None)],
        "done": [
            {"title": each.said("what"), "at": on(each.done_at), "by": each.person.name, "text": each.said("how")}
            for each in done
            if each.done_at
        ],
        "page": done,
        "may_give": works,
    }
    return render(request, "cases/tasks.html", context)


def _entry(request: Request, task: Task, may: set[int], works: bool, decides: bool) -> dict[str, Any]:
    args = [task.case.reference, task.key]
    can = task.person_id in may
    mine = task.person_id == request.person.pk or not can
    return {
        "what": task.said("what"),
        "who": task.person.name if can else f"{task.person.name}, who cannot open the case any more",
        "due": date_format(task.due, "j F Y"),
        "late": task.due < timezone.localdate(),
        "done": reverse("case_task_done", args=args) if mine and works else "",
        "hand_over": reverse("case_task_hand_over", args=args) if decides else "",
    }


@power("case.open")
@ask
def add(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    return asked_of_case(
        request,
        found,
        GiveTask(who_may_open(found), sent(request)),
        lambda given: actions.give_task(request.person, found, given["what"], given["to"], given["due"]),
        done="It stands on their home page.",
        to=reverse("case_tasks", args=[reference]),
        up="Tasks",
        title="Add a task",
        lead="Only somebody who may open the case can be given one.",
        button="Add it",
    )


@power("case.open")
@ask
def done(request: Request, reference: str, task: str) -> HttpResponse:
    found, row = _find(request, reference, task)
    return asked_of_case(
        request,
        found,
        Words("How was it done?", sent(request)),
        lambda given: actions.finish(request.person, found, row.pk, given["words"]),
        done="It is done.",
        to=reverse("case_tasks", args=[reference]),
        up="Tasks",
        title=row.said("what"),
        button="It is done",
    )


@power("case.decide")
@ask
def hand_over(request: Request, reference: str, task: str) -> HttpResponse:
    found, row = _find(request, reference, task)
    return asked_of_case(
        request,
        found,
        Somebody("Who does it now?", [one for one in who_may_open(found) if one.pk != row.person_id], sent(request)),
        lambda given: actions.hand_over(request.person, found, row.pk, given["to"]),
        done="It stands on their home page now.",
        to=reverse("case_tasks", args=[reference]),
        up="Tasks",
        title=row.said("what"),
        button="Hand it over",
    )


def _find(request: Request, reference: str, task: str) -> tuple[Case, Task]:
    found = find(request, reference)
    row = Task.objects.of(found.school).filter(case=found, key=task, done_at=None).first()
    if row is None:
        raise Http404
    return found, row
