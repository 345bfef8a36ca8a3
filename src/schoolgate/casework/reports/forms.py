"""What somebody types or ticks when they tell us, and afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from schoolgate.casework.cases.models import Party
from schoolgate.casework.cases.words import kinds
from schoolgate.casework.evidence.actions.keeping import AT_MOST
from schoolgate.casework.reports.drafts import Form
from schoolgate.casework.reports.questions import CHILD, choices, data, words_of
from schoolgate.policy.worries import in_danger

LONGEST = 6000
LONGEST_NAMES = 300
Say = Mapping[str, str]


class Files(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files: a list."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        # One that is empty is refused by its name, beside those that are taken: `uploads.prepared`.
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


class OneQuestion(forms.Form):
    """One question of the form for telling us. What was answered before is shown, unless it is hidden."""

    def __init__(self, voice: str, key: str, form: Form, sent: Any = None, files: Any = None) -> None:
        hidden = key in form.hidden
        super().__init__(sent, files, initial={} if hidden else form.answers)
        self.key, self.kept = key, form.answers if hidden else {}
        say = words_of(voice, key)
        for name, field in _fields(voice, key, say).items():
            field.help_text = field.help_text or (say["hint"] if name == key else "")
            # A hidden answer stands until another is given.
            field.required = field.required and not hidden
            self.fields[name] = field

    def answers(self) -> dict[str, Any]:
        """What was answered, under the names of the fields."""
        given = {name: self.cleaned_data[name] for name in self.fields if name != "files"}
        kept = self._stands()
        return {**given, **kept, self.key: kept.get(self.key, given.get(self.key, "done"))}

    def shows(self) -> list[str]:
        """The answers that may be shown again: none of them while something stands that is hidden."""
        return [] if self._stands() else [self.key, *self.fields]

    def _stands(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: value for name, value in self.kept.items() if value and name in self.fields and not given[name]}


def _fields(voice: str, key: str, say: Say) -> dict[str, forms.Field]:
    if key == "you":
        return {name: _line(say[name], 200) for name in ("name", "reach")}
    if key == "files":
        return {"files": FilesField(label=say["asks"], required=False, allow_empty_file=True)}
    if key in ("hurt", "who"):
        return {key: _ticks(voice, key, say), f"{key}_names": _line(say["names"], LONGEST_NAMES)}
    if key in ("what", "right") or (key == "where" and voice != CHILD):
        needed = key == "what" and voice != CHILD
        return {key: _text(say["asks"], 8 if key == "what" else 3, needed=needed)}
    return {key: _choice(voice, key, say)}


def _line(label: str, longest: int) -> forms.Field:
    return forms.CharField(label=label, max_length=longest, required=False)


def _text(label: str, rows: int, *, needed: bool) -> forms.Field:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=needed,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Say what happened, in a few words. You do not have to be sure."},
    )


def _ticks(voice: str, key: str, say: Say) -> forms.Field:
    return forms.MultipleChoiceField(
        label=say["asks"],
        choices=[Choice(code, words) for code, (words, _) in choices(voice, key).items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Tick some of these, or none"},
    )


def _choice(voice: str, key: str, say: Say) -> forms.Field:
    right = "Tap on one of them" if voice == CHILD else "Choose one of these"
    return forms.ChoiceField(
        label=say["asks"],
        choices=[Choice(code, words, hint=hint) for code, (words, hint) in choices(voice, key).items()],
        widget=forms.RadioSelect,
        error_messages={"required": right, "invalid_choice": right},
    )


class Code(forms.Form):
    code = forms.CharField(
        label="What is your code?",
        help_text="20 letters and numbers, in four groups. Capitals and dashes do not matter.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Type your code"},
    )


class Once(forms.Form):
    """A form that does its work once, however often it is sent."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64, min_length=16)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = secrets.token_hex(16)


