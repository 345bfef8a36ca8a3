"""What somebody types when they work on a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from schoolgate.casework.cases.grounds import every_ground
from schoolgate.casework.cases.models import Case, Challenge, Entry, Party
from schoolgate.casework.cases.words import Word, complaints, entry_title, grounds, kinds, outcomes, seriousness
from schoolgate.community.called import called
from schoolgate.community.fields import DateField
from schoolgate.community.models import Person, School
from schoolgate.community.words import role_name
from schoolgate.policy.worries import in_danger

LONGEST = 8000
NONE = "none"
YES_NO = [Choice("yes", "Yes"), Choice("no", "No")]


def area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def sentences(label: str, hint: str = "", *, required: str = "Write a few words", rows: int = 4) -> forms.CharField:
    """A few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=area(rows),
        required=bool(required),
        error_messages={"required": required},
    )


def radios(label: str, choices: Sequence[Choice], missing: str, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": "The list has changed. Choose again"},
    )


def listed(of: Mapping[str, Word]) -> list[Choice]:
    return [Choice(word.code, word.label, hint=word.hint) for word in of.values()]


class Words(forms.Form):
    """One answer in words."""

    def __init__(self, label: str, data: Any = None, hint: str = "") -> None:
        super().__init__(data)
        self.fields["words"] = sentences(label, hint)


