"""What somebody types about a post, its candidates and what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils import timezone

from schoolgate.community.called import called
from schoolgate.community.fields import DateField
from schoolgate.community.models import Person, School
from schoolgate.community.roles import Role
from schoolgate.duties.searches.guidance import reasons, ways_of_telling, why_taken_off
from schoolgate.duties.searches.models import Post, Result
from schoolgate.duties.searches.powers import POWERS

MAY_TAKE_PART = POWERS["search.see"]
NONE = "none"
"""The answer that a candidate is none of the people whose name is like theirs."""
ASKED = "asked"
SHORTLISTED = "shortlisted"


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def not_ahead(day: date) -> date:
    if day > timezone.localdate():
        raise forms.ValidationError("Enter a day that is not in the future")
    return day


class People(forms.Form):
    """Who searches and who judges, by name or e-mail address."""

    searcher = forms.CharField(
        label="Who makes the searches?",
        help_text="Their full name or e-mail address. Not somebody on the panel.",
        max_length=254,
        error_messages={"required": "Type who makes the searches"},
    )
    panel = forms.CharField(
        label="Who is on the panel?",
        help_text="One full name or e-mail address on each line.",
        max_length=4000,
        widget=_area(),
        error_messages={"required": "Type who is on the panel"},
    )

    def __init__(self, school: School, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.school = school

    def clean_searcher(self) -> Person:
        return self._person(self.cleaned_data["searcher"])

    def clean_panel(self) -> list[Person]:
        typed = [line.strip() for line in self.cleaned_data["panel"].splitlines() if line.strip()]
        return list(dict.fromkeys(self._person(line) for line in typed[:20]))

    def _person(self, typed: str) -> Person:
        found = [person for person in called(self.school, typed) if person.roles() & MAY_TAKE_PART]
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(f"Several people are called {typed}. Type the e-mail address instead.")
        raise forms.ValidationError(f"No governor, and nobody who works here, is called {typed}. Check the name.")


class OpenPost(People):
    title = forms.CharField(
        label="Which post is it?",
        help_text="For example: Year 4 teacher.",
        max_length=200,
        error_messages={"required": "Type the name of the post"},
    )
    needed_by = DateField(label="By when are the searches needed?", what="the day", help_text="Before the interviews.")
    field_order = ("title", "needed_by", "searcher", "panel")

    def clean_needed_by(self) -> date:
        day: date = self.cleaned_data["needed_by"]
        if day < timezone.localdate():
            raise forms.ValidationError("Enter a day that is not past")
        return day


class AddCandidate(forms.Form):
    name = forms.CharField(
        label="Candidate’s full name", max_length=200, error_messages={"required": "Type their name"}
    )
    stage = forms.ChoiceField(
        label="Where are they now?",
        choices=[Choice(SHORTLISTED, "On the shortlist"), Choice("applied", "They have applied, no more yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where they are now"},
    )
    shortlisted_on = DateField(label="Since when are they on the shortlist?", what="the day", required=False)

    def typed(self) -> dict[str, str]:
        """What was sent, to be sent once more with another question's answer."""
        return {name: self.data[name] for name in self.data if name.startswith(tuple(self.fields))}

    def clean_shortlisted_on(self) -> date:
        return not_ahead(self.cleaned_data["shortlisted_on"] or timezone.localdate())


class OneOfThese(forms.Form):
    """Whether a candidate is one of the people whose name is like theirs. It carries what was typed of them."""

    same = forms.MultipleChoiceField(
        label="Is the candidate one of these?",
        help_text="Their name is like the one that you typed. A candidate has no part in filling the post.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick who it is, or “None of them”",
            "invalid_choice": "The list has changed. Choose again",
        },
    )

    def __init__(self, people: Sequence[Person], typed: Mapping[str, str], data: Any = None) -> None:
        """`typed`: the fields of AddCandidate as they were sent. `data`: None where this has not been asked yet."""
        super().__init__(data)
        self.people = {str(person.pk): person for person in people}
        listed = [Choice(number, person.name, hint=_is_what(person)) for number, person in self.people.items()]
        listed[-1].divider = "or"
        self.fields["same"].choices = [*listed, Choice(NONE, "None of them")]  # type: ignore[attr-defined]
        for name, value in {**typed, ASKED: "yes"}.items():
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False, initial=value)

    def clean_same(self) -> list[Person]:
        given = self.cleaned_data["same"]
        if NONE in given and len(given) > 1:
            raise forms.ValidationError("Tick who it is, or “None of them”, not both")
        return [self.people[number] for number in given if number != NONE]


