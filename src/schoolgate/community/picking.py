"""Choosing somebody, or several, among a school's people: look for a name, tick, send. Works with no script."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from schoolgate.community.finding import find
from schoolgate.community.models import Group, Membership, Person
from schoolgate.community.request import Request
from schoolgate.community.roles import Role
from schoolgate.community.words import role_name, year_label

ON_A_PAGE = 25
GONE = "The list has changed. Choose again"


class Look(forms.Form):
    """What narrows the list."""

    name = forms.CharField(label="Name", max_length=200, required=False)


class Tick(forms.Form):
    """The people of this page of the list, to choose one of or several."""

    def __init__(self, page: Page[Person], label: str, *, many: bool, data: Any = None) -> None:
        super().__init__(data)
        choices = [(person.pk, told_apart(person)) for person in page]
        if many:
            self.fields["people"] = forms.TypedMultipleChoiceField(
                label=label,
                coerce=int,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": "Choose at least one person", "invalid_choice": GONE},
            )
        else:
            self.fields["people"] = forms.TypedChoiceField(
                label=label,
                coerce=int,
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose somebody", "invalid_choice": GONE},
            )

    def picked(self) -> set[int]:
        value = self.cleaned_data["people"]
        return set(value) if isinstance(value, list) else {value}


def told_apart(person: Person) -> str:
    """A name with what tells two of one name apart: year group and class, or the address; before it their role, so
    that a teacher of a class is not taken for a pupil of it, who needs none."""
    today = timezone.localdate()
    roles = [role_name(one) for one in person.holdings.all() if one.runs(today) and one.role != Role.PUPIL]
    classes = [one.group.name for one in person.memberships.all() if one.group.kind == Group.Kind.CLASS]
    where = [part for part in (year_label(person.year), *classes) if part] or [person.write_to() or "no address"]
    return f"{person.name} ({', '.join(dict.fromkeys([*roles, *where]))})"


@dataclass
class Picking:
    """A page that asks for people among others.

    `extra` is a form of further questions, sent with the choice; `nobody` the words of a button for no choice at all,
    which sends that name. `look` narrows the list, by fields that `finding.find` knows. `context` is what a `template`
    of its own needs besides.
    """

    request: Request
    among: QuerySet[Person]
    title: str
    label: str
    button: str
    back_url: str
    many: bool = False
    lead: str = ""
    nobody: str = ""
    extra: forms.Form | None = None
    look: forms.Form | None = None
    chosen: list[Person] = field(default_factory=list)
    template: str = "community/pick.html"
    context: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.look = self.look or Look(self.request.GET)
        wanted = self.look.cleaned_data if self.look.is_valid() else {}
        classes = Prefetch("memberships", Membership.objects.of(self.request.person.school).select_related("group"))
        found = find(self.among, self.request.person.school, wanted).select_related("account", "offered_to")
        page = Paginator(found.prefetch_related(classes, "holdings"), ON_A_PAGE).get_page(self.request.GET.get("page"))
        self.page: Page[Person] = page
        sent = self.request.POST if self.request.method == "POST" else None
        self.form = Tick(page, self.label, many=self.many, data=sent)

    def done(self) -> bool:
        """Whether an answer came that makes sense; then `chosen` has the people."""
        right = [form.is_valid() for form in (self.form, self.extra) if form]
        if self.request.method != "POST" or not all(right):
            return False
        picked = self.form.picked()
        self.chosen = [person for person in self.page if person.pk in picked]
        return bool(self.chosen)

    def refuse(self, why: str) -> None:
        """Say on the page why the choice cannot be."""
        self.form.add_error("people", why)

    def answer(self) -> HttpResponse:
        forms_ = [form for form in (self.form, self.extra) if form]
        wrong = any(form.errors for form in forms_)
        return render(self.request, self.template, {"picking": self, **self.context}, status=422 if wrong else 200)