class More(Once):
    """More words in the talk, and files where those are taken."""

    words = forms.CharField(
        label="What would you like to say?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Type a few words"},
    )

    def __init__(self, sent: Any = None, files: Any = None, *, take_files: bool = True) -> None:
        super().__init__(sent, files)
        if take_files:
            hint = f"You may leave this out. {AT_MOST} at most."
            label = "Add a screenshot or a file"
            self.fields["files"] = FilesField(label=label, help_text=hint, required=False, allow_empty_file=True)


class Question(Once):
    """What the school asks whoever told us."""

    words = forms.CharField(
        label="What would you like to say or ask?",
        help_text="They read it with their code, or signed in. Do not write what could harm somebody if others saw it.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Type a few words"},
    )


class Inside(Once):
    """A worry of somebody who is signed in, on one page."""

    what = forms.CharField(
        label="What happened?",
        help_text="What you saw or heard, when and where online. Facts first; say what is only a guess.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Say what happened, in a few words. You do not have to be sure."},
    )
    topic = forms.ChoiceField(
        label="What is it most like?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the nearest", "invalid_choice": "Choose the nearest"},
    )
    right = forms.CharField(
        label="If you complain: what would put it right?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    hurt = forms.MultipleChoiceField(
        label="Who is it happening to?", widget=forms.CheckboxSelectMultiple, required=False
    )
    hurt_names = forms.CharField(label="Their names", max_length=LONGEST_NAMES, required=False)
    who = forms.MultipleChoiceField(
        label="Who did it?",
        help_text="Whoever you name or tick here will not get it.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    who_names = forms.CharField(label="Their names or accounts", max_length=LONGEST_NAMES, required=False)
    danger = forms.ChoiceField(
        label="Is anybody in danger now?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer", "invalid_choice": "Choose an answer"},
    )

    def __init__(self, sent: Any = None) -> None:
        super().__init__(sent)
        for key in ("topic", "hurt", "who", "danger"):
            listed = [Choice(code, words, hint=hint) for code, (words, hint) in choices("grown-up", key).items()]
            self.fields[key].choices = listed  # type: ignore[attr-defined]
        self.fields["danger"].help_text = (
            f"If so, call {in_danger()} first, and speak to the safeguarding lead in person. If it is about them, "
            "speak to the head teacher."
        )

    @property
    def nude(self) -> bool:
        return bool(data()["topics"][self.cleaned_data["topic"]].get("nude"))

    def kinds(self) -> list[str]:
        return [code for code in data()["topics"][self.cleaned_data["topic"]]["kinds"] if code in kinds()]


class FromCase(Once):
    """What somebody complains of in a case: who, about whom, and what."""

    what = forms.CharField(
        label="What do they complain about?",
        help_text="As they see it, in a few plain words. Leave out how they said it: that stays in this case.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Say in a few words what they complain about"},
    )
    right = forms.CharField(
        label="What would put it right?",
        help_text="If they have said so. Leave it empty where you do not know.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, parties: Sequence[Party], sent: Any = None) -> None:
        super().__init__(sent)
        known = [party for party in parties if party.kind != Party.Kind.UNKNOWN]
        others = [party for party in known if party.part != Party.Part.AFFECTED]
        affected = [party for party in known if party.part == Party.Part.AFFECTED]
        nobody = Choice("", "Somebody whose name nobody knows")
        self.fields["who"] = forms.TypedChoiceField(
            label="Who complains?",
            choices=[*(_named(party) for party in others), nobody],
            widget=forms.RadioSelect,
            coerce=int,
            empty_value=None,
            required=False,
        )
        if affected:
            self.fields["about"] = forms.TypedMultipleChoiceField(
                label="About whom?",
                help_text="They cannot open the complaint. Tick nobody where it is about the school.",
                choices=[_named(party) for party in affected],
                widget=forms.CheckboxSelectMultiple,
                coerce=int,
                required=False,
            )
        self.order_fields(["who", "about", "what", "right"])

    def clean(self) -> dict[str, Any]:
        return {"about": [], **(super().clean() or self.cleaned_data)}


def _named(party: Party) -> Choice:
    return Choice(str(party.pk), party.called(), hint=party.get_kind_display())
