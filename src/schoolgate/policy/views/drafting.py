"""Correcting a draft: one clause at a time, what the reader made of it, and the details of the whole."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schoolgate.community.request import Request
from schoolgate.documents.model import Label, ReadClause
from schoolgate.policy.actions import drafting
from schoolgate.policy.drafting_forms.base import OfDraft
from schoolgate.policy.drafting_forms.clauses import AddClause, ClauseWords, Details
from schoolgate.policy.models import PolicyVersion
from schoolgate.policy.views.draft import clause_of, draft_page, form_page, saved
from schoolgate.policy.views.reading import dated
from schoolgate.policy.vocabulary import act_named
from schoolgate.policy.wording import (
    Raw,
    as_list,
    capital,
    control_sentence,
    duty_sentence,
    people,
    rule_sentence,
    step_items,
    step_sentence,
    sureness,
    words,
)


@draft_page
def clause(request: Request, version: PolicyVersion, clause: str) -> HttpResponse:
    """One clause: its lines in the original, what the reader made of it and why, and what it binds to."""
    found = clause_of(version, clause)
    numbers = [one["id"] for one in version.pack["clauses"]]
    place = numbers.index(clause)
    reading = version.reading
    read = next((one for one in reading.clauses if one.id == clause), None) if reading else None
    context = {
        "version": version,
        "clause": found,
        "rows": _rows(version, found),
        "place": place + 1,
        "total": len(numbers),
        "before": numbers[place - 1] if place else "",
        "after": numbers[place + 1] if place + 1 < len(numbers) else "",
        "lines": _lines(version, found),
        "why": _why(read) if read else [],
        "groups": _groups(version, found),
    }
    return render(request, "policy/clause.html", context)


def _rows(version: PolicyVersion, found: Raw) -> list[tuple[str, ...]]:
    page = reverse("clause_words", args=[version.number, found["id"]])
    return [
        ("What it says", found["says"], f"{page}#id_says"),
        ("Section", found["section"], f"{page}#id_section"),
        ("Whom it binds", capital(people(as_list(found["who"]))), f"{page}#id_who_1"),
        ("How strongly", capital(words("modality")[found["modality"]]["label"]), f"{page}#id_modality_1"),
        ("General rule of conduct", "Yes" if found.get("general") == "yes" else "No", f"{page}#id_general_1"),
    ]


class Group(NamedTuple):
    """One kind of thing that a clause binds to: a row is what it says, where to change it, where to remove it."""

    name: str
    heading: str
    empty: str
    add: str
    url: str
    rows: list[tuple[str, str, str]]


def _groups(version: PolicyVersion, found: Raw) -> list[Group]:
    here = (version.number, found["id"])
    fix = reverse("control_add", args=here)
    rules = [
        (f"{rule_sentence(rule, found)}.", reverse("rule", args=(*here, i)), reverse("rule_remove", args=(*here, i)))
        for i, rule in enumerate(found.get("rules", ()))
    ]
    settings = [
        row
        for name, value in found.get("controls", {}).items()
        for row in (
            (control_sentence(name, value), f"{fix}?control={name}", reverse("control_remove", args=(*here, name))),
            *(
                (step_sentence(item), f"{fix}?control={name}&step={item['step']}", "")
                for item in step_items(name, value)
            ),
        )
    ]
    duties = [
        (duty_sentence(duty), reverse("duty", args=(*here, i)), reverse("duty_remove", args=(*here, i)))
        for i, duty in enumerate(found.get("duties", ()))
    ]
    return [
        Group("rules", "What people may do", NO_RULES, "Add a rule", reverse("rule_add", args=here), rules),
        Group("settings", "What it fixes", NO_SETTINGS, "Add a setting", fix, settings),
        Group("duties", "What people have to do", NO_DUTIES, "Add a duty", reverse("duty_add", args=here), duties),
    ]


NO_RULES = "It decides no question yet. If it says what somebody may or may not do, add a rule."
NO_SETTINGS = "It fixes nothing yet. A setting is how long records are kept, say, or who approves an account."
NO_DUTIES = "It asks nobody to do anything yet. Add a duty if people have to sign, learn, check or review something."


def _lines(version: PolicyVersion, found: Raw) -> list[Any]:
    """The lines of the original that the clause stands in."""
    reading, where = version.reading, found.get("lines")
    if not reading or not where:
        return []
    first, last = int(where[0]), int(where[1])
    return list(reading.document.lines[first - 1 : last])


def _why(read: ReadClause) -> list[tuple[str, str]]:
    """What the reader made of a clause, with the words that decided it and how sure it is."""
    rows = [("Whom it binds", _because(label, people([label.value]))) for label in read.who]
    strength = words("modality")[read.modality.value]["label"]
    rows.append(("How strongly", _because(read.modality, strength)))
    if read.act:
        rows.append(("What it is about", _because(read.act, act_named(read.act.value).label)))
    else:
        rows.append(("What it is about", "We could not tell. Add a rule if it decides what people may do."))
    if read.conditions:
        rows.append(("What limits it", "; ".join(f"“{said}”" for said in read.conditions)))
    if read.lead:
        rows.append(("It goes on from", f"“{read.lead}”"))
    return rows


def _because(label: Label, meant: str) -> str:
    said = f"because it says “{label.words}”" if label.words else "though no word of its own says so"
    return f"{capital(meant)}, {said}. We are {sureness(label.confidence)}."


@draft_page
def clause_words(request: Request, version: PolicyVersion, clause: str) -> HttpResponse:
    """Change what a clause says, where it stands, whom it binds and how strongly."""
    found = clause_of(version, clause)
    form = ClauseWords(version.revision, found, request.POST or None)
    if saved(form, lambda seen: drafting.change_clause(request.person, version, seen, clause, form.raw())):
        messages.success(request, f"Clause {clause} is changed.{_now_binds(found, form)}")
        return redirect("clause", number=version.number, clause=clause)
    return form_page(request, version, form, clause=found, title="Change the words of this clause")


def _now_binds(before: Raw, form: ClauseWords) -> str:
    """What its rules say now, where a change of words changed them."""
    after = {**before, **form.raw()}
    said = [rule_sentence(rule, after) for rule in after.get("rules") or ()]
    changed = [s for s in said if s not in [rule_sentence(rule, before) for rule in before.get("rules") or ()]]
    return f" Now: {'; '.join(changed)}." if changed else ""


@draft_page
def clause_add(request: Request, version: PolicyVersion) -> HttpResponse:
    """Add a clause after another."""
    form = AddClause(version.revision, version.pack["clauses"], request.GET.get("after", ""), request.POST or None)

    def save(seen: int) -> PolicyVersion:
        return drafting.add_clause(request.person, version, seen, form.cleaned_data["after"], form.raw())

    if saved(form, save):
        number = form.cleaned_data["number"]
        messages.success(request, f"Clause {number} is in the draft. Now say what it decides, fixes or asks for.")
        return redirect("clause", number=version.number, clause=number)
    return form_page(request, version, form, title="Add a clause", button_text="Add the clause")


@draft_page
def clause_remove(request: Request, version: PolicyVersion, clause: str) -> HttpResponse:
    """Check, then take a clause out of the draft."""
    found = clause_of(version, clause)
    form = OfDraft(version.revision, request.POST or None)
    if saved(form, lambda seen: drafting.remove_clause(request.person, version, seen, clause)):
        messages.success(request, f"Clause {clause} is out of the draft.")
        return redirect("version_clauses", number=version.number)
    context = {
        "title": f"Remove clause {clause}?",
        "lead": "Its rules, settings and duties go with it."
        + (" The document that you uploaded stays as it is." if version.upload_id else ""),
        "button_text": "Remove this clause",
        "quoted": found["says"],
        "narrowed_by": [
            other["id"]
            for other in version.pack["clauses"]
            if any(clause in as_list(rule.get("limits")) for rule in other.get("rules", ()))
        ],
    }
    return form_page(request, version, form, "policy/clause_remove.html", clause=found, **context)


@draft_page
def version_details(request: Request, version: PolicyVersion) -> HttpResponse:
    """Change the title, the dates, and who approves and looks after the policy."""
    form = Details(version.revision, version.pack, request.POST or None)
    if saved(form, lambda seen: drafting.change_details(request.person, version, seen, form.raw())):
        messages.success(request, "The details of the policy are changed.")
        return redirect("version", number=version.number)
    return form_page(request, version, form, "policy/details.html", title="Details of the policy", now=dated(version))