def _is_what(person: Person) -> str:
    held = person.roles()
    return next((Role(role).label for role in Role if role in held), "").capitalize()


class Dated(forms.Form):
    """The day `on` which something was done: today, unless told."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})

    def clean_on(self) -> date:
        return not_ahead(self.cleaned_data["on"])


class Told(Dated):
    how = forms.ChoiceField(
        label="How were they told?", widget=forms.RadioSelect, error_messages={"required": "Choose how they were told"}
    )
    on = DateField(label="When?", what="the day they were told")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["how"].choices = [Choice(k, v) for k, v in ways_of_telling().items()]  # type: ignore[attr-defined]


class TakeOff(forms.Form):
    because = forms.ChoiceField(
        label="Why are they taken off the list?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why", "invalid_choice": "Choose one of these"},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["because"].choices = [Choice(k, v) for k, v in why_taken_off().items()]  # type: ignore[attr-defined]


class Independent(forms.Form):
    independent = forms.ChoiceField(
        label="Do you know any of the candidates?",
        help_text="As a relative, a friend, or somebody you have quarrelled with.",
        choices=[Choice("yes", "No, none of them"), Choice("no", "Yes, I know one of them")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )


class SearchList(forms.Form):
    searches = forms.CharField(
        label="Which searches are made for every candidate?",
        help_text="One on each line. Once the first is made, the list stays as it is.",
        max_length=4000,
        widget=_area(8),
        error_messages={"required": "Write at least one search"},
    )

    def clean_searches(self) -> list[str]:
        lines = [" ".join(line.split())[:200] for line in self.cleaned_data["searches"].splitlines()]
        return list(dict.fromkeys(line for line in lines if line))[:20]


class WhatCameOfIt(forms.Form):
    """Nothing or something; where it is nothing, there is nothing else to type."""

    found = forms.ChoiceField(
        label="What did the search show?",
        choices=[
            Choice(
                Result.Found.NOTHING,
                "Nothing that bears on the post",
                hint="Whatever else you saw is not written down.",
            ),
            Choice(Result.Found.RELEVANT, "Something that bears on the post", hint="We ask you what, and why."),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two"},
    )


class Finding(forms.Form):
    what = forms.CharField(
        label="What did you find?",
        help_text="What anybody can see, in a few plain words. Nothing about health, faith, politics, family or love.",
        max_length=2000,
        widget=_area(),
        error_messages={"required": "Say what you found"},
    )
    why = forms.ChoiceField(
        label="Why does it bear on the post?", widget=forms.RadioSelect, error_messages={"required": "Choose a reason"}
    )
    because = forms.CharField(
        label="Say why, in a sentence or two",
        max_length=2000,
        widget=_area(3),
        error_messages={"required": "Say why it bears on the post"},
    )
    link = forms.URLField(
        label="Where is it?",
        help_text="The web address, if you like. Copy and download nothing.",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a web address that begins with https://"},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["why"].choices = [Choice(k, v) for k, v in reasons().items()]  # type: ignore[attr-defined]


class PutToCandidate(Dated):
    on = DateField(label="When did you show it to the candidate?", what="the day you showed it to them")
    answer = forms.CharField(
        label="What did they say?",
        help_text="In their words as far as you can. If they chose to say nothing, write that.",
        max_length=4000,
        widget=_area(),
        error_messages={"required": "Write what they said, or that they said nothing"},
    )


class Closed(Dated):
    on = DateField(label="When was the post filled, or given up?", what="the day")


class Hold(forms.Form):
    reason = forms.CharField(
        label="Why must it be kept for now?",
        help_text="For example: a candidate has asked an employment tribunal.",
        max_length=1000,
        widget=_area(3),
        error_messages={"required": "Say why"},
    )


def people_as_typed(post: Post) -> dict[str, str]:
    """Who searches and who judges now, as the form takes them."""
    panel = "\n".join(person.email() or person.name for person in post.panel.select_related("account", "offered_to"))
    return {"searcher": post.searcher.email() or post.searcher.name, "panel": panel}
