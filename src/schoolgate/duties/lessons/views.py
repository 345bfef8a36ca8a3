"""Lessons in online safety: the activities, the year, and what was taught."""

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
from schoolgate.community.models import Term
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.documents.writing import to_html, to_pdf
from schoolgate.duties.audiences import LABELS
from schoolgate.duties.lessons.actions.teaching import classes_of, take_back, teach
from schoolgate.duties.lessons.forms import ALL, OWN, LessonForm
from schoolgate.duties.lessons.models import Lesson
from schoolgate.duties.lessons.owing import rounds
from schoolgate.duties.lessons.year import Activity, activities
from schoolgate.duties.owing import asked
from schoolgate.policy.explain import joined

COLUMNS = ["Lesson", "Class", "On", "By"]


@power("lesson.read")
@require_safe
def lessons(request: Request) -> HttpResponse:
    """The activities for each age, and what the policy asks for this term."""
    person, today = request.person, timezone.localdate()
    school = person.school
    wanted = rounds(asked(school, today))
    year = [(one.what, f"by {one.due:%-d %B %Y}", one.clause) for one in sorted(wanted, key=lambda one: one.due)]
    rows = [
        [
            {"text": one.title, "url": reverse("lesson_activity", args=[one.key])},
            joined([LABELS[stage] for stage in one.stages]),
            f"{one.minutes} minutes",
        ]
        for one in activities().values()
    ]
    term = Term.objects.of(school).filter(last_day__gte=today).order_by("first_day").first()
    context: dict[str, Any] = {
        "rows": rows,
        "columns": ["Activity", "For", "Takes"],
        "year": year,
        "term": term,
        "today": today,
    }
    context |= {"may_see": holds(person, "lesson.see"), "may_record": _may_record(request)}
    return render(request, "lessons/lessons.html", context)


def _may_record(request: Request) -> bool:
    person = request.person
    return holds(person, "lesson.record_any") or (holds(person, "lesson.record") and bool(classes_of(person)))


@power("lesson.read")
@require_safe
def activity(request: Request, key: str) -> HttpResponse:
    """An activity sheet."""
    one = _activity(key)
    text = mark_safe(to_html(one.sheet))  # noqa: S308 (to_html shows tags, it does not obey them)
    return render(request, "lessons/activity.html", {"activity": one, "text": text, "may_record": _may_record(request)})


@power("lesson.read")
@require_safe
def sheet(_: Request, key: str) -> HttpResponse:
    """The same as a PDF, to print."""
    one = _activity(key)
    pdf = to_pdf(f"<h1>{one.title}</h1>{to_html(one.sheet)}", one.title)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{one.key}.pdf"'
    return response


@power("lesson.see")
@require_safe
def taught(request: Request) -> HttpResponse:
    """What was taught, the latest first; for one class where ?class= names it."""
    held = Lesson.objects.of(request.person.school).filter(withdrawn_at__isnull=True)
    group = request.GET.get("class", "")
    if group.isascii() and group.isdigit():
        held = held.filter(group=int(group[:9]))
    page = Paginator(held.select_related("group", "by"), 25).get_page(request.GET.get("page"))
    rows = [
        [
            {"text": one.title, "url": reverse("lesson", args=[one.pk])},
            one.group.name if one.group else "The whole school",
            f"{one.on:%-d %B %Y}",
            one.by.name,
        ]
        for one in page
    ]
    context = {"rows": rows, "page": page, "columns": COLUMNS, "may_record": _may_record(request)}
    return render(request, "lessons/taught.html", context)


@power("lesson.see")
@require_safe
def lesson(request: Request, pk: int) -> HttpResponse:
    """One lesson that was held."""
    held = Lesson.objects.of(request.person.school).filter(withdrawn_at__isnull=True)
    one = get_object_or_404(held.select_related("group", "by"), pk=pk)
    rows = [
        ("Class", one.group.name if one.group else "The whole school"),
        ("On", f"{one.on:%-d %B %Y}"),
        ("By", one.by.name),
        ("What the pupils said", one.said or "Nothing was written down"),
    ]
    may_take_back = one.by == request.person or holds(request.person, "lesson.record_any")
    return render(request, "lessons/lesson.html", {"lesson": one, "rows": rows, "may_take_back": may_take_back})


@power("lesson.record")
@ask
def add(request: Request) -> HttpResponse:
    """Write down a lesson that was held."""
    data = request.POST if request.method == "POST" else None
    form = LessonForm(request.person, data, request.GET.get("class", ""))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = teach(
                request.person,
                group=None if given["group"] == ALL else form.classes[given["group"]],
                on=given["on"],
                activity="" if given["activity"] == OWN else given["activity"],
                title=given["title"],
                said=given["said"],
            )
        except Refused as refused:
            form.add_error("said" if "names" in str(refused) else None, str(refused))
        else:
            messages.success(request, "Thank you. The lesson has been written down.")
            return redirect("lesson", pk=made.pk)
    return render(request, "lessons/add.html", {"form": form}, status=422 if form.errors else 200)


@power("lesson.record")
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take back a lesson that was written down by mistake."""
    one = get_object_or_404(Lesson.objects.of(request.person.school), pk=pk)
    try:
        take_back(request.person, one)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The lesson has been taken back.")
    return redirect("lessons_taught")


def _activity(key: str) -> Activity:
    if key not in activities():
        raise Http404
    return activities()[key]
