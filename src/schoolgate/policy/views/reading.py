"""Reading a school's policy: the text in force, the document beside its clauses, what it fixes and who owes what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.models import Person, School
from schoolgate.community.powers import PUBLIC, holds, power
from schoolgate.community.request import AnyRequest, Request
from schoolgate.community.today import TO_DO, Task
from schoolgate.documents.model import Reading
from schoolgate.policy import signin
from schoolgate.policy.actions.adopting import worked_on
from schoolgate.policy.clause import Clause, ControlValue
from schoolgate.policy.controls import duties, settings
from schoolgate.policy.coverage import cover
from schoolgate.policy.dates import in_words
from schoolgate.policy.explain import joined, role_label
from schoolgate.policy.models import PolicyVersion, in_force
from schoolgate.policy.views.asking import card
from schoolgate.policy.vocabulary import approvers, controls, roles
from schoolgate.policy.wording import binds

State = PolicyVersion.State
FAIRLY_SURE = 0.65
ENDS = {
    "ruling": "Decides what people may do",
    "control": "Fixes how the system behaves",
    "duty": "Asks somebody to do something",
    "workflow": "Is carried out by a part of Schoolgate",
    "information": "Informs",
}


@power(PUBLIC)
@require_safe
def policy_text(request: AnyRequest, school: str) -> HttpResponse:
    """The policy in force on a day (today, unless ?on= says another), clause by clause, for anybody."""
    where = get_object_or_404(School, slug=school)
    try:
        day = date.fromisoformat(request.GET["on"]) if request.GET.get("on") else timezone.localdate()
    except ValueError:
        raise Http404 from None
    version = in_force(where, day)
    if version is None:
        raise Http404
    sections: dict[str, list[Any]] = {}
    for clause in version.clauses:
        sections.setdefault(clause.section, []).append(card(where, clause))
    context = {"school": where, "version": version, "day": day, "sections": sections.items(), "dates": dated(version)}
    return render(request, "policy/text.html", context)


def dated(version: PolicyVersion) -> list[tuple[str, str]]:
    """When a version was adopted and is due for review, in words."""
    dates = version.pack.get("dates", {})
    rows = [("In force from", f"{version.in_force_from:%-d %B %Y}")] if version.in_force_from else []
    names = {"adopted": "Adopted", "reviewed": "Last reviewed", "review_due": "Next review"}
    rows += [(name, in_words(dates[key])) for key, name in names.items() if dates.get(key)]
    rows += [
        (name, version.pack[key])
        for key, name in (("approver", "Approved by"), ("owner", "Looked after by"))
        if version.pack.get(key)
    ]
    return rows


@power("policy.read")
@require_safe
def policy(request: Request) -> HttpResponse:
    """The school's versions: the one in force, those before it, and for those who see them, the drafts."""
    school = request.person.school
    versions = PolicyVersion.objects.of(school).select_related("school", "made_by", "upload")
    versions = versions.defer("read", "upload__data")
    sees = holds(request.person, "policy.see_drafts")
    if not sees:
        versions = versions.filter(state=State.ADOPTED)
    now = in_force(school)
    rows = [
        [
            {"text": f"Version {v.number}: {v.title}", "url": reverse("version", args=[v.number])},
            standing(v, now),
            *([_made(v)] if sees else []),
        ]
        for v in versions
    ]
    context = {
        "school": school,
        "now": now,
        "columns": ["Version", "Where it stands", *(["Begun"] if sees else [])],
        "rows": rows,
        "may_write": holds(request.person, "policy.write"),
    }
    return render(request, "policy/versions.html", context)


def standing(version: PolicyVersion, now: PolicyVersion | None) -> str:
    """Where a version stands, in a few words."""
    if version.state != State.ADOPTED:
        return str(version.get_state_display()).capitalize()
    if version == now:
        return f"In force since {version.in_force_from:%-d %B %Y}"
    last = version.last_day()
    until = f" until {last:%-d %B %Y}" if last else ""
    return f"In force from {version.in_force_from:%-d %B %Y}{until}"


