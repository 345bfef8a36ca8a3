"""Who has and who has not, by name; and one click to remind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community.change import Refused
from schoolgate.community.models import Membership, Person, School
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.duties.actions.letting_off import may_let_off
from schoolgate.duties.actions.reminding import Reminded, remind
from schoolgate.duties.audiences import LABELS
from schoolgate.duties.counting import away_on
from schoolgate.duties.counting import late as late_duties
from schoolgate.duties.forms import FindNames
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import address_of_answer, line
from schoolgate.duties.spreadsheet import as_file, to_csv

State = Duty.State
ROWS = 50
SHOWN = ("school", "person__account", "person__offered_to")
COLUMNS = ["Name", "Class", "By", "State", "Times asked", "Last asked"]


@power("duties.see_all")
@require_safe
def names(request: Request, kind: str, key: str, audience: str) -> HttpResponse:
    """Everybody who was asked for one thing, those who have not first."""
    asked = _asked(request.person.school, kind, key, audience)
    form = FindNames(request.person.school, audience, request.GET)
    found = _found(asked, form)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    heading = line(asked.latest("pk"))
    shown = rows(request.person, page.object_list)
    today = timezone.localdate()
    to_ask = found.filter(state=State.OWED).exclude(person__in=away_on(request.person.school, today).values("person"))
    context = {
        "heading": heading,
        # Of a thing for each class, each row says which.
        "with_what": any(row["what"] != heading for row in shown),
        "audience": LABELS.get(audience, audience),
        "form": form,
        "page": page,
        "rows": shown,
        "to_ask": to_ask.exclude(person=request.person).exists(),
        "place": [kind, key, audience],
    }
    return render(request, "duties/names.html", context)


@power("duties.see_all")
@require_safe
def late(request: Request) -> HttpResponse:
    """Everybody who is late with anything, the latest first."""
    school = request.person.school
    found = late_duties(school, timezone.localdate()).select_related(*SHOWN).order_by("due", "person__name")
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return render(request, "duties/late.html", {"page": page, "rows": rows(request.person, page.object_list)})


@power("duties.see_all")
@require_safe
def names_csv(request: Request, kind: str, key: str, audience: str) -> HttpResponse:
    """The list as it is narrowed on the page."""
    school = request.person.school
    found = _found(_asked(school, kind, key, audience), FindNames(school, audience, request.GET))
    lines = [
        (row["name"], row["classes"], row["due"].isoformat(), row["state"], row["times"], row["last"])
        for row in rows(request.person, found)
    ]
    return as_file(to_csv(COLUMNS, lines), f"{kind}-{audience}.csv", "text/csv; charset=utf-8")


@power("duties.remind")
@require_POST
def remind_row(request: Request, kind: str, key: str, audience: str) -> HttpResponse:
    asked = _asked(request.person.school, kind, key, audience)
    return _remind(request, asked, reverse("duty_names", args=[kind, key, audience]))


@power("duties.remind")
@require_POST
def remind_one(request: Request, pk: int) -> HttpResponse:
    duty = get_object_or_404(Duty.objects.of(request.person.school).filter(current=True), pk=pk)
    one = Duty.objects.of(request.person.school).filter(pk=pk)
    if request.POST.get("back") == "late":
        return _remind(request, one, reverse("duties_late"))
    return _remind(request, one, reverse("duty_names", args=[duty.kind, duty.key, duty.audience]))


def _remind(request: Request, duties: QuerySet[Duty], back: str) -> HttpResponse:
    try:
        messages.success(request, in_words(remind(request.person, duties)))
    except Refused as refused:
        messages.info(request, str(refused))
    return redirect(back)


def in_words(found: Reminded) -> str:
    """How many were asked, how it reaches them, and why others were not."""
    said = [f"{_people(found.asked)} asked."] if found.asked else []
    if found.through_parents:
        who = "a parent was" if found.parents == 1 else f"{found.parents} parents were"
        said.append(f"For {_pupils(found.through_parents)}, {who} asked.")
    if found.through_teachers:
        who = "one of their teachers was" if found.teachers == 1 else f"{found.teachers} of their teachers were"
        said.append(f"For {_pupils(found.through_teachers)}, {who} asked.")
    said.append(_how(found))
    if found.already:
        said.append(f"{_people(found.already)} asked earlier today.")
    if found.away:
        are = "One person is" if found.away == 1 else f"{found.away} people are"
        said.append(f"{are} away: ask them once they are back.")
    if found.unreached:
        have = "One person has" if found.unreached == 1 else f"{found.unreached} people have"
        said.append(
            f"{have} no sign-in or address, and nobody here can be asked for them: "
            "speak to them, or, for a pupil, see that their class teacher has an address."
        )
    return " ".join(said)


def _how(found: Reminded) -> str:
    if found.at_sign_in == found.told:
        return "They see it when they sign in, and get a mail in school hours."
    if not found.at_sign_in:
        return "They do not sign in yet: they get a mail in school hours."
    see = "one of them sees" if found.at_sign_in == 1 else f"{found.at_sign_in} of them see"
    return f"All get a mail in school hours, and {see} it when they sign in."


def _people(number: int) -> str:
    return "One person was" if number == 1 else f"{number} people were"


def _pupils(number: int) -> str:
    return "one pupil" if number == 1 else f"{number} pupils"


def _asked(school: School, kind: str, key: str, audience: str) -> QuerySet[Duty]:
    found = Duty.objects.of(school).filter(current=True, kind=kind, key=key, audience=audience)
    if not found.exists():
        raise Http404
    return found


def _found(asked: QuerySet[Duty], form: FindNames) -> QuerySet[Duty]:
    wanted = form.cleaned_data if form.is_valid() else {}
    show, group = wanted.get("show", ""), wanted.get("group", "")
    if show in ("", "overdue"):
        asked = asked.filter(state=State.OWED)
    if show == "overdue":
        today = timezone.localdate()
        asked = asked.filter(due__lt=today).exclude(person__in=away_on(form.school, today).values("person"))
    if show in ("done", "declined", "let_off"):
        asked = asked.filter(state=show)
    if group:
        members = Membership.objects.of(form.school).filter(group=group)
        asked = asked.filter(person__in=members.values("person"))
    return asked.select_related(*SHOWN).order_by("person__name", "pk")


def rows(by: Person, duties: Iterable[Duty]) -> list[dict[str, Any]]:
    """What the lists say of each duty to whoever reads them. One query for all classes, one for all absences."""
    school, shown, today = by.school, list(duties), timezone.localdate()
    away = set(away_on(school, today).values_list("person", flat=True))
    everybody = {duty.person_id for duty in shown}
    which = Q(person__in=everybody) if len(everybody) <= ROWS else Q()
    members = Membership.objects.of(school).filter(which, group__kind="class", group__ended_on__isnull=True)
    classes: dict[int, list[str]] = {}
    for person, name in members.order_by("group__name").values_list("person", "group__name"):
        classes.setdefault(person, []).append(name)
    return [_row(by, duty, classes.get(duty.person_id, ()), today, duty.person_id in away) for duty in shown]


def _row(by: Person, duty: Duty, classes: Sequence[str], today: date, is_away: bool) -> dict[str, Any]:
    said = duty.state
    if duty.state == State.OWED and (is_away or duty.due < today):
        said = AWAY if is_away else LATE
    changeable = duty.current and duty.state in (State.OWED, State.LET_OFF)
    asked_today = bool(duty.reminded_at) and timezone.localdate(duty.reminded_at) == today
    return {
        "pk": duty.pk,
        "name": duty.person.name,
        "classes": ", ".join(classes),
        "what": duty.what,
        "due": duty.due,
        "state": SAYS[said],
        "colour": COLOURS[said],
        "times": duty.reminders,
        "last": date_format(timezone.localtime(duty.reminded_at), "j F Y") if duty.reminded_at else "",
        "may_ask": duty.state == State.OWED and duty.person_id != by.pk and not is_away and not asked_today,
        "let_off": reverse("duty_let_off", args=[duty.pk]) if changeable and may_let_off(by, duty) else "",
        "answer": address_of_answer(duty) if duty.state in (State.DONE, State.DECLINED) else "",
    }


AWAY, LATE = "away", "late"
SAYS: dict[str, str] = {
    State.OWED: "Not yet",
    State.DONE: "Done",
    State.DECLINED: "Declined",
    State.LET_OFF: "Let off",
    AWAY: "Away",
    LATE: "Late",
}
COLOURS: dict[str, str] = {
    State.OWED: "yellow",
    State.DONE: "green",
    State.DECLINED: "orange",
    State.LET_OFF: "blue",
    AWAY: "grey",
    LATE: "red",
}
