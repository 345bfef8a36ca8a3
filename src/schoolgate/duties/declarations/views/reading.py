"""Declarations that were made: one's own, and those that came to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.community import moments
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.today import about_row
from schoolgate.community.views.asking import ask
from schoolgate.duties.declarations.actions import answering
from schoolgate.duties.declarations.forms import PassOn, WhichChild, Words
from schoolgate.duties.declarations.kinds import NONE
from schoolgate.duties.declarations.models import Declaration, Remark, to_read
from schoolgate.duties.declarations.routing import in_words
from schoolgate.duties.declarations.views.making import answered
from schoolgate.policy.explain import joined
from schoolgate.policy.views.asking import card

State = Declaration.State
A_PAGE = 20


@power("declaration.read")
@require_safe
def declarations(request: Request) -> HttpResponse:
    """What came to this person, and what they declared themselves."""
    person = request.person
    every = Declaration.objects.of(person.school)
    to_me = to_read(person).select_related("by")

    def page(rows: QuerySet[Declaration], name: str) -> Page[Declaration]:
        return Paginator(rows, A_PAGE).get_page(request.GET.get(name))

    mine = page(every.filter(by=person), "page")
    waiting = page(to_me.exclude(state=State.CLOSED).order_by("at", "pk"), "open")
    shut = page(to_me.filter(state=State.CLOSED), "closed")
    context = {
        "mine": mine,
        "mine_rows": [_row(each, each.get_state_display().capitalize()) for each in mine],
        "open_rows": [_row(each, each.by.name) for each in waiting],
        "waiting": waiting,
        "closed_rows": [_row(each, each.by.name) for each in shut],
        "closed": shut,
        "mine_columns": ["What", "Sent", "Reference", "Where it stands"],
        "open_columns": ["What", "Sent", "Reference", "Declared by"],
    }
    return render(request, "declarations/list.html", context)


def _row(each: Declaration, last: str) -> list[object]:
    url = reverse("declaration", args=[each.reference])
    return [{"text": each.what.label, "url": url}, date_format(timezone.localtime(each.at)), each.reference, last]


@power("declaration.read")
@require_safe
def declaration(request: Request, reference: str) -> HttpResponse:
    """One declaration, for the one who made it and those it went to. Opening it is written down first."""
    found, own = _find(request.person, reference)
    if not own:
        answering.open_it(request.person, found)
    readers = list(found.reader_rows.select_related("person"))
    clause = found.version.clause(found.clause) if found.version else None
    remarks = found.remarks.select_related("by")
    may_answer = not own and found.state != State.CLOSED
    context = {
        "found": found,
        "own": own,
        "as_what": joined(list(dict.fromkeys(in_words(reader.role) for reader in readers))),
        "opened": any(reader.opened_at for reader in readers),
        "rows": [
            *([] if own else [("Declared by", found.by.name)]),
            *answered(found.school, found.what, found.answers),
        ],
        "clause": clause and card(request.person.school, clause),
        "entries": [_entry(each) for each in remarks if not (own and each.private)],
        "also": [] if own else about_row(request.person, found, [found.by, *found.named.all()]),
        "verbs": [(name, verb.button) for name, verb in VERBS.items() if _offered(found, name, own, may_answer)],
    }
    return render(request, "declarations/declaration.html", context)


def _entry(remark: Remark) -> dict[str, str]:
    at = moments.at(remark.at)
    return {"title": remark.get_kind_display(), "at": at, "by": remark.by.name, "text": remark.words}


class Verb(NamedTuple):
    """Something that can be done with a declaration: its button, its page and what does it."""

    button: str
    title: str
    form: Callable[[Declaration, Any], Form]
    act: Callable[[Person, Declaration, Mapping[str, Any]], None]
    done: str


def _words(label: str) -> Callable[[Declaration, Any], Form]:
    return lambda _, data: Words(label, data)


def _acknowledge(by: Person, found: Declaration, given: Mapping[str, Any]) -> None:
    child = given.get("child", NONE)
    picked = found.named.filter(pk=child).first() if child != NONE else None
    answering.acknowledge(by, found, picked)


VERBS: Mapping[str, Verb] = {
    "acknowledge": Verb(
        "I have read it",
        "Say that you have read it",
        lambda found, data: WhichChild(found, data) if _has_children(found) else Form(data),
        _acknowledge,
        "They can see that you have read it.",
    ),
    "ask": Verb(
        "Ask them something",
        "",
        _words("What would you like to ask?"),
        lambda by, found, given: answering.ask_back(by, found, given["words"]),
        "Your question is with them now.",
    ),
    "answer": Verb(
        "Add something",
        "",
        _words("What would you like to add?"),
        lambda by, found, given: answering.answer(by, found, given["words"]),
        "Thank you. It is with them now.",
    ),
    "note": Verb(
        "Note what was done",
        "",
        _words("What was done?"),
        lambda by, found, given: answering.note_done(by, found, given["words"]),
        "It is noted, for those who can read this.",
    ),
    "pass-on": Verb(
        "Let somebody else read it",
        "Let somebody else read it too",
        lambda found, data: PassOn(found.school, data),
        lambda by, found, given: answering.pass_on(by, found, given["to"], given["words"]),
        "They can read it now, and have been told.",
    ),
    "close": Verb(
        "Close it",
        "",
        _words("How did it end?"),
        lambda by, found, given: answering.close(by, found, given["words"]),
        "It is closed, and they can read how it ended.",
    ),
}


def _has_children(found: Declaration) -> bool:
    return found.kind == "family_link" and found.named.exists()


def _offered(found: Declaration, name: str, own: bool, may_answer: bool) -> bool:
    if name == "answer":
        return own and found.state != State.CLOSED
    return may_answer and (name != "acknowledge" or found.state == State.RECEIVED)


@power("declaration.read")
@ask
def act(request: Request, reference: str, verb: str) -> HttpResponse:
    """One thing done with a declaration, by those who may."""
    found, own = _find(request.person, reference)
    if verb not in VERBS or own != (verb == "answer"):
        raise Http404
    wanted = VERBS[verb]
    form = wanted.form(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            wanted.act(request.person, found, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, wanted.done)
            return redirect("declaration", reference=reference)
    context = {"form": form, "title": wanted.title, "button_text": wanted.button if verb != "answer" else "Send it"}
    context["back_url"] = reverse("declaration", args=[reference])
    context["found"], context["verb"] = found, verb
    return render(request, "declarations/act.html", context, status=422 if form.errors else 200)


def _find(person: Person, reference: str) -> tuple[Declaration, bool]:
    """A declaration and whether it is one's own. Nobody else learns that it exists."""
    rows = Declaration.objects.of(person.school).select_related("by", "school", "version__school")
    found = rows.filter(reference=reference).first()
    if found is None or not (found.by_id == person.pk or found.is_read_by(person)):
        raise Http404
    return found, found.by_id == person.pk
