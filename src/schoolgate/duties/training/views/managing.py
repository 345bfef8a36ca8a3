"""Which courses a school has."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.duties.training.actions import courses as actions
from schoolgate.duties.training.catalogue import course_called, courses
from schoolgate.duties.training.forms import CourseForm
from schoolgate.duties.training.home import without_course
from schoolgate.duties.training.material import topics
from schoolgate.duties.training.models import Course
from schoolgate.policy.explain import joined

COLUMNS = ["Course", "Covers", "Counts for", "Offered"]
ON_OFFER = {"text": "", "tag": "On offer"}
AWAY = {"text": "", "tag": "Put away", "colour": "grey"}


@power("training.manage")
@require_safe
def course_list(request: Request) -> HttpResponse:
    """Every course, what it covers, and which topics of the policy no course covers."""
    labels = topics()
    rows: list[list[Any]] = [
        [
            {"text": course.title, "url": reverse("training_course_change", args=[course.key])},
            joined([labels[topic] for topic in course.topics]) or "no topic of the policy",
            f"{course.expires_months} months" if course.expires_months else "until the policy asks again",
            AWAY if course.archived_at else ON_OFFER,
        ]
        for course in courses(request.person.school, archived=True)
    ]
    missing = [(labels[need.topic], need.clause) for need in without_course(request.person)]
    return render(request, "training/courses.html", {"rows": rows, "missing": missing, "columns": COLUMNS})


@power("training.manage")
@ask
def course_add(request: Request) -> HttpResponse:
    """A course of the school's own."""
    form = CourseForm(None, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_course(request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"“{made.title}” is on offer now.")
            return redirect("training_courses")
    context = {"form": form, "title": "Add a course", "button_text": "Add the course"}
    context |= {"back_url": reverse("training_courses")}
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power("training.manage")
@ask
def course_change(request: Request, key: str) -> HttpResponse:
    """Change a course: of one that comes with Schoolgate, what it covers here and how long it counts."""
    course = _course(request, key)
    form = CourseForm(course, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = {"title": course.title} | form.cleaned_data
        try:
            actions.change_course(request.person, course, **values)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Your changes have been saved.")
            return redirect("training_courses")
    return render(
        request, "training/course_change.html", {"form": form, "course": course}, status=422 if form.errors else 200
    )


@power("training.manage")
@require_POST
def course_archive(request: Request, key: str) -> HttpResponse:
    """Put a course away, or offer it again."""
    course = _course(request, key)
    back = bool(request.POST.get("back"))
    act = actions.put_back_course if back else actions.archive_course
    try:
        act(request.person, course)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{course.title}” has been {'put back' if back else 'put away'}.")
    return redirect("training_courses")


def _course(request: Request, key: str) -> Course:
    found = course_called(request.person.school, key)
    if found is None:
        raise Http404
    return found