def _made(version: PolicyVersion) -> str:
    """When a version was begun, and from which file."""
    return f"{_day(version.made_at)}{f', from {version.upload.name}' if version.upload else ''}"


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %B %Y}"


class Happened(NamedTuple):
    """One thing that happened to a version."""

    title: str
    at: str
    by: str


def _history(version: PolicyVersion) -> list[Happened]:
    """What happened to a version, the first thing first."""
    begun = f"Uploaded from {version.upload.name}" if version.upload else "Begun"
    if version.state == State.ADOPTED:
        decided = "Adopted by the governors"
    else:
        decided = "Set aside by the governors" if version.sent_at else "Put away"
    happened = [
        (begun, version.made_at, version.made_by),
        ("Sent to the governors", version.sent_at, version.sent_by),
        (decided, version.decided_at, version.decided_by),
    ]
    return [Happened(title, _day(at), by.name if by else "") for title, at, by in happened if at]


def find(request: Request, number: int) -> PolicyVersion:
    """A version of this person's school. 404 for a draft to those who do not see drafts."""
    versions = PolicyVersion.objects.of(request.person.school).select_related(
        "school", "made_by", "sent_by", "decided_by", "upload"
    )
    version = get_object_or_404(versions.defer("upload__data"), number=number)
    if version.state != State.ADOPTED and not holds(request.person, "policy.see_drafts"):
        raise Http404
    return version


@power("policy.read")
@require_safe
def version(request: Request, number: int) -> HttpResponse:
    """One version: where it stands, and what there is to see and do."""
    found = find(request, number)
    person = request.person
    context = {
        "version": found,
        "standing": standing(found, in_force(found.school)),
        "tasks": _tasks(found, person),
        "lead": LEADS.get(found.state, "") if holds(person, "policy.see_drafts") else "",
        "dates": dated(found),
        "history": _history(found) if holds(person, "policy.see_drafts") else [],
        "may_write": holds(person, "policy.write"),
        "may_send": holds(person, "policy.send"),
        "may_decide": holds(person, "policy.adopt") and not worked_on(person, found),
        "may_call_off": holds(person, "policy.adopt")
        and found.in_force_from is not None
        and found.in_force_from > timezone.localdate(),
    }
    return render(request, "policy/version.html", context)


LEADS: dict[str, str] = {
    State.DRAFT: "Only those who work on the policy see this draft. Nothing changes until governors adopt it.",
    State.SENT: "This version is with the governors. Nothing changes until they adopt it.",
}


def _tasks(version: PolicyVersion, person: Person) -> list[Task]:
    """The pages of a version as a task list: for a draft, in the order that they are worked through."""
    draft, sees = version.state == State.DRAFT, holds(person, "policy.see_drafts")
    works = draft and holds(person, "policy.write")
    count = len(version.clauses)
    clauses = f"{count} clause{'s' if count != 1 else ''}"

    def page(title: str, name: str, hint: str = "", status: str = "") -> Task:
        return Task(title, reverse(name, args=[version.number]), hint, status)

    tasks = [page("Check the clauses" if works else "Clauses", "version_clauses", clauses)]
    if works:
        tasks.append(page("Title, dates and people", "version_details"))
    if sees:
        found = len(version.defects(timezone.localdate()))
        tasks.append(
            page("Put right what is wrong with it" if works else "Defects", "version_defects", f"{found} found")
        )
    tasks.append(page("Settings and duties", "version_fixed"))
    if sees:
        tasks.append(page("Try it on everyday questions", "version_try"))
        tasks.append(
            page("See what it changes" if version.state != State.ADOPTED else "What it changed", "version_changes")
        )
    tasks.append(page("What each clause does here", "version_coverage"))
    if draft and holds(person, "policy.send"):
        tasks.append(page("Send it to the governors", "version_send", status=TO_DO))
    return tasks