class What(forms.Form):
    title = forms.CharField(
        label="What do you call it?",
        help_text="A few words that tell it from others, without names. For example: Messages in the Year 6 chat.",
        max_length=120,
        error_messages={"required": "Give it a few words that tell it from others"},
    )
    summary = sentences("What happened, as far as you know?", required="Say in a sentence or two what happened")
    kinds = forms.MultipleChoiceField(
        label="What is it?",
        help_text="Tick all that fit.",
        choices=[Choice(word.code, word.label) for word in kinds().values()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one"},
    )


class Where(forms.Form):
    ground_why = sentences(
        "Why may the school act?",
        "Only if the policy does not name the link that you chose.",
        required="",
        rows=3,
    )

    def __init__(self, school: School, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.every = {ground.code: ground for ground in every_ground(school)}
        choices = []
        for code, ground in self.every.items():
            says = f"Clause {ground.clause.id} of your policy names it." if ground.clause else grounds()[code].hint
            unnamed = (
                "Your policy does not name this. You can choose it, and we ask you why." if ground.asks_why else ""
            )
            choices.append(Choice(code, grounds()[code].label, hint=unnamed or says))
        self.fields["ground"] = radios("What is the link with the school?", choices, "Choose one, or “None of these”")
        self.order_fields(["ground", "ground_why"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        ground = self.every.get(given.get("ground", ""))
        if ground and ground.asks_why and not given.get("ground_why", "").strip():
            self.add_error("ground_why", "Your policy does not name this link. Say why the school may act")
        return given


class Serious(forms.Form):
    seriousness = radios("How serious is it?", listed(seriousness()), "Choose how serious it is")
    danger = radios("Is somebody in danger now?", YES_NO, "Choose yes or no")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["danger"].help_text = f"If so, call {in_danger()} first. This page can wait."


class Outsider(forms.Form):
    """Somebody who is not of the school."""

    name = forms.CharField(label="What are they called?", max_length=200, error_messages={"required": "Type a name"})
    kind = radios(
        "What are they?",
        [Choice(kind.value, kind.label) for kind in Party.Kind if kind != Party.Kind.UNKNOWN],
        "Choose what they are",
        "A parent or a pupil of another school is somebody else.",
    )


class OneOfThese(Outsider):
    """Whether it is somebody of the school, whose name is like the one that was typed."""

    asked = forms.CharField(widget=forms.HiddenInput, required=False, initial="yes")

    def __init__(self, people: Sequence[Person], said: Mapping[int, str], data: Any, initial: Any) -> None:
        super().__init__(data, initial=initial)
        choices = [Choice(str(person.pk), person.name, hint=said[person.pk]) for person in people]
        choices[-1].divider = "or"
        self.fields["same"] = radios(
            "Is it one of these people of the school?",
            [*choices, Choice(NONE, "None of them")],
            "Choose who it is, or “None of them”",
            "Somebody who is named can never open the case. So we ask.",
        )
        for name in ("name", "kind"):
            self.fields[name].widget = forms.HiddenInput()
        self.order_fields(["same"])


class Threshold(forms.Form):
    threshold = radios(
        "What is it, as far as you know now?",
        [
            Choice(
                Case.Threshold.LOW_LEVEL,
                "A low-level concern",
                hint="It does not fit how staff should behave, or it worries you, and it does not meet the harm "
                "threshold.",
            ),
            Choice(
                Case.Threshold.HARM,
                "It may meet the harm threshold",
                hint="They may have harmed a child, may have broken the law against a child, or may be a risk to "
                "children. If you are not sure, choose this: the officer will advise you.",
            ),
        ],
        "Choose one of the two",
    )
    why = sentences("Why?", required="Say why")


class Officer(forms.Form):
    on = DateField(label="When did you tell them?", what="the day")
    at = forms.CharField(
        label="At what time?",
        help_text="For example 14:30.",
        max_length=5,
        validators=[RegexValidator(r"^([01]?\d|2[0-3]):[0-5]\d$", "Type the time like 14:30")],
        error_messages={"required": "Type the time"},
    )
    whom = forms.CharField(
        label="Whom did you speak to?", max_length=200, error_messages={"required": "Type whom you spoke to"}
    )
    advice = sentences("What did they advise?", required="Write what they advised")

    def moment(self) -> datetime:
        clock = datetime.strptime(self.cleaned_data["at"], "%H:%M").time()
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], clock))


class LetIn(forms.Form):
    """Somebody who leads or governs, to tick; or anybody else who works here, by name."""

    to = forms.CharField(
        label="What are they called, if you chose somebody else?",
        help_text="Their full name or email address. Staff only, and never a parent or a pupil.",
        max_length=254,
        required=False,
    )
    why = sentences("Why do they need it?", required="Say why they need it", rows=3)

    def __init__(self, school: School, people: Iterable[Person], data: Any = None) -> None:
        super().__init__(data)
        self.school = school
        self.people = {str(person.pk): person for person in people}
        if self.people:
            choices = [Choice(key, one.name, hint=_roles(one)) for key, one in self.people.items()]
            choices[-1].divider = "or"
            self.fields["who"] = radios("Who?", [*choices, Choice(NONE, "Somebody else who works here")], "")
            self.fields["who"].required = False
        self.order_fields(["who", "to", "why"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        who, typed = given.get("who") or NONE, given.get("to", "")
        if who != NONE and typed:
            self.add_error("to", "Choose one of the people above, or “Somebody else” with a name: not both")
        elif who != NONE:
            given["to"] = self.people[who]
        elif not self.errors:
            given["to"] = self._called(typed)
        return given

    def _called(self, typed: str) -> Person | None:
        found = [person for person in called(self.school, typed) if person.held()] if typed else []
        if len(found) == 1:
            return found[0]
        if not typed:
            why = "Choose somebody, or type the name of somebody else" if self.people else "Type a name"
        elif found:
            why = "Several people have this name. Type the email address instead."
        else:
            why = "Nobody at the school has this name. Check how it is written."
        self.add_error("to" if typed or not self.people else "who", why)
        return None


def _roles(person: Person) -> str:
    today = timezone.localdate()
    return ", ".join(dict.fromkeys(role_name(each) for each in person.holdings.all() if each.runs(today)))


class Emergency(forms.Form):
    reference = forms.CharField(
        label="Which case?",
        help_text="Its reference, for example C-1A2B3C4D.",
        max_length=20,
        error_messages={"required": "Type the reference"},
    )
    why = sentences("Why can it not wait?", "Others will read this.", required="Say why it cannot wait", rows=3)


class Note(forms.Form):
    words = sentences("What do you want to note?", "It cannot be changed later. Write what you know, and how.")
    kind = radios(
        "What kind of note is it?",
        [
            Choice("noted", "A note"),
            Choice("strategy", "What we agreed about how to go on", hint="From a strategy discussion, say."),
        ],
        "Choose what kind of note it is",
    )
    file = radios(
        "Where does it belong?",
        [
            Choice(Entry.File.RESPONSE, "Response", hint="What the school does about it."),
            Choice(Entry.File.SUPPORT, "Support", hint="How somebody is helped."),
        ],
        "Choose where it belongs",
    )
    restricted = forms.BooleanField(label="Restrict this line: it is opened by itself, with a reason", required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"kind": "noted", "file": Entry.File.RESPONSE})


class NoPictures(forms.Form):
    known = sentences(
        "What do you know about it, in words? (optional)",
        "Who has it and in which app, if you were told. Type no link.",
        required="",
    )


class Filter(forms.Form):
    """What narrows a chronology."""

    file = forms.ChoiceField(
        label="File", choices=[("", "Both"), *((file.value, file.label) for file in Entry.File)], required=False
    )
    kind = forms.ChoiceField(label="What happened", required=False)

    def __init__(self, present: Iterable[str], data: Any = None) -> None:
        super().__init__(data)
        every = sorted(((kind, entry_title(kind)) for kind in present), key=lambda each: each[1])
        self.fields["kind"].choices = [("", "Anything"), *every]  # type: ignore[attr-defined]


class CaseState(forms.Form):
    state = forms.ChoiceField(
        label="State",
        choices=[("", "New and open"), *((state.value, state.label) for state in Case.State), ("all", "All")],
        required=False,
    )


class Somebody(forms.Form):
    """One of a few people."""

    def __init__(self, label: str, people: Iterable[Person], data: Any = None) -> None:
        super().__init__(data)
        self.people = {str(person.pk): person for person in people}
        choices = [Choice(number, person.name) for number, person in self.people.items()]
        self.fields["to"] = radios(label, choices, "Choose who")

    def clean_to(self) -> Person:
        return self.people[self.cleaned_data["to"]]


class GiveTask(Somebody):
    what = sentences("What is to be done?", required="Say what is to be done", rows=3)
    due = DateField(label="By when?", what="the day")

    def __init__(self, people: Iterable[Person], data: Any = None) -> None:
        super().__init__("Who does it?", people, data)
        self.order_fields(["what", "to", "due"])

    def clean_due(self) -> date:
        day: date = self.cleaned_data["due"]
        if day < timezone.localdate():
            raise forms.ValidationError("Enter a day that is not past")
        return day


class Reference(forms.Form):
    reference = forms.CharField(
        label="Which other case?",
        help_text="Its reference, for example C-1A2B3C4D.",
        max_length=20,
        error_messages={"required": "Type the reference"},
    )
    why = sentences("Why?", required="Say why", rows=3)


class Close(forms.Form):
    outcome = radios("How did it end?", [], "Choose how it ended")
    words = sentences("Say how it ended, in a sentence or two", required="Say how it ended")
    lessons = sentences("What can the school learn from it?", "If anything.", required="", rows=3)

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data)
        is_one = bool(complaints(case.kinds))
        found = {code: word for code, word in outcomes().items() if is_one or not word.complaint}
        # What can be said of a complaint stands first where it is one.
        ordered = dict(sorted(found.items(), key=lambda item: not item[1].complaint))
        self.fields["outcome"].choices = listed(ordered)  # type: ignore[attr-defined]


class NewChallenge(Somebody):
    kind = radios("What is it?", [], "Choose what it is")
    who = forms.CharField(
        label="Who says it?",
        help_text="Their name, and what they are to the case.",
        max_length=200,
        error_messages={"required": "Write who says it"},
    )
    words = sentences(
        "What do they say?", "For an appeal: which step they disagree with, and why.", required="Write what they say"
    )
    received_on = DateField(label="When did it come?", what="the day it came")

    def __init__(self, people: Iterable[Person], data: Any = None, *, complaint: bool = False) -> None:
        super().__init__("Who answers it?", people, data)
        panel = Choice(
            Challenge.Kind.PANEL,
            "They take their complaint to the governors",
            hint="They are not happy with the answer. A governor who had no part gathers a panel of at least three.",
        )
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            *([panel] if complaint else []),
            Choice(Challenge.Kind.APPEAL, "An appeal", hint="Somebody disagrees with a step that was taken."),
            Choice(Challenge.Kind.COMPLAINT, "A complaint", hint="About how the school dealt with it."),
        ]
        answers = [Choice(number, person.name, hint=_roles(person)) for number, person in self.people.items()]
        self.fields["to"].choices = answers  # type: ignore[attr-defined]
        only = " For a complaint that goes to the governors, choose a governor." if complaint else ""
        self.fields["to"].help_text = f"Only those who had no part in the case.{only}"
        self.order_fields(["kind", "who", "words", "received_on", "to"])

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Enter a day that is not in the future")
        return day


class Answer(forms.Form):
    answer = radios(
        "What do you find?", [Choice(each.value, each.label) for each in Challenge.Answer], "Choose what you find"
    )
    words = sentences(
        "Why?",
        "Those who decide about the case read it. Nothing goes to whoever made it by itself: you write to them next.",
        required="Say why",
    )
