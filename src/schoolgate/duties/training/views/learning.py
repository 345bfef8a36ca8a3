"""Taking a course: one thing a page, an answer and why, and the certificate at the end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community.change import Refused
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.today import Task
from schoolgate.community.views.asking import ask
from schoolgate.documents.writing import to_html
from schoolgate.duties.home import status
from schoolgate.duties.models import Duty
from schoolgate.duties.training.actions.finishing import AUTHOR, finish
from schoolgate.duties.training.catalogue import course_called, courses, is_author
from schoolgate.duties.training.certificate import certificate
from schoolgate.duties.training.forms import AnswerForm
from schoolgate.duties.training.material import included, topics
from schoolgate.duties.training.models import Completion, Course
from schoolgate.duties.training.owing import KIND
from schoolgate.duties.training.taking import Taking, taking
from schoolgate.policy.explain import joined

KEPT = "training"


@power("training.take")
@require_safe
def training(request: Request) -> HttpResponse:
    """What this person is asked to learn, what else there is, and what they have completed."""
    person = request.person
    owed = {duty.key: duty for duty in _owed(request)}
    offered = courses(person.school)
    asked = [_task(course, owed[course.key]) for course in offered if course.key in owed]
    others = [course for course in offered if course.key not in owed]
    done = Completion.objects.of(person.school).filter(person=person, withdrawn_at__isnull=True)
    page = Paginator(done.select_related("course"), 25).get_page(request.GET.get("page"))
    rows = [_done_row(one) for one in page]
    context = {"asked": asked, "others": others, "rows": rows, "page": page, "columns": ["Course", "On", "Counts"]}
    context |= {"may_manage": holds(person, "training.manage"), "may_record": holds(person, "training.record")}
    return render(request, "training/training.html", context)


def _owed(request: Request) -> list[Duty]:
    open_ones = Duty.objects.of(request.person.school).filter(person=request.person, kind=KIND)
    return list(open_ones.filter(state=Duty.State.OWED))


def _task(course: Course, duty: Duty) -> Task:
    because = f" ({duty.clause})" if duty.clause else ""
    url = reverse("training_course", args=[course.key])
    return Task(course.title, url, f"By {duty.due:%-d %B %Y}{because}", status(duty))


def _done_row(done: Completion) -> list[Any]:
    until = f"until {done.expires_on:%-d %B %Y}" if done.expires_on else "does not run out"
    url = reverse("training_completion", args=[done.pk])
    return [{"text": done.course.title, "url": url}, f"{done.on:%-d %B %Y}", until]


@power("training.take")
@require_safe
def course(request: Request, key: str) -> HttpResponse:
    """What a course is about, and the way into it."""
    found = _course(request, key)
    taken = taking(found, request.person)
    kept = _kept(request, taken)
    entry = included().get(found.included, {})
    last = Completion.objects.of(found.school).filter(person=request.person, course=found.pk, withdrawn_at=None)
    context = {
        "course": found,
        "about": joined([topics()[topic] for topic in found.topics]),
        "minutes": entry.get("minutes"),
        "sources": entry.get("sources", ()),
        "taken": taken,
        "own": AUTHOR if is_author(request.person, found) else "",
        "begun": bool(kept.get("answers")),
        "failed": kept.get("failed"),
        "last": last.first() if found.pk else None,
        "duty": next((duty for duty in _owed(request) if duty.key == key), None),
    }
    return render(request, "training/course.html", context)


@power("training.take")
@ask
def step(request: Request, key: str, number: int) -> HttpResponse:
    """One page of a course: something to read, or a question, and once it is answered, why."""
    taken = taking(_course(request, key), request.person)
    if not 1 <= number <= len(taken.steps):
        raise Http404
    kept = _kept(request, taken)
    answers = _answers(kept)
    open_before = next((question for question in taken.questions if question < number and question not in answers), 0)
    if open_before:
        return redirect("training_step", key=key, number=open_before)
    here = taken.steps[number - 1]
    form = (
        AnswerForm([answer.words for answer in here.answers], request.POST if request.method == "POST" else None)
        if here.answers
        else None
    )
    if form and number not in answers and request.method == "POST" and form.is_valid():
        kept.pop("failed", None)
        kept["answers"] = {**kept.get("answers", {}), str(number): int(form.cleaned_data["answer"])}
        _keep(request, taken, kept)
        return redirect("training_step", key=key, number=number)
    given = answers.get(number)
    context = {
        "course": taken.course,
        "taken": taken,
        "step": here,
        "number": number,
        "total": len(taken.steps),
        "text": mark_safe(to_html(here.text)),  # noqa: S308 (to_html shows tags, it does not obey them)
        "form": form if given is None else None,
        "given": here.answers[given] if given is not None and given < len(here.answers) else None,
        "right": here.answers[here.right] if here.right is not None else None,
        "clauses": here.clauses,
        "back_url": reverse("training_step", args=[key, number - 1])
        if number > 1
        else reverse("training_course", args=[key]),
        "next_url": reverse("training_step", args=[key, number + 1]) if number < len(taken.steps) else "",
    }
    unanswered = form and form.errors and given is None
    return render(request, "training/step.html", context, status=422 if unanswered else 200)


@power("training.take")
@require_POST
def finished(request: Request, key: str) -> HttpResponse:
    """The end of a course: passed, with a certificate, or a kind word and another try."""
    taken = taking(_course(request, key), request.person)
    kept = _kept(request, taken)
    answers = _answers(kept)
    score = taken.score(answers)
    if set(answers) == set(taken.questions) and not taken.passes(score):
        _keep(request, taken, {"failed": score})
        return redirect("training_course", key=key)
    try:
        done = finish(request.person, taken.course, answers, kept.get("mark", taken.mark))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("training_course", key=key)
    _keep(request, taken, {})
    messages.success(request, "Well done. You have completed this course, and it has been written down.")
    return redirect("training_completion", pk=done.pk)


@power("training.take")
@require_safe
def completion(request: Request, pk: int) -> HttpResponse:
    """One completed course, or one that was taken back."""
    done = completion_for(request, pk)
    rows = [("Name", done.person.name), ("Completed on", f"{done.on:%-d %B %Y}"), ("How", done.get_how_display())]
    if done.by:
        rows.append(("Written down by", done.by.name))
    if done.expires_on:
        rows.append(("Counts until", f"{done.expires_on:%-d %B %Y}"))
    if done.out_of:
        rows.append(("Questions right", f"{done.score} of {done.out_of}"))
    if done.withdrawn_at:
        rows.append(("Taken back on", f"{timezone.localtime(done.withdrawn_at):%-d %B %Y}"))
        rows.append(("Because", done.withdrawn_why))
    own = done.person_id == request.person.pk
    may_withdraw = holds(request.person, "training.record") and not own and done.withdrawn_at is None
    context = {"done": done, "rows": rows, "own": own, "may_withdraw": may_withdraw}
    return render(request, "training/completion.html", context)


@power("training.take")
@require_safe
def completion_certificate(request: Request, pk: int) -> HttpResponse:
    """The certificate as a PDF."""
    done = completion_for(request, pk)
    if done.withdrawn_at:
        raise Http404
    response = HttpResponse(certificate(done), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{pk}.pdf"'
    return response


def completion_for(request: Request, pk: int) -> Completion:
    """One's own; whoever writes down training sees everybody's. Also one that was taken back."""
    known = Completion.objects.of(request.person.school)
    if not holds(request.person, "training.record"):
        known = known.filter(person=request.person)
    return get_object_or_404(known.select_related("person", "school", "course", "version", "session", "by"), pk=pk)


def _course(request: Request, key: str) -> Course:
    found = course_called(request.person.school, key)
    if found is None or (found.archived_at and not holds(request.person, "training.manage")):
        raise Http404
    return found


# Answers wait in the session until the course is finished: until then nothing has been claimed.
def _kept(request: Request, taken: Taking) -> dict[str, Any]:
    """What this person has answered so far; nothing where the course has changed since."""
    kept = dict(request.session.get(KEPT, {}).get(taken.course.key, {}))
    return kept if kept.get("mark") == taken.mark else {"mark": taken.mark}


def _keep(request: Request, taken: Taking, kept: dict[str, Any]) -> None:
    request.session[KEPT] = {**request.session.get(KEPT, {}), taken.course.key: {**kept, "mark": taken.mark}}


def _answers(kept: dict[str, Any]) -> dict[int, int]:
    return {int(step): int(answer) for step, answer in kept.get("answers", {}).items()}