@power("policy.read")
@require_safe
def document(request: Request, number: int) -> HttpResponse:
    """The clauses in order, each with its lines in the original beside it and what it binds to.

    With `?show=unsure`, only those of a draft that the reader is not sure of, without the document.
    """
    found = find(request, number)
    may_write = found.state == State.DRAFT and holds(request.person, "policy.write")
    reading = found.reading
    # The original may hold what was taken out before the policy was adopted, so only those who work on it see it.
    sees = holds(request.person, "policy.see_drafts")
    lines = [line.text for line in reading.document.lines] if reading and sees else []
    raw = {clause["id"]: clause for clause in found.pack["clauses"]}
    unsure = _unsure(reading) if reading and may_write else set()
    clauses = [
        beside_card(found, clause, may_write) | {"binds": binds(raw[clause.id]), "unsure": clause.id in unsure}
        for clause in found.clauses
    ]
    context = {"version": found, "may_write": may_write, "unsure": sum(one["unsure"] for one in clauses)}
    if request.GET.get("show") == "unsure":
        context |= {"clauses": [one for one in clauses if one["unsure"]], "only_unsure": True}
    else:
        context |= {"clauses": clauses, "lines": lines}
    return render(request, "policy/document.html", context)


def _unsure(reading: Reading) -> set[str]:
    """The clauses of which the reader is less than fairly sure whom or how strongly they bind, or what about."""
    return {
        clause.id
        for clause in reading.clauses
        for label in (clause.modality, *clause.who, *([clause.act] if clause.act else []))
        if label.confidence < FAIRLY_SURE
    }


def beside_card(version: PolicyVersion, clause: Clause, may_write: bool) -> dict[str, Any]:
    """A clause as it stands beside its lines; its number leads to where it can be corrected."""
    shown = card(version.school, clause)._asdict()
    url = reverse("clause", args=[version.number, clause.id]) if may_write else ""
    first, last = clause.lines or (1, 1)
    return shown | {"url": url, "first": first if clause.lines else None, "last": last, "clause": clause}


@power("policy.read")
@require_safe
def fixed(request: Request, number: int) -> HttpResponse:
    """The controls that a version fixes and the duties that it asks for, each with its clause."""
    found = find(request, number)
    held = settings(found.clauses).values()
    rows = [[_sentence(controls()[s.name].says), value_in_words(s.value), _ids((s.clause, *s.also))] for s in held]
    owed = [
        [_sentence(o.duty.what), joined([role_label(who) for who in o.clause.who]), _how_often(o.duty), o.clause.id]
        for o in duties(found.clauses)
    ]
    context = {
        "version": found,
        "controls": rows,
        "control_columns": ["Setting", "Value", "Clauses"],
        "advice": signin.advice(found),
        "duties": owed,
        "duty_columns": ["What", "Who", "How often", "Clause"],
    }
    return render(request, "policy/fixed.html", context)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ids(clauses: tuple[Clause, ...]) -> str:
    return ", ".join(clause.id for clause in clauses)


def _how_often(duty: Any) -> str:
    if duty.every:
        return f"every {duty.every} months" if duty.every != 1 else "every month"
    return str(duty.when).replace("_", " ") or "always"


def value_in_words(value: ControlValue) -> str:
    """A control's value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return joined([role_label(v) if v in roles() or v in approvers() else v.replace("_", " ") for v in value])
    return str(value).replace("_", " ")


@power("policy.read")
@require_safe
def covered(request: Request, number: int) -> HttpResponse:
    """How each clause of a version ends: at work today, or waiting for a part that is not built."""
    found = find(request, number)
    clauses = [cover(clause) for clause in found.clauses]
    rows = [
        [c.clause.id, c.clause.says, ENDS[c.kind], c.waiting.replace("_", " ") if c.waiting else "At work"]
        for c in clauses
    ]
    columns = ["Clause", "It says", "What it does", "Today"]
    context = {
        "version": found,
        "columns": columns,
        "rows": rows,
        "done": sum(not c.waiting for c in clauses),
        "total": len(clauses),
    }
    return render(request, "policy/covered.html", context)
