"""Writing down who has learned what: sessions with their attendance, and the school's own records."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.duties.audiences import Audiences
from schoolgate.duties.models import Duty
from schoolgate.duties.training.actions.importing import (
    COLUMNS,
    LARGEST,
    ImportProblemsError,
    Problem,
    import_completions,
)
from schoolgate.duties.training.actions.sessions import plan_session, record_attendance
from schoolgate.duties.training.actions.withdrawing import withdraw_completion
from schoolgate.duties.training.catalogue import course_called
from schoolgate.duties.training.forms import AttendanceForm, FindForm, ImportForm, SessionForm, WhyForm
from schoolgate.duties.training.models import Completion, Session
from schoolgate.duties.training.owing import KIND
from schoolgate.duties.training.views.learning import completion_for

LEARNERS = ("staff", "governor", "volunteer", "contractor", "technician")
A_PAGE = 60
PROBLEMS = ["Line", "What to do"]
SESSIONS = ["Course", "On", "Led by", "Attendance"]


@power("training.record")
@require_safe
def sessions(request: Request) -> HttpResponse:
    """Every session, the latest first."""
    found = Session.objects.of(request.person.school).select_related("course")
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    rows: list[list[Any]] = [
        [
            {"text": session.course.title, "url": reverse("training_session", args=[session.pk])},
            f"{session.on:%-d %B %Y}",
            session.led_by,
            _standing(session),
        ]
        for session in page
    ]
    return render(request, "training/sessions.html", {"rows": rows, "page": page, "columns": SESSIONS})


def _standing(session: Session) -> dict[str, str]:
    if session.recorded_at:
        return {"text": "", "tag": "Written down", "colour": "green"}
    ahead = session.on > timezone.localdate()
    return {"text": "", "tag": "To come" if ahead else "Who was there?", "colour": "grey" if ahead else "yellow"}


@power("training.record")
@ask
def session_add(request: Request) -> HttpResponse:
    """Plan a session, or enter one that was held."""
    form = SessionForm(request.person.school, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        course = course_called(request.person.school, form.cleaned_data["course"])
        assert course is not None
        try:
            made = plan_session(request.person, course, on=form.cleaned_data["on"], led_by=form.cleaned_data["led_by"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("training_session", pk=made.pk)
    context = {"form": form, "title": "Add a session", "back_url": reverse("training_sessions")}
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power("training.record")
@ask
def session(request: Request, pk: int) -> HttpResponse:
    """Who was there: a page of names with a tick each. Each page is saved by itself."""
    found = get_object_or_404(Session.objects.of(request.person.school).select_related("course"), pk=pk)
    page = _learners(request)
    people = {person.pk: person for person in page}
    was = found.completions.filter(withdrawn_at__isnull=True).values_list("person", flat=True)
    ticked = [one for one in was if one in people]
    names = [(one.pk, one.name) for one in people.values()]
    form = AttendanceForm(names, ticked, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        there = [people[int(one)] for one in form.cleaned_data["there"]]
        try:
            many = record_attendance(request.person, found, there, list(people.values()))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Saved. {many} of the {len(people)} people on this page were there.")
            return redirect(request.get_full_path())
    context = {
        "session": found,
        "form": form,
        "page": page,
        "find": FindForm(request.GET),
        "ahead": found.on > timezone.localdate(),
    }
    return render(request, "training/session.html", context, status=422 if form.errors else 200)


def _learners(request: Request) -> Page[Person]:
    """The adults who work here and whoever else is asked to learn, but whoever is asking; a page of them, by name."""
    audiences = Audiences(request.person.school, timezone.localdate())
    who = {person for role in LEARNERS for person in audiences.of(role)}
    who.update(Duty.objects.of(request.person.school).filter(kind=KIND, state="owed").values_list("person", flat=True))
    who.discard(request.person.pk)
    found = Person.objects.of(request.person.school).filter(pk__in=who)
    if name := request.GET.get("name", "").strip()[:100]:
        found = found.filter(name__icontains=name)
    return Paginator(found.order_by("name", "pk"), A_PAGE).get_page(request.GET.get("page"))


@power("training.record")
@require_safe
def of_person(request: Request, pk: int) -> HttpResponse:
    """What one person has completed, the latest first, with what was taken back."""
    learner = get_object_or_404(Person.objects.of(request.person.school), pk=pk)
    done = Completion.objects.of(learner.school).filter(person=learner).select_related("course")
    page = Paginator(done, 25).get_page(request.GET.get("page"))
    rows: list[list[Any]] = [
        [
            {"text": one.course.title, "url": reverse("training_completion", args=[one.pk])},
            f"{one.on:%-d %B %Y}",
            "taken back" if one.withdrawn_at else one.get_how_display(),
        ]
        for one in page
    ]
    context = {"learner": learner, "rows": rows, "page": page, "columns": ["Course", "On", "How"]}
    return render(request, "training/person.html", context)


@power("training.record")
@ask
def completion_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take back a completion that is wrong, and say why."""
    done = completion_for(request, pk)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_completion(request.person, done, form.cleaned_data["why"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"It has been taken back, and {done.person.name} has been told.")
            return redirect("training_completion", pk=pk)
    context = {
        "form": form,
        "title": f"Take back that {done.person.name} completed “{done.course.title}”",
        "button_text": "Take it back",
        "back_url": reverse("training_completion", args=[pk]),
    }
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power("training.record")
@ask
def completions_import(request: Request) -> HttpResponse:
    """Bring in what people completed elsewhere, from a table. All of it, or nothing and a list of what is wrong."""
    form = ImportForm(request.POST if request.method == "POST" else None, request.FILES or None)
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            new, known = import_completions(request.person, form.cleaned_data["file"].read(LARGEST + 1))
        except ImportProblemsError as wrong:
            problems = wrong.found
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{new} new completions brought in; {known} were known already.")
            return redirect("training_import")
    rows = [[str(problem.line), problem.message] for problem in problems]
    context = {
        "form": form,
        "rows": rows,
        "columns": COLUMNS,
        "heads": PROBLEMS,
        "back_url": reverse("training"),
    }
    return render(request, "training/import.html", context, status=422 if form.errors or problems else 200)
